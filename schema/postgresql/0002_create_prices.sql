-- What instruments and currencies were worth.
-- pf:up

CREATE TABLE price_history (
    ticker      TEXT           COLLATE "C" NOT NULL,
    date        DATE           NOT NULL,
    source      TEXT           COLLATE "C" NOT NULL,
    open_price  NUMERIC(38,18),
    high_price  NUMERIC(38,18),
    low_price   NUMERIC(38,18),
    close_price NUMERIC(38,18) NOT NULL,
    volume      NUMERIC(38,18),
    currency    VARCHAR(10)    COLLATE "C",
    CONSTRAINT uix_price_history UNIQUE (source, ticker, date),
    CONSTRAINT ck_price_ticker CHECK (ticker <> ''),
    CONSTRAINT ck_price_date CHECK (date >= '1000-01-01' AND date < '10000-01-01'),
    CONSTRAINT ck_price_open CHECK (open_price >= 0 AND open_price <> 'NaN'),
    CONSTRAINT ck_price_high CHECK (high_price >= 0 AND high_price <> 'NaN'),
    CONSTRAINT ck_price_low CHECK (low_price >= 0 AND low_price <> 'NaN'),
    CONSTRAINT ck_price_close CHECK (close_price >= 0 AND close_price <> 'NaN'),
    CONSTRAINT ck_price_volume CHECK (volume >= 0 AND volume <> 'NaN'),
    CONSTRAINT ck_price_currency CHECK (currency ~ '^[A-Z][A-Z0-9]{2,9}$')
);
COMMENT ON INDEX uix_price_history IS 'replace the price of a day when its source sends it again';

CREATE INDEX idx_price_ticker_date ON price_history (ticker, date);
COMMENT ON INDEX idx_price_ticker_date IS 'the last price of an instrument on or before a day';

CREATE TABLE fx_rates (
    base  VARCHAR(10)    COLLATE "C" NOT NULL,
    quote VARCHAR(10)    COLLATE "C" NOT NULL,
    date  DATE           NOT NULL,
    rate  NUMERIC(38,18) NOT NULL,
    PRIMARY KEY (base, quote, date),
    CONSTRAINT ck_fx_base CHECK (base ~ '^[A-Z][A-Z0-9]{2,9}$'),
    CONSTRAINT ck_fx_quote CHECK (quote ~ '^[A-Z][A-Z0-9]{2,9}$' AND quote <> base),
    CONSTRAINT ck_fx_date CHECK (date >= '1000-01-01' AND date < '10000-01-01'),
    CONSTRAINT ck_fx_rate CHECK (rate > 0 AND rate <> 'NaN')
);

-- pf:down

DROP TABLE fx_rates;
DROP TABLE price_history;
