CREATE TABLE c (id INT);
\copy c from stdin
