-- What pf-snapshot keeps of a day beyond its totals, and from which day on an account's snapshots have to be checked again.
-- The table is made anew, with the large column last: SQLite reads a row from its beginning, so what stands behind 100 kB of
-- positions costs as much as they do.
-- pf:up

-- The first day whose value a late import, an undo or a corrected price may have changed since the snapshots were last
-- compared with it; NULL: none. Whoever changes the past sets it, `pf-snapshot take` clears it.
ALTER TABLE accounts ADD COLUMN restate_from DATE;

DROP VIEW daily_value;
-- pf:allow rename-table no released program has used it
ALTER TABLE portfolio_snapshots RENAME TO old_snapshots;
ALTER INDEX portfolio_snapshots_pkey RENAME TO old_snapshots_pkey;

CREATE TABLE portfolio_snapshots (
    account_id     BIGINT         NOT NULL REFERENCES accounts (id),
    snapshot_date  DATE           NOT NULL,
    base_currency  VARCHAR(10)    COLLATE "C" NOT NULL,
    total_value    NUMERIC(38,18),
    market_value   NUMERIC(38,18),
    cash_balance   NUMERIC(38,18),
    total_cost     NUMERIC(38,18),
    unrealized_pl  NUMERIC(38,18),
    realized_pl    NUMERIC(38,18),
    income         NUMERIC(38,18),
    net_flows      NUMERIC(38,18),
    own_transfers  NUMERIC(38,18),
    unpriced       INTEGER        NOT NULL DEFAULT 0,
    stale_prices   INTEGER        NOT NULL DEFAULT 0,
    missing_rates  INTEGER        NOT NULL DEFAULT 0,
    stale_rates    INTEGER        NOT NULL DEFAULT 0,
    unknown_cost   INTEGER        NOT NULL DEFAULT 0,
    data_version   BIGINT         NOT NULL DEFAULT 0,
    created_at     TIMESTAMPTZ    NOT NULL DEFAULT now(),
    restated_at    TIMESTAMPTZ,
    content_sha256 VARCHAR(64)    COLLATE "C",
    superseded     JSONB          NOT NULL DEFAULT '[]',
    cash_json      JSONB          NOT NULL DEFAULT '{}',
    positions_json JSONB          NOT NULL,
    PRIMARY KEY (account_id, snapshot_date),
    CONSTRAINT ck_snapshot_date CHECK (snapshot_date >= '1000-01-01' AND snapshot_date < '10000-01-01'),
    CONSTRAINT ck_snapshot_currency CHECK (base_currency ~ '^[A-Z][A-Z0-9]{2,9}$'),
    CONSTRAINT ck_snapshot_unpriced CHECK (unpriced >= 0),
    CONSTRAINT ck_snapshot_counts CHECK (stale_prices >= 0 AND missing_rates >= 0 AND stale_rates >= 0 AND unknown_cost >= 0),
    CONSTRAINT ck_snapshot_content CHECK (content_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT ck_snapshot_superseded CHECK (jsonb_typeof(superseded) = 'array'),
    CONSTRAINT ck_snapshot_cash CHECK (jsonb_typeof(cash_json) = 'object'),
    CONSTRAINT ck_snapshot_positions CHECK (jsonb_typeof(positions_json) = 'array')
);

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
ALTER INDEX portfolio_snapshots_pkey RENAME TO old_snapshots_pkey;

CREATE TABLE portfolio_snapshots (
    account_id     BIGINT         NOT NULL REFERENCES accounts (id),
    snapshot_date  DATE           NOT NULL,
    base_currency  VARCHAR(10)    COLLATE "C" NOT NULL,
    total_value    NUMERIC(38,18),
    cash_balance   NUMERIC(38,18),
    total_cost     NUMERIC(38,18),
    realized_pl    NUMERIC(38,18),
    unrealized_pl  NUMERIC(38,18),
    net_flows      NUMERIC(38,18),
    unpriced       INTEGER        NOT NULL DEFAULT 0,
    positions_json JSONB          NOT NULL,
    superseded     JSONB          NOT NULL DEFAULT '[]',
    created_at     TIMESTAMPTZ    NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, snapshot_date),
    CONSTRAINT ck_snapshot_date CHECK (snapshot_date >= '1000-01-01' AND snapshot_date < '10000-01-01'),
    CONSTRAINT ck_snapshot_currency CHECK (base_currency ~ '^[A-Z][A-Z0-9]{2,9}$'),
    CONSTRAINT ck_snapshot_unpriced CHECK (unpriced >= 0),
    CONSTRAINT ck_snapshot_positions CHECK (jsonb_typeof(positions_json) = 'array'),
    CONSTRAINT ck_snapshot_superseded CHECK (jsonb_typeof(superseded) = 'array')
);

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
