-- pf:irreversible
UPDATE books SET author = 'unknown';
