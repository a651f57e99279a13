-- What instruments are, and what sources call them: a transaction keeps its source's own word beside the ticker.
-- pf:up

CREATE TABLE instruments (
    ticker       TEXT           COLLATE "C" NOT NULL,
    import_id    BIGINT,
    name         TEXT,
    asset_type   VARCHAR(8)     COLLATE "C",
    currency     VARCHAR(10)    COLLATE "C",
    isin         VARCHAR(12)    COLLATE "C",
    multiplier   NUMERIC(38,18),
    exchange     TEXT,
    underlying   TEXT           COLLATE "C",
    expiry       DATE,
    strike       NUMERIC(38,18),
    option_right VARCHAR(4)     COLLATE "C",
    PRIMARY KEY (ticker),
    CONSTRAINT ck_instrument_ticker CHECK (ticker <> '' AND length(ticker) <= 50),
    CONSTRAINT ck_instrument_name CHECK (name <> '' AND length(name) <= 200),
    CONSTRAINT ck_instrument_asset CHECK (asset_type IN ('STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER')),
    CONSTRAINT ck_instrument_currency CHECK (currency ~ '^[A-Z][A-Z0-9]{2,9}$'),
    CONSTRAINT ck_instrument_isin CHECK (length(isin) = 12),
    CONSTRAINT ck_instrument_multiplier CHECK (multiplier > 0 AND multiplier <> 'NaN'),
    CONSTRAINT ck_instrument_exchange CHECK (exchange <> '' AND length(exchange) <= 50),
    CONSTRAINT ck_instrument_underlying CHECK (underlying <> '' AND underlying <> ticker),
    CONSTRAINT ck_instrument_strike CHECK (strike >= 0 AND strike <> 'NaN'),
    CONSTRAINT ck_instrument_right CHECK (option_right IN ('CALL', 'PUT'))
);

CREATE UNIQUE INDEX uix_instrument_isin ON instruments (isin) WHERE isin IS NOT NULL;
COMMENT ON INDEX uix_instrument_isin IS 'an ISIN is that of one instrument';

-- Words of sources, symbols and ISINs, that stand for a ticker of another name.
CREATE TABLE instrument_names (
    name      TEXT   COLLATE "C" NOT NULL,
    ticker    TEXT   COLLATE "C" NOT NULL,
    import_id BIGINT,
    PRIMARY KEY (name),
    CONSTRAINT ck_instrument_names_name CHECK (name <> '' AND name <> ticker),
    CONSTRAINT ck_instrument_names_ticker CHECK (ticker <> '')
);

ALTER TABLE transactions ADD COLUMN symbol TEXT COLLATE "C";
ALTER TABLE transactions ADD CONSTRAINT ck_transaction_symbol CHECK (symbol <> '' AND symbol <> ticker) NOT VALID;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE transactions VALIDATE CONSTRAINT ck_transaction_symbol;
ALTER TABLE superseded_transactions ADD COLUMN symbol TEXT COLLATE "C";

-- pf:allow index-not-concurrent no row has a symbol yet; one look at each
CREATE INDEX idx_transactions_symbol ON transactions (account_id, symbol) WHERE symbol IS NOT NULL;
COMMENT ON INDEX idx_transactions_symbol IS 'the transactions that a name has brought to its ticker';

-- pf:down

-- The files would not be known any more by the words that their rows came with.
CREATE TABLE no_names (count BIGINT CONSTRAINT ck_no_names CHECK (count = 0));
INSERT INTO no_names SELECT COUNT(*) FROM instrument_names;
INSERT INTO no_names SELECT COUNT(*) FROM transactions WHERE symbol IS NOT NULL;
INSERT INTO no_names SELECT COUNT(*) FROM superseded_transactions WHERE symbol IS NOT NULL;
DROP TABLE no_names;

DROP INDEX idx_transactions_symbol;
ALTER TABLE superseded_transactions DROP COLUMN symbol;
ALTER TABLE transactions DROP COLUMN symbol;
DROP TABLE instrument_names;
DROP TABLE instruments;
