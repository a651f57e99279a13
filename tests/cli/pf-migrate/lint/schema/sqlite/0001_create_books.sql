CREATE TABLE books (id INTEGER PRIMARY KEY, price REAL);
-- pf:down
DROP TABLE books;
