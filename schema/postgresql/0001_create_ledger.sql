-- Accounts, the imports into them, and the transactions that came with these: all that is not derived.
-- Every key leads with account_id, so that Citus can distribute by it; accounts is a small reference table.
-- pf:up

CREATE TABLE accounts (
    id             BIGINT      PRIMARY KEY,
    name           TEXT        COLLATE "C" NOT NULL,
    base_currency  VARCHAR(10) COLLATE "C" NOT NULL,
    booking_method VARCHAR(16) COLLATE "C" NOT NULL DEFAULT 'fifo',
    data_version   BIGINT      NOT NULL DEFAULT 0,
    created_at     TIMESTAMPTZ NOT NULL DEFAULT now(),
    CONSTRAINT uix_account_name UNIQUE (name),
    CONSTRAINT ck_account_name CHECK (name <> ''),
    CONSTRAINT ck_account_currency CHECK (base_currency ~ '^[A-Z][A-Z0-9]{2,9}$'),
    CONSTRAINT ck_account_method CHECK (booking_method IN ('fifo', 'lifo', 'hifo', 'average')),
    CONSTRAINT ck_account_version CHECK (data_version >= 0)
);
COMMENT ON INDEX uix_account_name IS 'find an account by its name';

CREATE TABLE imports (
    account_id       BIGINT      NOT NULL REFERENCES accounts (id),
    id               BIGINT      NOT NULL,
    format           TEXT        NOT NULL,
    source_file      TEXT        NOT NULL,
    file_sha256      CHAR(64)    COLLATE "C" NOT NULL,
    rows_read        BIGINT      NOT NULL DEFAULT 0,
    rows_inserted    BIGINT      NOT NULL DEFAULT 0,
    rows_duplicate   BIGINT      NOT NULL DEFAULT 0,
    rows_ignored     BIGINT      NOT NULL DEFAULT 0,
    rows_rejected    BIGINT      NOT NULL DEFAULT 0,
    import_timestamp TIMESTAMPTZ NOT NULL,
    undone_at        TIMESTAMPTZ,
    PRIMARY KEY (account_id, id),
    CONSTRAINT ck_import_id CHECK (id > 0),
    CONSTRAINT ck_import_sha256 CHECK (file_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT ck_import_counts CHECK (rows_inserted >= 0 AND rows_duplicate >= 0 AND rows_ignored >= 0 AND rows_rejected >= 0),
    CONSTRAINT ck_import_accounted CHECK (rows_read = rows_inserted + rows_duplicate + rows_ignored + rows_rejected)
);

-- The account is checked through the import.
CREATE TABLE transactions (
    account_id         BIGINT         NOT NULL,
    id                 BIGINT         NOT NULL,
    import_id          BIGINT         NOT NULL,
    line_no            BIGINT         NOT NULL,
    transaction_date   TIMESTAMPTZ    NOT NULL,
    created_at         TIMESTAMPTZ    NOT NULL DEFAULT now(),
    fingerprint        UUID           NOT NULL,
    split_numerator    BIGINT,
    split_denominator  BIGINT,
    counter_account_id BIGINT         REFERENCES accounts (id),
    date_only          BOOLEAN        NOT NULL,
    transaction_type   VARCHAR(16)    COLLATE "C" NOT NULL,
    asset_type         VARCHAR(16)    COLLATE "C" NOT NULL,
    ticker             TEXT           COLLATE "C",
    quantity           NUMERIC(38,18) NOT NULL,
    price              NUMERIC(38,18),
    total_amount       NUMERIC(38,18),
    currency           VARCHAR(10)    COLLATE "C",
    fee                NUMERIC(38,18) NOT NULL DEFAULT 0,
    fx_rate            NUMERIC(38,18),
    raw_description    VARCHAR(500),
    external_id        TEXT           COLLATE "C",
    PRIMARY KEY (account_id, id),
    CONSTRAINT uix_transaction_unique UNIQUE (account_id, transaction_date, fingerprint),
    FOREIGN KEY (account_id, import_id) REFERENCES imports (account_id, id),
    CONSTRAINT ck_transaction_id CHECK (id > 0),
    CONSTRAINT ck_transaction_line CHECK (line_no >= 0),
    CONSTRAINT ck_transaction_date CHECK (transaction_date >= '1000-01-01 00:00:00+00' AND transaction_date < '10000-01-01 00:00:00+00'),
    CONSTRAINT ck_transaction_type CHECK (transaction_type IN (
        'BUY', 'SELL', 'DIVIDEND', 'INTEREST', 'STAKING', 'AIRDROP', 'MINING', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL',
        'TRANSFER_IN', 'TRANSFER_OUT', 'SPLIT')),
    CONSTRAINT ck_transaction_asset CHECK (asset_type IN ('STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER')),
    CONSTRAINT ck_transaction_ticker CHECK (ticker <> '' AND (ticker IS NOT NULL OR transaction_type IN (
        'DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL'))),
    CONSTRAINT ck_transaction_quantity CHECK (quantity >= 0 AND quantity <> 'NaN'),
    CONSTRAINT ck_transaction_units CHECK (quantity > 0 OR transaction_type IN (
        'DIVIDEND', 'INTEREST', 'FEE', 'TAX', 'DEPOSIT', 'WITHDRAWAL', 'SPLIT')),
    CONSTRAINT ck_transaction_price CHECK (price >= 0 AND price <> 'NaN'),
    CONSTRAINT ck_transaction_total CHECK (total_amount >= 0 AND total_amount <> 'NaN'),
    CONSTRAINT ck_transaction_fee CHECK (fee >= 0 AND fee <> 'NaN'),
    CONSTRAINT ck_transaction_rate CHECK (fx_rate > 0 AND fx_rate <> 'NaN'),
    CONSTRAINT ck_transaction_currency CHECK (currency ~ '^[A-Z][A-Z0-9]{2,9}$'),
    CONSTRAINT ck_transaction_priced CHECK (currency IS NOT NULL OR (price IS NULL AND total_amount IS NULL AND fee = 0)),
    -- A split says how many new units stand for how many old ones, or only how many units were added.
    CONSTRAINT ck_transaction_split CHECK (CASE
        WHEN transaction_type <> 'SPLIT' OR quantity > 0 THEN split_numerator IS NULL AND split_denominator IS NULL
        ELSE split_numerator IS NOT NULL AND split_denominator IS NOT NULL AND split_numerator > 0 AND split_denominator > 0
    END),
    CONSTRAINT ck_transaction_counter CHECK (counter_account_id IS NULL OR (counter_account_id <> account_id
        AND transaction_type IN ('TRANSFER_IN', 'TRANSFER_OUT')))
);
COMMENT ON INDEX uix_transaction_unique IS 'the fingerprints of a range of dates, for leaving out what an import finds known';

CREATE INDEX idx_ticker_date ON transactions (account_id, ticker, transaction_date);
COMMENT ON INDEX idx_ticker_date IS 'the transactions of an instrument in the order of booking';

CREATE INDEX idx_transactions_import ON transactions USING brin (import_id) WITH (autosummarize = on);
COMMENT ON INDEX idx_transactions_import IS 'the rows of one import, to show and to undo it';

CREATE INDEX idx_transactions_transfer ON transactions (account_id, ticker, counter_account_id) WHERE counter_account_id IS NOT NULL;
COMMENT ON INDEX idx_transactions_transfer IS 'the accounts that transfers of an instrument connect';

-- pf:down

DROP TABLE transactions;
DROP TABLE imports;
DROP TABLE accounts;
