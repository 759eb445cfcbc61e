-- Whether a narrative contradicts the cause that a label gives, of those that were read: kept because reading is what
-- costs. It says nothing that the same reader would not say again, and nothing else rests on it.
CREATE TABLE label_compared (
    reader VARCHAR NOT NULL,       -- taxonomy, model and program that read; another reader reads again
    said UUID NOT NULL,            -- digest of narrative, cause and category
    contradicted BOOLEAN NOT NULL
);
