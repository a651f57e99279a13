-- pf:up
ALTER TABLE books
    ADD CONSTRAINT "Größe" CHECK (title <> ''), -- DROP COLUMN a
	DROP COLUMN added;
-- pf:allow index-not-concurrent the table has ten rows
CREATE INDEX books_added ON books (added);
-- pf:allow drop-table
SELECT 'DROP TABLE books';
