-- Layouts that a person confirmed on the Import page, known again by the signature of the header row.
CREATE TABLE layout (
    name VARCHAR NOT NULL,
    signature VARCHAR NOT NULL,
    document VARCHAR NOT NULL,     -- the layout as a TOML file
    saved_at TIMESTAMP NOT NULL
);
