-- Whether a complaint names causes beside its first: so that counting them looks for the few that do by a glance.
ALTER TABLE complaint ADD COLUMN names_several BOOLEAN DEFAULT FALSE;
UPDATE complaint SET names_several = TRUE
WHERE complaint_no IN (SELECT complaint_no FROM complaint_cause WHERE position > 0);
