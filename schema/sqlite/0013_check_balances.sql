-- What sources say is held, to be compared with the books; refunds of taxes and fees.
-- pf:up

-- A balance books nothing. Without a time of day it speaks of the end of that day, wherever the account's days end.
CREATE TABLE balances (
    account_id   INTEGER NOT NULL,
    import_id    INTEGER NOT NULL,
    line_no      INTEGER NOT NULL,
    balance_date TEXT    NOT NULL,
    fingerprint  BLOB    NOT NULL,
    date_only    INTEGER NOT NULL,
    ticker       TEXT,
    currency     TEXT,
    quantity     TEXT    NOT NULL,
    PRIMARY KEY (account_id, fingerprint),
    FOREIGN KEY (account_id, import_id) REFERENCES imports (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_balance_line CHECK (line_no >= 0),
    CONSTRAINT ck_balance_date CHECK (balance_date GLOB '[1-9]???-??-??T??:??:??.??????Z'),
    CONSTRAINT ck_balance_fingerprint CHECK (length(fingerprint) = 16),
    CONSTRAINT ck_balance_date_only CHECK (date_only = 0 OR date_only = 1),
    CONSTRAINT ck_balance_ticker CHECK (ticker <> ''),
    CONSTRAINT ck_balance_currency CHECK (currency >= 'A' AND currency < '[' AND currency = upper(currency) AND length(currency) BETWEEN 3 AND 10),
    CONSTRAINT ck_balance_of_one CHECK ((ticker IS NULL) <> (currency IS NULL)),
    CONSTRAINT ck_balance_quantity CHECK ((quantity >= '0' AND quantity < ':') OR (quantity > '-' AND quantity < '.'))
) STRICT, WITHOUT ROWID;

-- Checks are not stored with the rows, so widening them changes the table's text alone, as SQLite's manual describes it
-- ("Making Other Kinds Of Table Schema Changes"); what follows makes every connection read the schema again.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'transaction_type = ''EXPIRE''),
    CONSTRAINT ck_transaction_exchange',
    'transaction_type = ''EXPIRE'' OR
        transaction_type = ''TAX_REFUND'' OR transaction_type = ''FEE_REFUND''),
    CONSTRAINT ck_transaction_exchange'),
    'transaction_type = ''EXCHANGE_IN'' OR counter_account_id IS NOT NULL)),
    CONSTRAINT ck_transaction_quantity',
    'transaction_type = ''EXCHANGE_IN'' OR
        transaction_type = ''TAX_REFUND'' OR transaction_type = ''FEE_REFUND'' OR counter_account_id IS NOT NULL)),
    CONSTRAINT ck_transaction_quantity'),
    '(quantity > ''0'' OR ticker IS NULL OR
',
    '(quantity > ''0'' OR ticker IS NULL OR
        transaction_type = ''TAX_REFUND'' OR transaction_type = ''FEE_REFUND'' OR
')
WHERE type = 'table' AND name = 'transactions';
PRAGMA writable_schema = RESET;

-- pf:down

-- Rows that the older checks refuse must be gone first, and what sources say would be lost.
CREATE TABLE no_new_rows (count INTEGER CONSTRAINT ck_no_balances_and_refunds CHECK (count = 0));
INSERT INTO no_new_rows SELECT COUNT(*) FROM balances;
INSERT INTO no_new_rows SELECT COUNT(*) FROM transactions WHERE transaction_type IN ('TAX_REFUND', 'FEE_REFUND');
DROP TABLE no_new_rows;

DROP TABLE balances;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'transaction_type = ''EXPIRE'' OR
        transaction_type = ''TAX_REFUND'' OR transaction_type = ''FEE_REFUND''),
',
    'transaction_type = ''EXPIRE''),
'),
    'transaction_type = ''EXCHANGE_IN'' OR
        transaction_type = ''TAX_REFUND'' OR transaction_type = ''FEE_REFUND'' OR counter_account_id IS NOT NULL)),
',
    'transaction_type = ''EXCHANGE_IN'' OR counter_account_id IS NOT NULL)),
'),
    '(quantity > ''0'' OR ticker IS NULL OR
        transaction_type = ''TAX_REFUND'' OR transaction_type = ''FEE_REFUND'' OR
',
    '(quantity > ''0'' OR ticker IS NULL OR
')
WHERE type = 'table' AND name = 'transactions';
PRAGMA writable_schema = RESET;
