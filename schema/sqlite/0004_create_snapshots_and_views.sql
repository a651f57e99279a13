-- The portfolio's value per day, and views for people who look at the database with sqlite3 or a spreadsheet. No view
-- calculates: SQLite would turn decimals into floating point.
-- pf:up

CREATE TABLE portfolio_snapshots (
    account_id     INTEGER NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    snapshot_date  TEXT    NOT NULL,
    base_currency  TEXT    NOT NULL,
    total_value    TEXT,
    cash_balance   TEXT,
    total_cost     TEXT,
    realized_pl    TEXT,
    unrealized_pl  TEXT,
    net_flows      TEXT,
    unpriced       INTEGER NOT NULL DEFAULT 0,
    positions_json TEXT    NOT NULL,
    superseded     TEXT    NOT NULL DEFAULT '[]',
    created_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
    PRIMARY KEY (account_id, snapshot_date),
    CONSTRAINT ck_snapshot_date CHECK (snapshot_date GLOB '[1-9]???-??-??'),
    CONSTRAINT ck_snapshot_currency CHECK (base_currency >= 'A' AND base_currency < '[' AND base_currency = upper(base_currency) AND length(base_currency) BETWEEN 3 AND 10),
    CONSTRAINT ck_snapshot_unpriced CHECK (unpriced >= 0),
    CONSTRAINT ck_snapshot_positions CHECK (json_valid(positions_json) AND json_type(positions_json) = 'array'),
    CONSTRAINT ck_snapshot_superseded CHECK (json_valid(superseded) AND json_type(superseded) = 'array')
) STRICT, WITHOUT ROWID;

CREATE VIEW holdings AS
SELECT a.name AS account, p.ticker, p.asset_type, p.quantity, p.currency, p.avg_cost_basis, p.total_cost, p.last_price,
       p.unrealized_pl, p.realized_pl, p.income, p.fees, p.first_transaction_date, p.last_transaction_date
FROM positions AS p
JOIN accounts AS a ON a.id = p.account_id
WHERE p.quantity <> '0';

CREATE VIEW open_lots AS
SELECT a.name AS account, l.ticker, l.purchase_date, l.quantity, l.remaining_quantity, p.currency, l.purchase_price,
       l.total_cost, l.remaining_cost, a.base_currency, l.remaining_cost_base, l.opening_transaction_id, l.lot_no
FROM lots AS l
JOIN positions AS p ON p.account_id = l.account_id AND p.ticker = l.ticker
JOIN accounts AS a ON a.id = l.account_id
WHERE l.remaining_quantity <> '0';

CREATE VIEW realized_gains AS
SELECT a.name AS account, d.ticker, d.disposal_date, d.purchase_date, d.term, d.quantity, p.currency, d.proceeds, d.cost_basis,
       d.realized_pl, a.base_currency, d.proceeds_base, d.cost_basis_base, d.realized_pl_base, d.closing_transaction_id,
       d.opening_transaction_id, d.lot_no
FROM disposals AS d
JOIN positions AS p ON p.account_id = d.account_id AND p.ticker = d.ticker
JOIN accounts AS a ON a.id = d.account_id;

CREATE VIEW daily_value AS
SELECT a.name AS account, s.snapshot_date, s.base_currency, s.total_value, s.cash_balance, s.total_cost, s.realized_pl,
       s.unrealized_pl, s.net_flows, s.unpriced
FROM portfolio_snapshots AS s
JOIN accounts AS a ON a.id = s.account_id;

-- pf:down

DROP VIEW daily_value;
DROP VIEW realized_gains;
DROP VIEW open_lots;
DROP VIEW holdings;
DROP TABLE portfolio_snapshots;
