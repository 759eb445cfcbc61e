-- What people decide about causes and names. Appended to, never rewritten: the newest says what holds, the time of
-- each what held then.

-- The company's own taxonomy, version by version, each whole. None: the one that ships.
CREATE TABLE taxonomy_version (
    version INTEGER NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    saved_by VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    document VARCHAR NOT NULL
);

-- A person's decision about a complaint, by its number, so that it outlives every import. causes NULL: taken back.
CREATE TABLE cause_decision (
    decision INTEGER NOT NULL,
    complaint_no VARCHAR NOT NULL,
    causes VARCHAR[],              -- codes, the primary one first
    claim_stage VARCHAR,
    proposed VARCHAR,              -- the cause that the software held likeliest at that time
    decided_by VARCHAR NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    why VARCHAR NOT NULL
);

-- Models trained on the company's decided complaints; document is numbers and words, no code. in_use: it beat the
-- patterns somewhere when it was trained.
CREATE TABLE cause_model (
    model INTEGER NOT NULL,
    trained_at TIMESTAMP NOT NULL,
    trained_by VARCHAR NOT NULL,
    in_use BOOLEAN NOT NULL,
    report VARCHAR NOT NULL,       -- JSON: examples, agreement of patterns and model in cross-validation
    document BLOB NOT NULL
);

-- What a person decided a name of a log stands for. field: branch, channel. name NULL: taken back.
CREATE TABLE name_decision (
    field VARCHAR NOT NULL,
    label VARCHAR NOT NULL,        -- as written in the log
    name VARCHAR,
    decided_by VARCHAR NOT NULL,
    decided_at TIMESTAMP NOT NULL
);

ALTER TABLE complaint ADD COLUMN claim_stage_code VARCHAR;
ALTER TABLE complaint ADD COLUMN claim_stage_source VARCHAR; -- manual | label | narrative
