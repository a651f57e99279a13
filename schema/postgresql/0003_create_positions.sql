-- What follows from the transactions, kept so that reading it costs little. It can always be computed again.
-- pf:up

CREATE TABLE positions (
    account_id             BIGINT         NOT NULL REFERENCES accounts (id),
    ticker                 TEXT           COLLATE "C" NOT NULL,
    asset_type             VARCHAR(16)    COLLATE "C" NOT NULL,
    currency               VARCHAR(10)    COLLATE "C",
    quantity               NUMERIC(38,18) NOT NULL,
    avg_cost_basis         NUMERIC(38,18),
    total_cost             NUMERIC(38,18),
    total_cost_base        NUMERIC(38,18),
    realized_pl            NUMERIC(38,18),
    realized_pl_base       NUMERIC(38,18),
    income                 NUMERIC(38,18),
    income_base            NUMERIC(38,18),
    fees                   NUMERIC(38,18),
    last_price             NUMERIC(38,18),
    unrealized_pl          NUMERIC(38,18),
    first_transaction_date TIMESTAMPTZ    NOT NULL,
    last_transaction_date  TIMESTAMPTZ    NOT NULL,
    last_updated           TIMESTAMPTZ    NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, ticker),
    CONSTRAINT ck_position_ticker CHECK (ticker <> ''),
    CONSTRAINT ck_position_asset CHECK (asset_type IN ('STOCK', 'ETF', 'FUND', 'BOND', 'CRYPTO', 'METAL', 'CASH', 'OTHER')),
    CONSTRAINT ck_position_currency CHECK (currency ~ '^[A-Z][A-Z0-9]{2,9}$'),
    CONSTRAINT ck_position_quantity CHECK (quantity >= 0 AND quantity <> 'NaN'),
    CONSTRAINT ck_position_cost CHECK (total_cost >= 0 AND total_cost <> 'NaN' AND total_cost_base >= 0 AND total_cost_base <> 'NaN'),
    CONSTRAINT ck_position_price CHECK (last_price >= 0 AND last_price <> 'NaN'),
    CONSTRAINT ck_position_dates CHECK (first_transaction_date <= last_transaction_date)
);

CREATE TABLE lots (
    account_id             BIGINT         NOT NULL,
    opening_transaction_id BIGINT         NOT NULL,
    purchase_date          TIMESTAMPTZ    NOT NULL,
    lot_no                 INTEGER        NOT NULL,
    ticker                 TEXT           COLLATE "C" NOT NULL,
    quantity               NUMERIC(38,18) NOT NULL,
    remaining_quantity     NUMERIC(38,18) NOT NULL,
    purchase_price         NUMERIC(38,18),
    total_cost             NUMERIC(38,18),
    total_cost_base        NUMERIC(38,18),
    remaining_cost         NUMERIC(38,18),
    remaining_cost_base    NUMERIC(38,18),
    PRIMARY KEY (account_id, opening_transaction_id, lot_no),
    FOREIGN KEY (account_id, ticker) REFERENCES positions (account_id, ticker),
    FOREIGN KEY (account_id, opening_transaction_id) REFERENCES transactions (account_id, id),
    CONSTRAINT ck_lot_no CHECK (lot_no >= 0),
    CONSTRAINT ck_lot_quantity CHECK (quantity > 0 AND quantity <> 'NaN'),
    CONSTRAINT ck_lot_remaining CHECK (remaining_quantity >= 0 AND remaining_quantity <= quantity),
    CONSTRAINT ck_lot_price CHECK (purchase_price >= 0 AND purchase_price <> 'NaN'),
    CONSTRAINT ck_lot_cost CHECK (total_cost >= 0 AND total_cost <> 'NaN' AND total_cost_base >= 0 AND total_cost_base <> 'NaN'),
    CONSTRAINT ck_lot_rest CHECK (remaining_cost >= 0 AND remaining_cost <> 'NaN' AND remaining_cost_base >= 0 AND remaining_cost_base <> 'NaN')
);

CREATE INDEX idx_lots_ticker ON lots (account_id, ticker);
COMMENT ON INDEX idx_lots_ticker IS 'the lots of an instrument, to show, to continue and to replace them';

CREATE TABLE disposals (
    account_id             BIGINT         NOT NULL,
    closing_transaction_id BIGINT         NOT NULL,
    opening_transaction_id BIGINT         NOT NULL,
    disposal_date          TIMESTAMPTZ    NOT NULL,
    purchase_date          TIMESTAMPTZ    NOT NULL,
    lot_no                 INTEGER        NOT NULL,
    ticker                 TEXT           COLLATE "C" NOT NULL,
    quantity               NUMERIC(38,18) NOT NULL,
    proceeds               NUMERIC(38,18),
    cost_basis             NUMERIC(38,18),
    realized_pl            NUMERIC(38,18),
    proceeds_base          NUMERIC(38,18),
    cost_basis_base        NUMERIC(38,18),
    realized_pl_base       NUMERIC(38,18),
    term                   VARCHAR(8)     COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, closing_transaction_id, opening_transaction_id, lot_no),
    FOREIGN KEY (account_id, opening_transaction_id, lot_no) REFERENCES lots (account_id, opening_transaction_id, lot_no),
    FOREIGN KEY (account_id, closing_transaction_id) REFERENCES transactions (account_id, id),
    CONSTRAINT ck_disposal_quantity CHECK (quantity > 0 AND quantity <> 'NaN'),
    CONSTRAINT ck_disposal_cost CHECK (cost_basis >= 0 AND cost_basis <> 'NaN' AND cost_basis_base >= 0 AND cost_basis_base <> 'NaN'),
    CONSTRAINT ck_disposal_realized CHECK (realized_pl IS NOT DISTINCT FROM proceeds - cost_basis
        OR (realized_pl = 0 AND proceeds IS NULL AND cost_basis IS NULL)), -- a fee paid in units of unknown cost
    CONSTRAINT ck_disposal_realized_base CHECK (realized_pl_base IS NOT DISTINCT FROM proceeds_base - cost_basis_base
        OR (realized_pl_base = 0 AND proceeds_base IS NULL AND cost_basis_base IS NULL)), -- a fee paid in units of unknown cost
    CONSTRAINT ck_disposal_term CHECK (term IN ('SHORT', 'LONG'))
);

CREATE INDEX idx_disposals_lot ON disposals (account_id, opening_transaction_id, lot_no);
COMMENT ON INDEX idx_disposals_lot IS 'the disposals of a lot, to replace them together with it';

-- pf:down

DROP TABLE disposals;
DROP TABLE lots;
DROP TABLE positions;
