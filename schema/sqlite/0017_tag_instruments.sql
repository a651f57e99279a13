-- What people sort instruments by: tags, whose values may share an instrument by weight.
-- pf:up

CREATE TABLE instrument_tags (
    ticker TEXT NOT NULL,
    tag    TEXT NOT NULL,
    value  TEXT NOT NULL,
    weight TEXT NOT NULL,
    PRIMARY KEY (ticker, tag, value),
    CONSTRAINT ck_instrument_tag_ticker CHECK (ticker <> ''),
    CONSTRAINT ck_instrument_tag CHECK (tag <> '' AND length(tag) <= 50),
    CONSTRAINT ck_instrument_tag_value CHECK (value <> '' AND length(value) <= 50),
    CONSTRAINT ck_instrument_tag_weight CHECK (weight > '0' AND weight <= '1')
) STRICT, WITHOUT ROWID;

-- pf:down

DROP TABLE instrument_tags;
