-- When each step of the ladder is due, by day of receipt, class of complaint and rule book. A step that a book
-- does not have for a class has no row. Either minutes from receipt, or a last day.
CREATE TABLE step_limit (
    rulebook VARCHAR NOT NULL,
    judged_by VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    form VARCHAR NOT NULL,
    complexity VARCHAR NOT NULL,
    step VARCHAR NOT NULL,
    minutes INTEGER,
    due DATE,
    assumed BOOLEAN NOT NULL
);

-- What is stored was computed without the steps: it is computed again before the next question.
DELETE FROM rulebook_used;
