-- pf:up
CREATE TABLE books (id BIGINT PRIMARY KEY, title TEXT, added TIMESTAMP);
CREATE INDEX books_title ON books (title);
-- pf:down
DROP TABLE books;
