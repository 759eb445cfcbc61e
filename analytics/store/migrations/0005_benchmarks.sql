-- Published figures of the market, and lists of insurers with their counts and ratios. Appended to, never rewritten;
-- of rows about the same thing the newest batch that is not retracted speaks.
CREATE TABLE benchmark_row (
    batch_id INTEGER NOT NULL,
    sheet_no INTEGER NOT NULL,
    row_no INTEGER NOT NULL,
    period_start DATE,
    period_end DATE,
    scope VARCHAR,
    metric VARCHAR,
    statistic VARCHAR,
    value DOUBLE,
    unit VARCHAR,
    basis VARCHAR,
    source VARCHAR,
    insurer VARCHAR,               -- a row of a list of insurers has one, a figure of the market has none
    complaints DOUBLE,
    premium_ratio DOUBLE,
    policy_ratio_10k DOUBLE,
    premium_yuan DOUBLE
);
