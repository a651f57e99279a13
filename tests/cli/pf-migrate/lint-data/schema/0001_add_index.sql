CREATE INDEX i ON loans (book);
-- pf:down
DROP INDEX i;
