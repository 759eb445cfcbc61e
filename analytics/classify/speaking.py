"""Which rows speak: those of batches that were neither undone nor replaced."""

# A condition on a table with batch_id.
SPEAKING = "batch_id NOT IN (SELECT batch_id FROM batch WHERE retracted_at IS NOT NULL)"
