ALTER TABLE books ADD COLUMN author TEXT;

-- pf:down
SELECT 1;
