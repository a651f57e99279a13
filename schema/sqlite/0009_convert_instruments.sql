-- Conversions of one instrument into another, changes of what units cost, what expires, and the booking method that takes the
-- cheapest units first.
-- pf:up

-- The other side of a conversion within the account, and the part of the cost that goes with it.
ALTER TABLE transactions ADD COLUMN counter_ticker TEXT
    CONSTRAINT ck_transaction_conversion CHECK (CASE
        WHEN transaction_type = 'CONVERT_OUT' OR transaction_type = 'CONVERT_IN'
        THEN counter_ticker IS NOT NULL AND counter_ticker <> '' AND counter_ticker <> ticker
        ELSE counter_ticker IS NULL
    END);
ALTER TABLE transactions ADD COLUMN cost_share TEXT
    CONSTRAINT ck_transaction_share CHECK (cost_share IS NULL OR (transaction_type = 'CONVERT_OUT' AND cost_share >= '0' AND cost_share <= '1'));

-- Checks are not stored with the rows, so widening them changes the table's text alone, as SQLite's manual describes it
-- ("Making Other Kinds Of Table Schema Changes"); what follows makes every connection read the schema again.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''hifo'', ''average''', '''hifo'', ''lofo'', ''average''')
WHERE type = 'table' AND name = 'accounts';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'transaction_type = ''EXCHANGE_IN''),
    CONSTRAINT ck_transaction_exchange',
    'transaction_type = ''EXCHANGE_IN'' OR
        transaction_type = ''CONVERT_OUT'' OR transaction_type = ''CONVERT_IN'' OR transaction_type = ''RETURN_OF_CAPITAL'' OR
        transaction_type = ''NOTIONAL_DISTRIBUTION'' OR transaction_type = ''EXPIRE''),
    CONSTRAINT ck_transaction_exchange'),
    '(quantity > ''0'' OR ticker IS NULL OR
',
    '(quantity > ''0'' OR ticker IS NULL OR
        transaction_type = ''RETURN_OF_CAPITAL'' OR transaction_type = ''NOTIONAL_DISTRIBUTION'' OR
        (transaction_type = ''CONVERT_OUT'' AND cost_share IS NOT NULL) OR
')
WHERE type = 'table' AND name = 'transactions';
-- Capital that is returned beyond the cost is a gain without units.
UPDATE sqlite_schema SET sql = replace(sql, 'ck_disposal_quantity CHECK (quantity > ', 'ck_disposal_quantity CHECK (quantity >= ')
WHERE type = 'table' AND name = 'disposals';
PRAGMA writable_schema = RESET;

-- the instruments that conversions connect
CREATE INDEX idx_transactions_conversion ON transactions (account_id, ticker, counter_ticker) WHERE counter_ticker IS NOT NULL;

-- pf:down

-- Rows that the older checks refuse must be gone first.
CREATE TABLE no_new_rows (count INTEGER CONSTRAINT ck_no_conversions_changes_of_cost_and_lofo CHECK (count = 0));
INSERT INTO no_new_rows SELECT COUNT(*) FROM transactions
WHERE transaction_type IN ('CONVERT_OUT', 'CONVERT_IN', 'RETURN_OF_CAPITAL', 'NOTIONAL_DISTRIBUTION', 'EXPIRE');
INSERT INTO no_new_rows SELECT COUNT(*) FROM accounts WHERE booking_method = 'lofo';
DROP TABLE no_new_rows;

DROP INDEX idx_transactions_conversion;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''hifo'', ''lofo'', ''average''', '''hifo'', ''average''')
WHERE type = 'table' AND name = 'accounts';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'transaction_type = ''EXCHANGE_IN'' OR
        transaction_type = ''CONVERT_OUT'' OR transaction_type = ''CONVERT_IN'' OR transaction_type = ''RETURN_OF_CAPITAL'' OR
        transaction_type = ''NOTIONAL_DISTRIBUTION'' OR transaction_type = ''EXPIRE''),
',
    'transaction_type = ''EXCHANGE_IN''),
'),
    '(quantity > ''0'' OR ticker IS NULL OR
        transaction_type = ''RETURN_OF_CAPITAL'' OR transaction_type = ''NOTIONAL_DISTRIBUTION'' OR
        (transaction_type = ''CONVERT_OUT'' AND cost_share IS NOT NULL) OR
',
    '(quantity > ''0'' OR ticker IS NULL OR
')
WHERE type = 'table' AND name = 'transactions';
UPDATE sqlite_schema SET sql = replace(sql, 'ck_disposal_quantity CHECK (quantity >= ', 'ck_disposal_quantity CHECK (quantity > ')
WHERE type = 'table' AND name = 'disposals';
PRAGMA writable_schema = RESET;

ALTER TABLE transactions DROP COLUMN cost_share;
ALTER TABLE transactions DROP COLUMN counter_ticker;
