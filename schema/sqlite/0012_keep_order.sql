-- The source's own order of what happened at one moment, where it tells it.
-- pf:up

-- From 1 among the rows of the moment in the file, which stands in order of time; NULL: nobody knows.
ALTER TABLE transactions ADD COLUMN place INTEGER CONSTRAINT ck_transaction_place CHECK (place > 0);
ALTER TABLE superseded_transactions ADD COLUMN place INTEGER;
ALTER TABLE lots ADD COLUMN place INTEGER;

-- pf:down

ALTER TABLE lots DROP COLUMN place;
ALTER TABLE superseded_transactions DROP COLUMN place;
ALTER TABLE transactions DROP COLUMN place;
