-- How an account is kept: in which zone its days begin, whether more may be sold than it holds, and when it was closed.
-- pf:up

-- An IANA name. pf knows which there are; days so far were those of UTC.
ALTER TABLE accounts ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC'
    CONSTRAINT ck_account_zone CHECK (length(time_zone) BETWEEN 1 AND 64);
ALTER TABLE accounts ADD COLUMN allows_short INTEGER NOT NULL DEFAULT 0
    CONSTRAINT ck_account_short CHECK (allows_short = 0 OR allows_short = 1);
ALTER TABLE accounts ADD COLUMN closed_at TEXT
    CONSTRAINT ck_account_closed CHECK (closed_at GLOB '[1-9]???-??-??T??:??:??.??????Z');

-- pf:down

ALTER TABLE accounts DROP COLUMN closed_at;
ALTER TABLE accounts DROP COLUMN allows_short;
ALTER TABLE accounts DROP COLUMN time_zone;
