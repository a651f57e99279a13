-- Corrections: who made an import that is one, and why; rows that a correction took the place of; notes.
-- pf:up

ALTER TABLE imports ADD COLUMN made_by TEXT;
ALTER TABLE imports ADD COLUMN reason TEXT;
ALTER TABLE transactions ADD COLUMN note TEXT;

-- Rows as they were imported, which a later import took the place of: an undo brings them back, and their files stay known.
-- What may stand in them, transactions checks.
CREATE TABLE superseded_transactions (
    account_id         INTEGER NOT NULL,
    id                 INTEGER NOT NULL,
    import_id          INTEGER NOT NULL,
    line_no            INTEGER NOT NULL,
    transaction_date   TEXT    NOT NULL,
    created_at         TEXT    NOT NULL,
    fingerprint        BLOB    NOT NULL,
    split_numerator    INTEGER,
    split_denominator  INTEGER,
    counter_account_id INTEGER REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED,
    date_only          INTEGER NOT NULL,
    transaction_type   TEXT    NOT NULL,
    asset_type         TEXT    NOT NULL,
    ticker             TEXT,
    quantity           TEXT    NOT NULL,
    price              TEXT,
    total_amount       TEXT,
    currency           TEXT,
    fee                TEXT    NOT NULL,
    fx_rate            TEXT,
    raw_description    TEXT,
    external_id        TEXT,
    counter_ticker     TEXT,
    cost_share         TEXT,
    note               TEXT,
    superseded_by      INTEGER NOT NULL,
    PRIMARY KEY (account_id, id),
    FOREIGN KEY (account_id, import_id) REFERENCES imports (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (account_id, superseded_by) REFERENCES imports (account_id, id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT ck_superseded_later CHECK (superseded_by > import_id)
) STRICT, WITHOUT ROWID;

-- pf:down

-- What a correction took the place of would be lost.
CREATE TABLE no_corrections (count INTEGER CONSTRAINT ck_no_corrections CHECK (count = 0));
INSERT INTO no_corrections SELECT COUNT(*) FROM superseded_transactions;
DROP TABLE no_corrections;

DROP TABLE superseded_transactions;
ALTER TABLE transactions DROP COLUMN note;
ALTER TABLE imports DROP COLUMN reason;
ALTER TABLE imports DROP COLUMN made_by;
