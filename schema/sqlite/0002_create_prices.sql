-- What instruments and currencies were worth.
-- pf:up

CREATE TABLE price_history (
    ticker      TEXT NOT NULL,
    date        TEXT NOT NULL,
    source      TEXT NOT NULL,
    open_price  TEXT,
    high_price  TEXT,
    low_price   TEXT,
    close_price TEXT NOT NULL,
    volume      TEXT,
    currency    TEXT,
    -- replace the price of a day when its source sends it again
    CONSTRAINT uix_price_history UNIQUE (source, ticker, date),
    CONSTRAINT ck_price_ticker CHECK (ticker <> ''),
    CONSTRAINT ck_price_date CHECK (date GLOB '[1-9]???-??-??'),
    CONSTRAINT ck_price_open CHECK (open_price >= '0' AND open_price < ':'),
    CONSTRAINT ck_price_high CHECK (high_price >= '0' AND high_price < ':'),
    CONSTRAINT ck_price_low CHECK (low_price >= '0' AND low_price < ':'),
    CONSTRAINT ck_price_close CHECK (close_price >= '0' AND close_price < ':'),
    CONSTRAINT ck_price_volume CHECK (volume >= '0' AND volume < ':'),
    CONSTRAINT ck_price_currency CHECK (currency >= 'A' AND currency < '[' AND currency = upper(currency) AND length(currency) BETWEEN 3 AND 10)
) STRICT;

-- the last price of an instrument on or before a day
CREATE INDEX idx_price_ticker_date ON price_history (ticker, date);

CREATE TABLE fx_rates (
    base  TEXT NOT NULL,
    quote TEXT NOT NULL,
    date  TEXT NOT NULL,
    rate  TEXT NOT NULL,
    PRIMARY KEY (base, quote, date),
    CONSTRAINT ck_fx_base CHECK (base >= 'A' AND base < '[' AND base = upper(base) AND length(base) BETWEEN 3 AND 10),
    CONSTRAINT ck_fx_quote CHECK (quote >= 'A' AND quote < '[' AND quote = upper(quote) AND length(quote) BETWEEN 3 AND 10
        AND quote <> base),
    CONSTRAINT ck_fx_date CHECK (date GLOB '[1-9]???-??-??'),
    CONSTRAINT ck_fx_rate CHECK (rate > '0' AND rate < ':')
) STRICT, WITHOUT ROWID;

-- pf:down

DROP TABLE fx_rates;
DROP TABLE price_history;
