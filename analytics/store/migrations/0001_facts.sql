-- Facts: what was imported, from where. Appended to, never rewritten.

CREATE TABLE setting (
    key VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);

-- One file, imported once. A retracted batch stays, with the time and the reason; its rows no longer speak.
CREATE TABLE batch (
    batch_id INTEGER NOT NULL,
    file VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    imported_at TIMESTAMP NOT NULL,
    layout VARCHAR,
    retracted_at TIMESTAMP,
    retracted_by INTEGER          -- the batch that took its place; NULL when it was undone by hand
);

CREATE TABLE batch_sheet (
    batch_id INTEGER NOT NULL,
    sheet_no INTEGER NOT NULL,
    sheet VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    header_row INTEGER,
    report_month DATE,
    columns JSON NOT NULL,        -- header -> field
    unmapped JSON NOT NULL,
    rows_read INTEGER NOT NULL,
    rows_new INTEGER NOT NULL,
    rows_changed INTEGER NOT NULL,
    rows_unchanged INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL
);

-- A fault of a row that was set aside (one row of this table a fault), or a warning about one that was not.
CREATE TABLE batch_remark (
    batch_id INTEGER NOT NULL,
    sheet_no INTEGER NOT NULL,
    severity VARCHAR NOT NULL,    -- reject | warning
    row_no INTEGER,
    column_name VARCHAR,
    field VARCHAR,
    value VARCHAR,
    code VARCHAR NOT NULL,
    message_zh VARCHAR NOT NULL,
    message_en VARCHAR NOT NULL,
    remedy_zh VARCHAR,
    remedy_en VARCHAR
);

-- Every accepted row of every log, as it was said, with its place. precedence orders the versions of a
-- complaint: the later report month speaks last, then the later batch, sheet and row.
CREATE TABLE log_row (
    batch_id INTEGER NOT NULL,
    sheet_no INTEGER NOT NULL,
    row_no INTEGER NOT NULL,
    precedence BIGINT NOT NULL,
    report_known BOOLEAN NOT NULL, -- the sheet has a column for the report to the regulator
    complaint_no VARCHAR,
    received_at TIMESTAMP,
    channel VARCHAR,
    form VARCHAR,
    filing_form VARCHAR,
    first_contact BOOLEAN,
    consents_to_negotiate BOOLEAN,
    complexity VARCHAR,
    branch VARCHAR,
    product_line VARCHAR,
    policy_no VARCHAR,
    claim_no VARCHAR,
    plate VARCHAR,
    complainant VARCHAR,
    complainant_role VARCHAR,
    phone VARCHAR,
    cause_label VARCHAR,
    narrative VARCHAR,
    claim_stage VARCHAR,
    contacted_at TIMESTAMP,
    plan_at TIMESTAMP,
    reported_on DATE,
    stamped_report_on DATE,
    closed_on DATE,
    withdrawn_on DATE,
    invalid_finding VARCHAR,
    invalid_found_on DATE,
    stated_valid BOOLEAN,
    outcome VARCHAR,
    amount_paid DOUBLE,
    responsible_person VARCHAR,
    responsible_department VARCHAR,
    handler VARCHAR,
    at_fault BOOLEAN,
    fault_degree VARCHAR,
    lesson VARCHAR,
    measure VARCHAR
);

-- What the newest un-retracted rows say, field by field (a blank erases nothing), and how it is classified.
-- Rebuilt from log_row for every complaint that an import or an undo touches.
CREATE TABLE complaint (
    batch_id INTEGER NOT NULL,     -- the newest row's place
    sheet_no INTEGER NOT NULL,
    row_no INTEGER NOT NULL,
    versions INTEGER NOT NULL,
    report_known BOOLEAN NOT NULL,
    received_on DATE NOT NULL,
    channel_code VARCHAR,
    form_code VARCHAR,
    form_source VARCHAR,
    complexity_code VARCHAR NOT NULL,
    branch_name VARCHAR,
    product_line_name VARCHAR,
    primary_cause VARCHAR,
    category VARCHAR,              -- of the primary cause
    cause_source VARCHAR NOT NULL,
    cause_confidence DOUBLE,
    complaint_no VARCHAR,
    received_at TIMESTAMP,
    channel VARCHAR,
    form VARCHAR,
    filing_form VARCHAR,
    first_contact BOOLEAN,
    consents_to_negotiate BOOLEAN,
    complexity VARCHAR,
    branch VARCHAR,
    product_line VARCHAR,
    policy_no VARCHAR,
    claim_no VARCHAR,
    plate VARCHAR,
    complainant VARCHAR,
    complainant_role VARCHAR,
    phone VARCHAR,
    cause_label VARCHAR,
    narrative VARCHAR,
    claim_stage VARCHAR,
    contacted_at TIMESTAMP,
    plan_at TIMESTAMP,
    reported_on DATE,
    stamped_report_on DATE,
    closed_on DATE,
    withdrawn_on DATE,
    invalid_finding VARCHAR,
    invalid_found_on DATE,
    stated_valid BOOLEAN,
    outcome VARCHAR,
    amount_paid DOUBLE,
    responsible_person VARCHAR,
    responsible_department VARCHAR,
    handler VARCHAR,
    at_fault BOOLEAN,
    fault_degree VARCHAR,
    lesson VARCHAR,
    measure VARCHAR
);

-- The causes a complaint names, primary first. A complaint and its causes are different counts.
CREATE TABLE complaint_cause (
    complaint_no VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    cause VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    how VARCHAR NOT NULL,
    words VARCHAR
);

CREATE TABLE exposure_row (
    batch_id INTEGER NOT NULL,
    sheet_no INTEGER NOT NULL,
    row_no INTEGER NOT NULL,
    month DATE,
    branch VARCHAR,
    product_line VARCHAR,
    premium_yuan DOUBLE,
    policies DOUBLE
);

-- Premium (a flow) and policies in force (a stock, at the month's end). product_line '' = all lines together.
CREATE TABLE exposure (
    month DATE NOT NULL,
    branch_name VARCHAR NOT NULL,
    product_line_name VARCHAR NOT NULL,
    premium_yuan DOUBLE,
    policies DOUBLE,
    batch_id INTEGER NOT NULL,
    sheet_no INTEGER NOT NULL,
    row_no INTEGER NOT NULL
);

CREATE TABLE branch_row (
    batch_id INTEGER NOT NULL,
    sheet_no INTEGER NOT NULL,
    row_no INTEGER NOT NULL,
    branch_code VARCHAR,
    branch_name VARCHAR,
    parent VARCHAR,
    aliases VARCHAR
);

CREATE TABLE branch (
    branch_code VARCHAR,
    branch_name VARCHAR NOT NULL,
    parent VARCHAR,
    aliases VARCHAR,
    batch_id INTEGER NOT NULL,
    sheet_no INTEGER NOT NULL,
    row_no INTEGER NOT NULL
);

-- Limits by day of receipt and class of complaint, for each rule book and for 'in_force', the book in force
-- on that day. Judging a complaint is a join with this small table and an as-of date.
CREATE TABLE limit_day (
    rulebook VARCHAR NOT NULL,
    judged_by VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    form VARCHAR NOT NULL,
    complexity VARCHAR NOT NULL,
    limit_date DATE NOT NULL,
    report_due DATE NOT NULL,
    assumed BOOLEAN NOT NULL
);

-- The text of the rule books the limits above were computed with.
CREATE TABLE rulebook_used (
    rulebook VARCHAR NOT NULL,
    digest VARCHAR NOT NULL
);
