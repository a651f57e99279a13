-- How an account is kept: in which zone its days begin, whether more may be sold than it holds, and when it was closed.
-- pf:up

-- An IANA name. pf knows which there are; days so far were those of UTC.
-- pf:allow validating-check there are few accounts
ALTER TABLE accounts ADD COLUMN time_zone VARCHAR(64) COLLATE "C" NOT NULL DEFAULT 'UTC'
    CONSTRAINT ck_account_zone CHECK (time_zone <> '');
ALTER TABLE accounts ADD COLUMN allows_short BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE accounts ADD COLUMN closed_at TIMESTAMPTZ;

-- pf:down

ALTER TABLE accounts DROP COLUMN closed_at;
ALTER TABLE accounts DROP COLUMN allows_short;
ALTER TABLE accounts DROP COLUMN time_zone;
