-- Money: exchanges of one currency for another, transfers of money between own accounts, when money stays in an account, and
-- what stays there, derived from the transactions as positions are.
-- pf:up

-- pf:allow validating-check there are few accounts
ALTER TABLE accounts ADD COLUMN keeps_cash VARCHAR(20) COLLATE "C" NOT NULL DEFAULT 'from_first_deposit'
    CONSTRAINT ck_account_cash CHECK (keeps_cash IN ('from_first_deposit', 'always', 'never'));

-- Are the account's rows of cash_balances those of its transactions? Not after this migration; pf reads the transactions
-- instead until it next books the account.
ALTER TABLE accounts ADD COLUMN cash_is_booked BOOLEAN NOT NULL DEFAULT false;

-- Every row that the old checks let in passes the new ones.
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_type;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_type CHECK (transaction_type IN (
    'BUY', 'SELL', 'DIVIDEND', 'INTEREST', 'STAKING', 'AIRDROP', 'MINING', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL',
    'TRANSFER_IN', 'TRANSFER_OUT', 'SPLIT', 'EXCHANGE_OUT', 'EXCHANGE_IN')) NOT VALID;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_exchange CHECK (
    transaction_type NOT IN ('EXCHANGE_OUT', 'EXCHANGE_IN') OR (ticker IS NULL AND total_amount IS NOT NULL)) NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_ticker;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_ticker CHECK (ticker <> '' AND (ticker IS NOT NULL OR
    transaction_type IN ('DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'EXCHANGE_OUT', 'EXCHANGE_IN') OR
    counter_account_id IS NOT NULL)) NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_units;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_units CHECK (quantity > 0 OR ticker IS NULL OR transaction_type IN (
    'DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'SPLIT')) NOT VALID;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_type;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_exchange;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_ticker;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_units;

CREATE TABLE cash_balances (
    account_id BIGINT      NOT NULL REFERENCES accounts (id),
    currency   VARCHAR(10) COLLATE "C" NOT NULL,
    balance    NUMERIC(38,18),
    last_day   DATE        NOT NULL,
    PRIMARY KEY (account_id, currency),
    CONSTRAINT ck_cash_currency CHECK (currency ~ '^[A-Z][A-Z0-9]{2,9}$'),
    CONSTRAINT ck_cash_balance CHECK (balance <> 'NaN'),
    CONSTRAINT ck_cash_date CHECK (last_day >= '1000-01-01' AND last_day < '10000-01-01')
);

-- pf:down

DROP TABLE cash_balances;
ALTER TABLE accounts DROP COLUMN cash_is_booked;
ALTER TABLE accounts DROP COLUMN keeps_cash;
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_exchange;
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_type;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_type CHECK (transaction_type IN (
    'BUY', 'SELL', 'DIVIDEND', 'INTEREST', 'STAKING', 'AIRDROP', 'MINING', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL',
    'TRANSFER_IN', 'TRANSFER_OUT', 'SPLIT'));
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_ticker;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_ticker CHECK (ticker <> '' AND (ticker IS NOT NULL OR
    transaction_type IN ('DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL')));
ALTER TABLE transactions DROP CONSTRAINT ck_transaction_units;
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_units CHECK (quantity > 0 OR transaction_type IN (
    'DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'SPLIT'));
