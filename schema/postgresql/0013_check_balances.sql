-- What sources say is held, to be compared with the books; refunds of taxes and fees.
-- pf:up

-- A balance books nothing. Without a time of day it speaks of the end of that day, wherever the account's days end.
CREATE TABLE balances (
    account_id   BIGINT         NOT NULL,
    import_id    BIGINT         NOT NULL,
    line_no      BIGINT         NOT NULL,
    balance_date TIMESTAMPTZ    NOT NULL,
    fingerprint  UUID           NOT NULL,
    date_only    BOOLEAN        NOT NULL,
    ticker       TEXT           COLLATE "C",
    currency     VARCHAR(10)    COLLATE "C",
    quantity     NUMERIC(38,18) NOT NULL,
    PRIMARY KEY (account_id, fingerprint),
    FOREIGN KEY (account_id, import_id) REFERENCES imports (account_id, id),
    CONSTRAINT ck_balance_line CHECK (line_no >= 0),
    CONSTRAINT ck_balance_date CHECK (balance_date >= '1000-01-01 00:00:00+00' AND balance_date < '10000-01-01 00:00:00+00'),
    CONSTRAINT ck_balance_ticker CHECK (ticker <> ''),
    CONSTRAINT ck_balance_currency CHECK (currency ~ '^[A-Z][A-Z0-9]{2,9}$'),
    CONSTRAINT ck_balance_of_one CHECK ((ticker IS NULL) <> (currency IS NULL)),
    CONSTRAINT ck_balance_quantity CHECK (quantity <> 'NaN')
);

-- Every row that the old checks let in passes the new ones.
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_type;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_type CHECK (transaction_type IN (
    'BUY', 'SELL', 'DIVIDEND', 'INTEREST', 'STAKING', 'AIRDROP', 'MINING', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL',
    'TRANSFER_IN', 'TRANSFER_OUT', 'SPLIT', 'EXCHANGE_OUT', 'EXCHANGE_IN', 'CONVERT_OUT', 'CONVERT_IN', 'RETURN_OF_CAPITAL',
    'NOTIONAL_DISTRIBUTION', 'EXPIRE', 'TAX_REFUND', 'FEE_REFUND')) NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_ticker;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_ticker CHECK (ticker <> '' AND (ticker IS NOT NULL OR
    transaction_type IN ('DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'EXCHANGE_OUT', 'EXCHANGE_IN',
    'TAX_REFUND', 'FEE_REFUND') OR counter_account_id IS NOT NULL)) NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_units;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_units CHECK (quantity > 0 OR ticker IS NULL OR transaction_type IN (
    'DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'SPLIT', 'RETURN_OF_CAPITAL', 'NOTIONAL_DISTRIBUTION',
    'TAX_REFUND', 'FEE_REFUND') OR
    (transaction_type = 'CONVERT_OUT' AND cost_share IS NOT NULL)) NOT VALID;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_type;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_ticker;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_units;

-- pf:down

-- What sources say would be lost.
CREATE TABLE no_new_rows (count BIGINT CONSTRAINT ck_no_balances CHECK (count = 0));
INSERT INTO no_new_rows SELECT COUNT(*) FROM balances;
DROP TABLE no_new_rows;

DROP TABLE balances;
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_type;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_type CHECK (transaction_type IN (
    'BUY', 'SELL', 'DIVIDEND', 'INTEREST', 'STAKING', 'AIRDROP', 'MINING', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL',
    'TRANSFER_IN', 'TRANSFER_OUT', 'SPLIT', 'EXCHANGE_OUT', 'EXCHANGE_IN', 'CONVERT_OUT', 'CONVERT_IN', 'RETURN_OF_CAPITAL',
    'NOTIONAL_DISTRIBUTION', 'EXPIRE'));
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_ticker;
-- In the words that PostgreSQL has made of it for the wider column of 0009.
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_ticker CHECK (ticker <> '' AND (ticker IS NOT NULL OR
    CAST(transaction_type AS TEXT) = ANY (ARRAY[
    CAST('DIVIDEND'::VARCHAR AS TEXT), CAST('INTEREST'::VARCHAR AS TEXT), CAST('FEE'::VARCHAR AS TEXT), CAST('TAX'::VARCHAR AS TEXT),
    CAST('DEPOSIT'::VARCHAR AS TEXT), CAST('WITHDRAWAL'::VARCHAR AS TEXT), CAST('EXCHANGE_OUT'::VARCHAR AS TEXT), CAST('EXCHANGE_IN'::VARCHAR AS TEXT)]) OR
    counter_account_id IS NOT NULL));
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_units;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_units CHECK (quantity > 0 OR ticker IS NULL OR transaction_type IN (
    'DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'SPLIT', 'RETURN_OF_CAPITAL', 'NOTIONAL_DISTRIBUTION') OR
    (transaction_type = 'CONVERT_OUT' AND cost_share IS NOT NULL));
