-- What people sort instruments by: tags, whose values may share an instrument by weight.
-- pf:up

CREATE TABLE instrument_tags (
    ticker TEXT           COLLATE "C" NOT NULL,
    tag    TEXT           COLLATE "C" NOT NULL,
    value  TEXT           COLLATE "C" NOT NULL,
    weight NUMERIC(38,18) NOT NULL,
    PRIMARY KEY (ticker, tag, value),
    CONSTRAINT ck_instrument_tag_ticker CHECK (ticker <> ''),
    CONSTRAINT ck_instrument_tag CHECK (tag <> '' AND length(tag) <= 50),
    CONSTRAINT ck_instrument_tag_value CHECK (value <> '' AND length(value) <= 50),
    CONSTRAINT ck_instrument_tag_weight CHECK (weight > 0 AND weight <= 1)
);

-- pf:down

DROP TABLE instrument_tags;
