-- A log covers the month it states; one that states none covers the months from its first receipt to its last.
ALTER TABLE batch_sheet ADD COLUMN first_month DATE;
UPDATE batch_sheet SET first_month = report_month;
