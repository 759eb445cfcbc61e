-- What people type for the yearly deck, and the decks that were made. Kept by year and scope; '' is the whole company.

-- A complaint chosen as a case for the deck.
CREATE TABLE case_study (
    complaint_no VARCHAR NOT NULL,
    facts VARCHAR NOT NULL,
    claim_stage VARCHAR NOT NULL,
    went_wrong VARCHAR NOT NULL,
    lesson VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    written_by VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL
);

-- What the company means to do next year.
CREATE TABLE planned_measure (
    year INTEGER NOT NULL,          -- of the deck it stands in
    branch VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    measure VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    due VARCHAR NOT NULL,
    target VARCHAR NOT NULL
);

-- A sentence of a slide in a person's own words. generated: what it replaced, to tell when the numbers have moved on.
CREATE TABLE deck_edit (
    year INTEGER NOT NULL,
    branch VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    place VARCHAR NOT NULL,         -- key of the slide's title or of a line
    text VARCHAR NOT NULL,
    generated VARCHAR NOT NULL,
    written_by VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL
);

-- Sections in the order in which they stand, those left out absent. cases: complaint numbers, NULL for all of the year.
CREATE TABLE deck_outline (
    year INTEGER NOT NULL,
    branch VARCHAR NOT NULL,
    sections JSON NOT NULL,
    cases JSON
);

-- Decks that were made, with the version of the data they show.
CREATE TABLE deck_version (
    id INTEGER NOT NULL,
    made_at TIMESTAMP NOT NULL,
    year INTEGER NOT NULL,
    branch VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    as_of DATE,
    data_version INTEGER NOT NULL,
    slides INTEGER NOT NULL,
    file_name VARCHAR NOT NULL,
    file BLOB NOT NULL
);
