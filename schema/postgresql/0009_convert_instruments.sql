-- Conversions of one instrument into another, changes of what units cost, what expires, and the booking method that takes the
-- cheapest units first.
-- pf:up

-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE accounts DROP CONSTRAINT ck_account_method;
-- pf:allow validating-check there are few accounts
ALTER TABLE accounts ADD CONSTRAINT ck_account_method CHECK (booking_method IN ('fifo', 'lifo', 'hifo', 'lofo', 'average'));

-- The other side of a conversion within the account, and the part of the cost that goes with it.
ALTER TABLE transactions ADD COLUMN counter_ticker TEXT COLLATE "C";
ALTER TABLE transactions ADD COLUMN cost_share NUMERIC(38,18);
-- pf:allow type-change a longer VARCHAR in the same order: neither the rows nor the indexes are written anew
ALTER TABLE transactions ALTER COLUMN transaction_type TYPE VARCHAR(24) COLLATE "C";

-- Every row that the old checks let in passes the new ones.
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_type;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_type CHECK (transaction_type IN (
    'BUY', 'SELL', 'DIVIDEND', 'INTEREST', 'STAKING', 'AIRDROP', 'MINING', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL',
    'TRANSFER_IN', 'TRANSFER_OUT', 'SPLIT', 'EXCHANGE_OUT', 'EXCHANGE_IN', 'CONVERT_OUT', 'CONVERT_IN', 'RETURN_OF_CAPITAL',
    'NOTIONAL_DISTRIBUTION', 'EXPIRE')) NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_units;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_units CHECK (quantity > 0 OR ticker IS NULL OR transaction_type IN (
    'DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'SPLIT', 'RETURN_OF_CAPITAL', 'NOTIONAL_DISTRIBUTION') OR
    (transaction_type = 'CONVERT_OUT' AND cost_share IS NOT NULL)) NOT VALID;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_conversion CHECK (CASE
    WHEN transaction_type IN ('CONVERT_OUT', 'CONVERT_IN')
    THEN counter_ticker IS NOT NULL AND counter_ticker <> '' AND counter_ticker <> ticker
    ELSE counter_ticker IS NULL
END) NOT VALID;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_share CHECK (
    cost_share IS NULL OR (transaction_type = 'CONVERT_OUT' AND cost_share >= 0 AND cost_share <= 1)) NOT VALID;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_type;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_units;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_conversion;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_share;

-- pf:allow index-not-concurrent no row has a counter_ticker yet; one look at each
CREATE INDEX idx_transactions_conversion ON transactions (account_id, ticker, counter_ticker) WHERE counter_ticker IS NOT NULL;
COMMENT ON INDEX idx_transactions_conversion IS 'the instruments that conversions connect';

-- Capital that is returned beyond the cost is a gain without units.
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE disposals DROP CONSTRAINT ck_disposal_quantity;
ALTER TABLE disposals ADD CONSTRAINT ck_disposal_quantity CHECK (quantity >= 0 AND quantity <> 'NaN') NOT VALID;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE disposals VALIDATE CONSTRAINT ck_disposal_quantity;

-- pf:down

DROP INDEX idx_transactions_conversion;
ALTER TABLE accounts DROP CONSTRAINT ck_account_method;
ALTER TABLE accounts ADD CONSTRAINT ck_account_method CHECK (booking_method IN ('fifo', 'lifo', 'hifo', 'average'));
ALTER TABLE disposals DROP CONSTRAINT ck_disposal_quantity;
ALTER TABLE disposals ADD CONSTRAINT ck_disposal_quantity CHECK (quantity > 0 AND quantity <> 'NaN');
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_conversion;
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_share;
-- All that speak of the type: PostgreSQL would write them in other words for the narrower column.
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_type;
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_units;
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_ticker;
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_exchange;
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_counter;
ALTER TABLE transactions ALTER COLUMN transaction_type TYPE VARCHAR(16) COLLATE "C";
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_type CHECK (transaction_type IN (
    'BUY', 'SELL', 'DIVIDEND', 'INTEREST', 'STAKING', 'AIRDROP', 'MINING', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL',
    'TRANSFER_IN', 'TRANSFER_OUT', 'SPLIT', 'EXCHANGE_OUT', 'EXCHANGE_IN'));
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_units CHECK (quantity > 0 OR ticker IS NULL OR transaction_type IN (
    'DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'SPLIT'));
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_ticker CHECK (ticker <> '' AND (ticker IS NOT NULL OR
    transaction_type IN ('DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'EXCHANGE_OUT', 'EXCHANGE_IN') OR
    counter_account_id IS NOT NULL));
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_exchange CHECK (
    transaction_type NOT IN ('EXCHANGE_OUT', 'EXCHANGE_IN') OR (ticker IS NULL AND total_amount IS NOT NULL));
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_counter CHECK (counter_account_id IS NULL OR (counter_account_id <> account_id
    AND transaction_type IN ('TRANSFER_IN', 'TRANSFER_OUT')));
ALTER TABLE transactions DROP COLUMN cost_share;
ALTER TABLE transactions DROP COLUMN counter_ticker;
