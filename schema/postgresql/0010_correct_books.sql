-- Corrections: who made an import that is one, and why; rows that a correction took the place of; notes.
-- pf:up

ALTER TABLE imports ADD COLUMN made_by TEXT;
ALTER TABLE imports ADD COLUMN reason TEXT;
ALTER TABLE transactions ADD COLUMN note TEXT;

-- Rows as they were imported, which a later import took the place of: an undo brings them back, and their files stay known.
-- What may stand in them, transactions checks.
CREATE TABLE superseded_transactions (
    account_id         BIGINT         NOT NULL,
    id                 BIGINT         NOT NULL,
    import_id          BIGINT         NOT NULL,
    line_no            BIGINT         NOT NULL,
    transaction_date   TIMESTAMPTZ    NOT NULL,
    created_at         TIMESTAMPTZ    NOT NULL,
    fingerprint        UUID           NOT NULL,
    split_numerator    BIGINT,
    split_denominator  BIGINT,
    counter_account_id BIGINT         REFERENCES accounts (id),
    date_only          BOOLEAN        NOT NULL,
    transaction_type   TEXT           COLLATE "C" NOT NULL,
    asset_type         TEXT           COLLATE "C" NOT NULL,
    ticker             TEXT           COLLATE "C",
    quantity           NUMERIC(38,18) NOT NULL,
    price              NUMERIC(38,18),
    total_amount       NUMERIC(38,18),
    currency           TEXT           COLLATE "C",
    fee                NUMERIC(38,18) NOT NULL,
    fx_rate            NUMERIC(38,18),
    raw_description    TEXT,
    external_id        TEXT           COLLATE "C",
    counter_ticker     TEXT           COLLATE "C",
    cost_share         NUMERIC(38,18),
    note               TEXT,
    superseded_by      BIGINT         NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, import_id) REFERENCES imports (account_id, id),
    FOREIGN KEY (account_id, superseded_by) REFERENCES imports (account_id, id),
    CONSTRAINT ck_superseded_later CHECK (superseded_by > import_id)
);

-- pf:down

-- What a correction took the place of would be lost.
CREATE TABLE no_corrections (count BIGINT CONSTRAINT ck_no_corrections CHECK (count = 0));
INSERT INTO no_corrections SELECT COUNT(*) FROM superseded_transactions;
DROP TABLE no_corrections;

DROP TABLE superseded_transactions;
ALTER TABLE transactions DROP COLUMN note;
ALTER TABLE imports DROP COLUMN reason;
ALTER TABLE imports DROP COLUMN made_by;
