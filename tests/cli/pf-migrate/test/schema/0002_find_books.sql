CREATE INDEX IF NOT EXISTS by_title ON books (title);
CREATE VIEW titles AS SELECT title FROM books;

-- pf:down
DROP VIEW titles;
