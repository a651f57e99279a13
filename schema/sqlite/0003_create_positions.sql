-- What follows from the transactions, kept so that reading it costs little. It can always be computed again.
-- pf:up

CREATE TABLE positions (
    account_id             INTEGER NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    ticker                 TEXT    NOT NULL,
    asset_type             TEXT    NOT NULL,
    currency               TEXT,
    quantity               TEXT    NOT NULL,
    avg_cost_basis         TEXT,
    total_cost             TEXT,
    total_cost_base        TEXT,
    realized_pl            TEXT,
    realized_pl_base       TEXT,
    income                 TEXT,
    income_base            TEXT,
    fees                   TEXT,
    last_price             TEXT,
    unrealized_pl          TEXT,
    first_transaction_date TEXT    NOT NULL,
    last_transaction_date  TEXT    NOT NULL,
    last_updated           TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
    PRIMARY KEY (account_id, ticker),
    CONSTRAINT ck_position_ticker CHECK (ticker <> ''),
    CONSTRAINT ck_position_asset CHECK (asset_type = 'STOCK' OR asset_type = 'ETF' OR asset_type = 'FUND' OR asset_type = 'BOND' OR
        asset_type = 'CRYPTO' OR asset_type = 'METAL' OR asset_type = 'CASH' OR asset_type = 'OTHER'),
    CONSTRAINT ck_position_currency CHECK (currency >= 'A' AND currency < '[' AND currency = upper(currency) AND length(currency) BETWEEN 3 AND 10),
    CONSTRAINT ck_position_quantity CHECK (quantity >= '0' AND quantity < ':'),
    CONSTRAINT ck_position_cost CHECK (total_cost >= '0' AND total_cost < ':' AND total_cost_base >= '0' AND total_cost_base < ':'),
    CONSTRAINT ck_position_price CHECK (last_price >= '0' AND last_price < ':'),
    CONSTRAINT ck_position_dates CHECK (first_transaction_date GLOB '[1-9]???-??-??T??:??:??.??????Z'
        AND last_transaction_date GLOB '[1-9]???-??-??T??:??:??.??????Z'
        AND first_transaction_date <= last_transaction_date)
) STRICT, WITHOUT ROWID;

CREATE TABLE lots (
    account_id             INTEGER NOT NULL,
    opening_transaction_id INTEGER NOT NULL,
    purchase_date          TEXT    NOT NULL,
    lot_no                 INTEGER NOT NULL,
    ticker                 TEXT    NOT NULL,
    quantity               TEXT    NOT NULL,
    remaining_quantity     TEXT    NOT NULL,
    purchase_price         TEXT,
    total_cost             TEXT,
    total_cost_base        TEXT,
    remaining_cost         TEXT,
    remaining_cost_base    TEXT,
    PRIMARY KEY (account_id, opening_transaction_id, lot_no),
    FOREIGN KEY (account_id, ticker) REFERENCES positions (account_id, ticker) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (account_id, opening_transaction_id) REFERENCES transactions (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_lot_date CHECK (purchase_date GLOB '[1-9]???-??-??T??:??:??.??????Z'),
    CONSTRAINT ck_lot_no CHECK (lot_no >= 0),
    -- The text is canonical: digits, at most 20 before and 18 after one mark, no zeros that say nothing.
    CONSTRAINT ck_lot_quantity CHECK (quantity > '0' AND quantity >= '0' AND quantity < ':' AND quantity NOT GLOB '*[^0-9.]*' AND quantity NOT GLOB '0[0-9]*'
        AND quantity NOT GLOB '*.*.*' AND quantity NOT GLOB '*.' AND quantity NOT GLOB '*.*0'
        AND instr(quantity || '.', '.') <= 21 AND length(quantity) - instr(quantity || '.', '.') <= 18),
    -- 0 <= remaining <= quantity: of two canonical numbers that with fewer digits before the mark is less; with as many, text
    -- compares as the numbers do. Most lots are untouched or used up.
    CONSTRAINT ck_lot_remaining CHECK (remaining_quantity = quantity OR remaining_quantity = '0' OR (
        remaining_quantity >= '0' AND remaining_quantity < ':' AND remaining_quantity NOT GLOB '*[^0-9.]*' AND remaining_quantity NOT GLOB '0[0-9]*'
        AND remaining_quantity NOT GLOB '*.*.*' AND remaining_quantity NOT GLOB '*.' AND remaining_quantity NOT GLOB '*.*0'
        AND instr(remaining_quantity || '.', '.') <= 21 AND length(remaining_quantity) - instr(remaining_quantity || '.', '.') <= 18
        AND (instr(remaining_quantity || '.', '.') < instr(quantity || '.', '.')
            OR (instr(remaining_quantity || '.', '.') = instr(quantity || '.', '.') AND remaining_quantity <= quantity)))),
    CONSTRAINT ck_lot_price CHECK (purchase_price >= '0' AND purchase_price < ':'),
    CONSTRAINT ck_lot_cost CHECK (total_cost >= '0' AND total_cost < ':' AND total_cost_base >= '0' AND total_cost_base < ':'),
    CONSTRAINT ck_lot_rest CHECK (remaining_cost >= '0' AND remaining_cost < ':' AND remaining_cost_base >= '0' AND remaining_cost_base < ':')
) STRICT;

-- the lots of an instrument, to show, to continue and to replace them
CREATE INDEX idx_lots_ticker ON lots (account_id, ticker);

CREATE TABLE disposals (
    account_id             INTEGER NOT NULL,
    closing_transaction_id INTEGER NOT NULL,
    opening_transaction_id INTEGER NOT NULL,
    disposal_date          TEXT    NOT NULL,
    purchase_date          TEXT    NOT NULL,
    lot_no                 INTEGER NOT NULL,
    ticker                 TEXT    NOT NULL,
    quantity               TEXT    NOT NULL,
    proceeds               TEXT,
    cost_basis             TEXT,
    realized_pl            TEXT,
    proceeds_base          TEXT,
    cost_basis_base        TEXT,
    realized_pl_base       TEXT,
    term                   TEXT    NOT NULL,
    PRIMARY KEY (account_id, closing_transaction_id, opening_transaction_id, lot_no),
    FOREIGN KEY (account_id, opening_transaction_id, lot_no) REFERENCES lots (account_id, opening_transaction_id, lot_no)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (account_id, closing_transaction_id) REFERENCES transactions (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_disposal_dates CHECK (disposal_date GLOB '[1-9]???-??-??T??:??:??.??????Z'
        AND purchase_date GLOB '[1-9]???-??-??T??:??:??.??????Z'),
    CONSTRAINT ck_disposal_quantity CHECK (quantity > '0' AND quantity < ':'),
    CONSTRAINT ck_disposal_cost CHECK (cost_basis >= '0' AND cost_basis < ':' AND cost_basis_base >= '0' AND cost_basis_base < ':'),
    CONSTRAINT ck_disposal_realized CHECK ((realized_pl IS NULL) = (proceeds IS NULL OR cost_basis IS NULL)
        OR (realized_pl = '0' AND proceeds IS NULL AND cost_basis IS NULL)), -- a fee paid in units of unknown cost
    CONSTRAINT ck_disposal_realized_base CHECK ((realized_pl_base IS NULL) = (proceeds_base IS NULL OR cost_basis_base IS NULL)
        OR (realized_pl_base = '0' AND proceeds_base IS NULL AND cost_basis_base IS NULL)), -- a fee paid in units of unknown cost
    CONSTRAINT ck_disposal_term CHECK (term = 'SHORT' OR term = 'LONG')
) STRICT;

-- the disposals of a lot, to replace them together with it
CREATE INDEX idx_disposals_lot ON disposals (account_id, opening_transaction_id, lot_no);

-- pf:down

DROP TABLE disposals;
DROP TABLE lots;
DROP TABLE positions;
