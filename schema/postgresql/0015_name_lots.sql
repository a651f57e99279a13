-- Lots that a sale names, and the booking method that asks for them.
-- pf:up

-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE accounts DROP CONSTRAINT ck_account_method;
-- pf:allow validating-check there are few accounts
ALTER TABLE accounts ADD CONSTRAINT ck_account_method CHECK (booking_method IN ('fifo', 'lifo', 'hifo', 'lofo', 'average', 'specific'));

-- `2023-01-10:5; id:ABC:5`: how many units of what was bought on a day, or of what a row brought; NULL: none is named.
ALTER TABLE transactions ADD COLUMN lots TEXT COLLATE "C";
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_lots CHECK (lots IS NULL OR (transaction_type = 'SELL' AND lots <> '')) NOT VALID;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_lots;
ALTER TABLE superseded_transactions ADD COLUMN lots TEXT COLLATE "C";

-- pf:down

-- Which lots were named would be forgotten, and the books be others.
CREATE TABLE no_named_lots (count BIGINT CONSTRAINT ck_no_named_lots CHECK (count = 0));
INSERT INTO no_named_lots SELECT COUNT(*) FROM accounts WHERE booking_method = 'specific';
INSERT INTO no_named_lots SELECT COUNT(*) FROM transactions WHERE lots IS NOT NULL;
INSERT INTO no_named_lots SELECT COUNT(*) FROM superseded_transactions WHERE lots IS NOT NULL;
DROP TABLE no_named_lots;

ALTER TABLE superseded_transactions DROP COLUMN lots;
ALTER TABLE transactions DROP COLUMN lots;
ALTER TABLE accounts DROP CONSTRAINT ck_account_method;
ALTER TABLE accounts ADD CONSTRAINT ck_account_method CHECK (booking_method IN ('fifo', 'lifo', 'hifo', 'lofo', 'average'));
