-- What people say about a month or a branch; shown on charts and in the deck. Taken back, never erased.
CREATE TABLE comment (
    id INTEGER NOT NULL,
    month VARCHAR,                 -- YYYY-MM; NULL: about no month in particular
    branch VARCHAR,                -- NULL: about the whole company
    text VARCHAR NOT NULL,
    author VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL,
    removed_at TIMESTAMP
);
-- A page with its question, under a name; each person has views of their own.
CREATE TABLE saved_view (
    owner VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    page VARCHAR NOT NULL,
    address VARCHAR NOT NULL,      -- the question as the page's address carries it, without the leading "?"
    saved_at TIMESTAMP NOT NULL
);
