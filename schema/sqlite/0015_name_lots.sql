-- Lots that a sale names, and the booking method that asks for them.
-- pf:up

-- `2023-01-10:5; id:ABC:5`: how many units of what was bought on a day, or of what a row brought; NULL: none is named.
ALTER TABLE transactions ADD COLUMN lots TEXT
    CONSTRAINT ck_transaction_lots CHECK (lots IS NULL OR (transaction_type = 'SELL' AND lots <> ''));
ALTER TABLE superseded_transactions ADD COLUMN lots TEXT;

-- Checks are not stored with the rows, so widening them changes the table's text alone, as SQLite's manual describes it
-- ("Making Other Kinds Of Table Schema Changes"); what follows makes every connection read the schema again.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''lofo'', ''average''', '''lofo'', ''average'', ''specific''')
WHERE type = 'table' AND name = 'accounts';
PRAGMA writable_schema = RESET;

-- pf:down

-- Which lots were named would be forgotten, and the books be others.
CREATE TABLE no_named_lots (count INTEGER CONSTRAINT ck_no_named_lots CHECK (count = 0));
INSERT INTO no_named_lots SELECT COUNT(*) FROM accounts WHERE booking_method = 'specific';
INSERT INTO no_named_lots SELECT COUNT(*) FROM transactions WHERE lots IS NOT NULL;
INSERT INTO no_named_lots SELECT COUNT(*) FROM superseded_transactions WHERE lots IS NOT NULL;
DROP TABLE no_named_lots;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''lofo'', ''average'', ''specific''', '''lofo'', ''average''')
WHERE type = 'table' AND name = 'accounts';
PRAGMA writable_schema = RESET;

ALTER TABLE superseded_transactions DROP COLUMN lots;
ALTER TABLE transactions DROP COLUMN lots;
