-- Money: exchanges of one currency for another, transfers of money between own accounts, when money stays in an account, and
-- what stays there, derived from the transactions as positions are.
-- pf:up

ALTER TABLE accounts ADD COLUMN keeps_cash TEXT NOT NULL DEFAULT 'from_first_deposit'
    CONSTRAINT ck_account_cash CHECK (keeps_cash IN ('from_first_deposit', 'always', 'never'));

-- Are the account's rows of cash_balances those of its transactions? Not after this migration: SQLite cannot add decimals, so
-- pf reads the transactions instead until it next books the account.
ALTER TABLE accounts ADD COLUMN cash_is_booked INTEGER NOT NULL DEFAULT 0
    CONSTRAINT ck_account_cash_booked CHECK (cash_is_booked = 0 OR cash_is_booked = 1);

-- Checks are not stored with the rows, so widening them changes the table's text alone, as SQLite's manual describes it
-- ("Making Other Kinds Of Table Schema Changes"); what follows makes every connection read the schema again.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    '''TRANSFER_OUT'' OR transaction_type = ''SPLIT''),
    CONSTRAINT ck_transaction_asset',
    '''TRANSFER_OUT'' OR transaction_type = ''SPLIT'' OR
        transaction_type = ''EXCHANGE_OUT'' OR transaction_type = ''EXCHANGE_IN''),
    CONSTRAINT ck_transaction_exchange CHECK ((transaction_type <> ''EXCHANGE_OUT'' AND transaction_type <> ''EXCHANGE_IN'') OR
        (ticker IS NULL AND total_amount IS NOT NULL)),
    CONSTRAINT ck_transaction_asset'),
    'transaction_type = ''TAX'' OR transaction_type = ''DEPOSIT'' OR transaction_type = ''WITHDRAWAL'')),
    CONSTRAINT ck_transaction_quantity',
    'transaction_type = ''TAX'' OR transaction_type = ''DEPOSIT'' OR transaction_type = ''WITHDRAWAL'' OR
        transaction_type = ''EXCHANGE_OUT'' OR transaction_type = ''EXCHANGE_IN'' OR counter_account_id IS NOT NULL)),
    CONSTRAINT ck_transaction_quantity'),
    'CONSTRAINT ck_transaction_units CHECK (quantity > ''0'' OR
',
    'CONSTRAINT ck_transaction_units CHECK (quantity > ''0'' OR ticker IS NULL OR
')
WHERE type = 'table' AND name = 'transactions';
PRAGMA writable_schema = RESET;

CREATE TABLE cash_balances (
    account_id INTEGER NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    currency   TEXT    NOT NULL,
    balance    TEXT,
    last_day   TEXT    NOT NULL,
    PRIMARY KEY (account_id, currency),
    CONSTRAINT ck_cash_currency CHECK (currency >= 'A' AND currency < '[' AND currency = upper(currency) AND length(currency) BETWEEN 3 AND 10),
    CONSTRAINT ck_cash_date CHECK (last_day GLOB '[1-9]???-??-??')
) STRICT, WITHOUT ROWID;

-- pf:down

-- Rows that the older checks refuse must be gone first.
CREATE TABLE no_money_rows (count INTEGER CONSTRAINT ck_no_exchanges_and_transfers_of_money CHECK (count = 0));
INSERT INTO no_money_rows SELECT COUNT(*) FROM transactions
WHERE transaction_type IN ('EXCHANGE_OUT', 'EXCHANGE_IN') OR (ticker IS NULL AND counter_account_id IS NOT NULL);
DROP TABLE no_money_rows;

DROP TABLE cash_balances;
ALTER TABLE accounts DROP COLUMN cash_is_booked;
ALTER TABLE accounts DROP COLUMN keeps_cash;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    '''SPLIT'' OR
        transaction_type = ''EXCHANGE_OUT'' OR transaction_type = ''EXCHANGE_IN''),
    CONSTRAINT ck_transaction_exchange CHECK ((transaction_type <> ''EXCHANGE_OUT'' AND transaction_type <> ''EXCHANGE_IN'') OR
        (ticker IS NULL AND total_amount IS NOT NULL)),
', '''SPLIT''),
'),
    '''WITHDRAWAL'' OR
        transaction_type = ''EXCHANGE_OUT'' OR transaction_type = ''EXCHANGE_IN'' OR counter_account_id IS NOT NULL)),
', '''WITHDRAWAL'')),
'),
    '(quantity > ''0'' OR ticker IS NULL OR', '(quantity > ''0'' OR')
WHERE type = 'table' AND name = 'transactions';
PRAGMA writable_schema = RESET;
