-- pf:up
CREATE TABLE a (id INTEGER PRIMARY KEY, note TEXT);
INSERT INTO a (id, note) VALUES (1, 'x;y');
-- pf:down
DROP TABLE a;
