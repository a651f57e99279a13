-- What pf-snapshot keeps of a day beyond its totals, and from which day on an account's snapshots have to be checked again.
-- The table is made anew, with the large column last: SQLite reads a row from its beginning, so what stands behind 100 kB of
-- positions costs as much as they do.
-- pf:up

-- The first day whose value a late import, an undo or a corrected price may have changed since the snapshots were last
-- compared with it; NULL: none. Whoever changes the past sets it, `pf-snapshot take` clears it.
ALTER TABLE accounts ADD COLUMN restate_from TEXT
    CONSTRAINT ck_account_restate CHECK (restate_from GLOB '[1-9]???-??-??');

DROP VIEW daily_value;
-- pf:allow rename-table no released program has used it
ALTER TABLE portfolio_snapshots RENAME TO old_snapshots;

CREATE TABLE portfolio_snapshots (
    account_id     INTEGER NOT NULL REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    snapshot_date  TEXT    NOT NULL,
    base_currency  TEXT    NOT NULL,
    total_value    TEXT,
    market_value   TEXT,
    cash_balance   TEXT,
    total_cost     TEXT,
    unrealized_pl  TEXT,
    realized_pl    TEXT,
    income         TEXT,
    net_flows      TEXT,
    own_transfers  TEXT,
    unpriced       INTEGER NOT NULL DEFAULT 0,
    stale_prices   INTEGER NOT NULL DEFAULT 0,
    missing_rates  INTEGER NOT NULL DEFAULT 0,
    stale_rates    INTEGER NOT NULL DEFAULT 0,
    unknown_cost   INTEGER NOT NULL DEFAULT 0,
    data_version   INTEGER NOT NULL DEFAULT 0,
    created_at     TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')),
    restated_at    TEXT,
    content_sha256 TEXT,
    superseded     TEXT    NOT NULL DEFAULT '[]',
    cash_json      TEXT    NOT NULL DEFAULT '{}',
    positions_json TEXT    NOT NULL,
    PRIMARY KEY (account_id, snapshot_date),
    CONSTRAINT ck_snapshot_date CHECK (snapshot_date GLOB '[1-9]???-??-??'),
    CONSTRAINT ck_snapshot_currency CHECK (base_currency >= 'A' AND base_currency < '[' AND base_currency = upper(base_currency) AND length(base_currency) BETWEEN 3 AND 10),
    CONSTRAINT ck_snapshot_unpriced CHECK (unpriced >= 0),
    CONSTRAINT ck_snapshot_counts CHECK (stale_prices >= 0 AND missing_rates >= 0 AND stale_rates >= 0 AND unknown_cost >= 0),
    CONSTRAINT ck_snapshot_restated CHECK (restated_at GLOB '[1-9]???-??-??T??:??:??.??????Z'),
    CONSTRAINT ck_snapshot_content CHECK (length(content_sha256) = 64 AND content_sha256 NOT GLOB '*[^0-9a-f]*'),
    CONSTRAINT ck_snapshot_superseded CHECK (json_valid(superseded) AND json_type(superseded) = 'array'),
    CONSTRAINT ck_snapshot_cash CHECK (json_valid(cash_json) AND json_type(cash_json) = 'object'),
    CONSTRAINT ck_snapshot_positions CHECK (json_valid(positions_json) AND json_type(positions_json) = 'array')
) STRICT, WITHOUT ROWID;

INSERT INTO portfolio_snapshots (
    account_id, snapshot_date, base_currency, total_value, cash_balance, total_cost, realized_pl, unrealized_pl, net_flows,
    unpriced, positions_json, superseded, created_at)
SELECT
    account_id, snapshot_date, base_currency, total_value, cash_balance, total_cost, realized_pl, unrealized_pl, net_flows,
    unpriced, positions_json, superseded, created_at
FROM old_snapshots;
-- pf:allow drop-table its rows are in the new one
DROP TABLE old_snapshots;

CREATE VIEW daily_value AS
SELECT a.name AS account, s.snapshot_date, s.base_currency, s.total_value, s.market_value, s.cash_balance, s.total_cost,
       s.unrealized_pl, s.realized_pl, s.income, s.net_flows, s.own_transfers, s.unpriced, s.stale_prices, s.missing_rates,
       s.stale_rates, s.unknown_cost, s.created_at, s.restated_at
FROM portfolio_snapshots AS s
JOIN accounts AS a ON a.id = s.account_id;

-- pf:down

DROP VIEW daily_value;
ALTER TABLE portfolio_snapshots RENAME TO old_snapshots;

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

INSERT INTO portfolio_snapshots (
    account_id, snapshot_date, base_currency, total_value, cash_balance, total_cost, realized_pl, unrealized_pl, net_flows,
    unpriced, positions_json, superseded, created_at)
SELECT
    account_id, snapshot_date, base_currency, total_value, cash_balance, total_cost, realized_pl, unrealized_pl, net_flows,
    unpriced, positions_json, superseded, created_at
FROM old_snapshots;
DROP TABLE old_snapshots;

ALTER TABLE accounts DROP COLUMN restate_from;

CREATE VIEW daily_value AS
SELECT a.name AS account, s.snapshot_date, s.base_currency, s.total_value, s.cash_balance, s.total_cost, s.realized_pl,
       s.unrealized_pl, s.net_flows, s.unpriced
FROM portfolio_snapshots AS s
JOIN accounts AS a ON a.id = s.account_id;
