-- What instruments are, and what sources call them: a transaction keeps its source's own word beside the ticker.
-- pf:up

CREATE TABLE instruments (
    ticker       TEXT NOT NULL PRIMARY KEY,
    import_id    INTEGER,
    name         TEXT,
    asset_type   TEXT,
    currency     TEXT,
    isin         TEXT,
    multiplier   TEXT,
    exchange     TEXT,
    underlying   TEXT,
    expiry       TEXT,
    strike       TEXT,
    option_right TEXT,
    CONSTRAINT ck_instrument_ticker CHECK (ticker <> '' AND length(ticker) <= 50),
    CONSTRAINT ck_instrument_name CHECK (name <> '' AND length(name) <= 200),
    CONSTRAINT ck_instrument_asset CHECK (asset_type IN ('STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER')),
    CONSTRAINT ck_instrument_currency CHECK (currency >= 'A' AND currency < '[' AND currency = upper(currency) AND length(currency) BETWEEN 3 AND 10),
    CONSTRAINT ck_instrument_isin CHECK (length(isin) = 12),
    CONSTRAINT ck_instrument_multiplier CHECK (multiplier > '0' AND multiplier < ':'),
    CONSTRAINT ck_instrument_exchange CHECK (exchange <> '' AND length(exchange) <= 50),
    CONSTRAINT ck_instrument_underlying CHECK (underlying <> '' AND underlying <> ticker),
    CONSTRAINT ck_instrument_expiry CHECK (expiry GLOB '[1-9]???-??-??'),
    CONSTRAINT ck_instrument_strike CHECK (strike >= '0' AND strike < ':'),
    CONSTRAINT ck_instrument_right CHECK (option_right IN ('CALL', 'PUT'))
) STRICT, WITHOUT ROWID;

-- an ISIN is that of one instrument
CREATE UNIQUE INDEX uix_instrument_isin ON instruments (isin) WHERE isin IS NOT NULL;

-- Words of sources, symbols and ISINs, that stand for a ticker of another name.
CREATE TABLE instrument_names (
    name      TEXT NOT NULL PRIMARY KEY,
    ticker    TEXT NOT NULL,
    import_id INTEGER,
    CONSTRAINT ck_instrument_names_name CHECK (name <> '' AND name <> ticker),
    CONSTRAINT ck_instrument_names_ticker CHECK (ticker <> '')
) STRICT, WITHOUT ROWID;

ALTER TABLE transactions ADD COLUMN symbol TEXT CONSTRAINT ck_transaction_symbol CHECK (symbol <> '' AND symbol <> ticker);
ALTER TABLE superseded_transactions ADD COLUMN symbol TEXT;

-- the transactions that a name has brought to its ticker
CREATE INDEX idx_transactions_symbol ON transactions (account_id, symbol) WHERE symbol IS NOT NULL;

-- pf:down

-- The files would not be known any more by the words that their rows came with.
CREATE TABLE no_names (count INTEGER CONSTRAINT ck_no_names CHECK (count = 0));
INSERT INTO no_names SELECT COUNT(*) FROM instrument_names;
INSERT INTO no_names SELECT COUNT(*) FROM transactions WHERE symbol IS NOT NULL;
INSERT INTO no_names SELECT COUNT(*) FROM superseded_transactions WHERE symbol IS NOT NULL;
DROP TABLE no_names;

DROP INDEX idx_transactions_symbol;
ALTER TABLE superseded_transactions DROP COLUMN symbol;
ALTER TABLE transactions DROP COLUMN symbol;
DROP TABLE instrument_names;
DROP TABLE instruments;
