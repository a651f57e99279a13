-- Accounts, the imports into them, and the transactions that came with these: all that is not derived.
-- Decimals are canonical text (no sign, exponent, leading or trailing zeros), exact and never REAL; for such text "begins with
-- a digit" means "not negative". Times are text in UTC, of one width, so that they sort. Lists of values are written with OR,
-- because SQLite builds a table for IN every time a row is checked.
-- pf:up

CREATE TABLE accounts (
    id             INTEGER PRIMARY KEY,
    name           TEXT    NOT NULL,
    base_currency  TEXT    NOT NULL,
    booking_method TEXT    NOT NULL DEFAULT 'fifo',
    data_version   INTEGER NOT NULL DEFAULT 0,
    created_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
    -- find an account by its name
    CONSTRAINT uix_account_name UNIQUE (name),
    CONSTRAINT ck_account_name CHECK (name <> ''),
    CONSTRAINT ck_account_currency CHECK (base_currency GLOB '[A-Z][A-Z0-9][A-Z0-9]*' AND base_currency NOT GLOB '*[^A-Z0-9]*'
        AND length(base_currency) <= 10),
    CONSTRAINT ck_account_method CHECK (booking_method IN ('fifo', 'lifo', 'hifo', 'average')),
    CONSTRAINT ck_account_version CHECK (data_version >= 0)
) STRICT;

CREATE TABLE imports (
    account_id       INTEGER NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    id               INTEGER NOT NULL,
    format           TEXT    NOT NULL,
    source_file      TEXT    NOT NULL,
    file_sha256      TEXT    NOT NULL,
    rows_read        INTEGER NOT NULL DEFAULT 0,
    rows_inserted    INTEGER NOT NULL DEFAULT 0,
    rows_duplicate   INTEGER NOT NULL DEFAULT 0,
    rows_ignored     INTEGER NOT NULL DEFAULT 0,
    rows_rejected    INTEGER NOT NULL DEFAULT 0,
    import_timestamp TEXT    NOT NULL,
    undone_at        TEXT,
    PRIMARY KEY (account_id, id),
    CONSTRAINT ck_import_id CHECK (id > 0),
    CONSTRAINT ck_import_sha256 CHECK (length(file_sha256) = 64 AND file_sha256 NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT ck_import_counts CHECK (rows_inserted >= 0 AND rows_duplicate >= 0 AND rows_ignored >= 0 AND rows_rejected >= 0),
    CONSTRAINT ck_import_accounted CHECK (rows_read = rows_inserted + rows_duplicate + rows_ignored + rows_rejected),
    CONSTRAINT ck_import_timestamp CHECK (import_timestamp GLOB '[1-9]???-??-??T??:??:??.??????Z'),
    CONSTRAINT ck_import_undone CHECK (undone_at GLOB '[1-9]???-??-??T??:??:??.??????Z')
) STRICT, WITHOUT ROWID;

-- The account is checked through the import.
CREATE TABLE transactions (
    account_id         INTEGER NOT NULL,
    id                 INTEGER NOT NULL,
    import_id          INTEGER NOT NULL,
    line_no            INTEGER NOT NULL,
    transaction_date   TEXT    NOT NULL,
    created_at         TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
    fingerprint        BLOB    NOT NULL,
    split_numerator    INTEGER,
    split_denominator  INTEGER,
    counter_account_id INTEGER REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    date_only          INTEGER NOT NULL,
    transaction_type   TEXT    NOT NULL,
    asset_type         TEXT    NOT NULL,
    ticker             TEXT,
    quantity           TEXT    NOT NULL,
    price              TEXT,
    total_amount       TEXT,
    currency           TEXT,
    fee                TEXT    NOT NULL DEFAULT '0',
    fx_rate            TEXT,
    raw_description    TEXT,
    external_id        TEXT,
    PRIMARY KEY (account_id, id),
    -- the fingerprints of a range of dates, for leaving out what an import finds known
    CONSTRAINT uix_transaction_unique UNIQUE (account_id, transaction_date, fingerprint),
    FOREIGN KEY (account_id, import_id) REFERENCES imports (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_transaction_id CHECK (id > 0),
    CONSTRAINT ck_transaction_line CHECK (line_no >= 0),
    CONSTRAINT ck_transaction_date CHECK (transaction_date GLOB '[1-9]???-??-??T??:??:??.??????Z'),
    CONSTRAINT ck_transaction_fingerprint CHECK (length(fingerprint) = 16),
    CONSTRAINT ck_transaction_date_only CHECK (date_only = 0 OR date_only = 1),
    CONSTRAINT ck_transaction_type CHECK (transaction_type = 'BUY' OR transaction_type = 'SELL' OR transaction_type = 'DIVIDEND' OR
        transaction_type = 'INTEREST' OR transaction_type = 'STAKING' OR transaction_type = 'AIRDROP' OR
        transaction_type = 'MINING' OR transaction_type = 'FEE' OR transaction_type = 'TAX' OR
        transaction_type = 'DEPOSIT' OR transaction_type = 'WITHDRAWAL' OR transaction_type = 'TRANSFER_IN' OR
        transaction_type = 'TRANSFER_OUT' OR transaction_type = 'SPLIT'),
    CONSTRAINT ck_transaction_asset CHECK (asset_type = 'STOCK' OR asset_type = 'ETF' OR asset_type = 'FUND' OR asset_type = 'BOND' OR
        asset_type = 'CRYPTO' OR asset_type = 'METAL' OR asset_type = 'CASH' OR asset_type = 'OTHER'),
    CONSTRAINT ck_transaction_ticker CHECK (ticker <> '' AND (ticker IS NOT NULL OR
        transaction_type = 'DIVIDEND' OR transaction_type = 'INTEREST' OR transaction_type = 'FEE' OR
        transaction_type = 'TAX' OR transaction_type = 'DEPOSIT' OR transaction_type = 'WITHDRAWAL')),
    CONSTRAINT ck_transaction_quantity CHECK (quantity >= '0' AND quantity < ':'),
    CONSTRAINT ck_transaction_units CHECK (quantity > '0' OR
        transaction_type = 'DIVIDEND' OR transaction_type = 'INTEREST' OR transaction_type = 'FEE' OR
        transaction_type = 'TAX' OR transaction_type = 'DEPOSIT' OR transaction_type = 'WITHDRAWAL' OR
        transaction_type = 'SPLIT'),
    CONSTRAINT ck_transaction_price CHECK (price >= '0' AND price < ':'),
    CONSTRAINT ck_transaction_total CHECK (total_amount >= '0' AND total_amount < ':'),
    CONSTRAINT ck_transaction_fee CHECK (fee >= '0' AND fee < ':'),
    CONSTRAINT ck_transaction_rate CHECK (fx_rate > '0' AND fx_rate < ':'),
    CONSTRAINT ck_transaction_currency CHECK (currency >= 'A' AND currency < '[' AND currency = upper(currency) AND length(currency) BETWEEN 3 AND 10),
    CONSTRAINT ck_transaction_priced CHECK (currency IS NOT NULL OR (price IS NULL AND total_amount IS NULL AND fee = '0')),
    -- A split says how many new units stand for how many old ones, or only how many units were added.
    CONSTRAINT ck_transaction_split CHECK (CASE
        WHEN transaction_type <> 'SPLIT' OR quantity > '0' THEN split_numerator IS NULL AND split_denominator IS NULL
        ELSE split_numerator IS NOT NULL AND split_denominator IS NOT NULL AND split_numerator > 0 AND split_denominator > 0
    END),
    CONSTRAINT ck_transaction_counter CHECK (counter_account_id IS NULL OR (counter_account_id <> account_id
        AND (transaction_type = 'TRANSFER_IN' OR transaction_type = 'TRANSFER_OUT'))),
    CONSTRAINT ck_transaction_description CHECK (length(raw_description) <= 500)
) STRICT;

-- the transactions of an instrument in the order of booking
CREATE INDEX idx_ticker_date ON transactions (account_id, ticker, transaction_date);

-- the rows of one import, to show and to undo it
CREATE INDEX idx_transactions_import ON transactions (account_id, import_id);

-- the accounts that transfers of an instrument connect
CREATE INDEX idx_transactions_transfer ON transactions (account_id, ticker, counter_account_id) WHERE counter_account_id IS NOT NULL;

-- pf:down

DROP TABLE transactions;
DROP TABLE imports;
DROP TABLE accounts;
