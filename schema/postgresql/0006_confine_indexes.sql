-- Gives every index but the primary key a condition on its second column, so that PostgreSQL can only use it where a query
-- names that column. An account that the statistics do not know counts as one row; then an index of which only account_id
-- fits is as good as one of which the whole key fits, and the check of a foreign key read the whole account for each row.
-- What is left to such a check is the primary key. The conditions hold for every row, except those on `ticker`.
-- Disposals of a lot that goes, and lots of a position that goes, are looked for by columns that no primary key begins with: there
-- the other index is the narrower and the newer one, which decides among equals.
-- The new indexes are built before the old ones go, so that readers wait for the renaming alone.
-- pf:up

-- pf:allow index-not-concurrent in one transaction with what it replaces; a million rows take some seconds, for writers alone
CREATE UNIQUE INDEX new_transaction_unique ON transactions (account_id, transaction_date, fingerprint)
    WHERE transaction_date IS NOT NULL;
-- pf:allow index-not-concurrent in one transaction with what it replaces
CREATE INDEX new_ticker_date ON transactions (account_id, ticker, transaction_date) WHERE ticker IS NOT NULL;
-- pf:allow index-not-concurrent it has the rows that new_ticker_date leaves out
CREATE INDEX idx_transactions_cash ON transactions (account_id, transaction_date) WHERE ticker IS NULL;
-- pf:allow index-not-concurrent in one transaction with what it replaces
CREATE INDEX new_lots_ticker ON lots (account_id, ticker) WHERE ticker IS NOT NULL;
-- pf:allow index-not-concurrent in one transaction with what it replaces
CREATE INDEX new_disposals_lot ON disposals (account_id, opening_transaction_id, lot_no) WHERE opening_transaction_id IS NOT NULL;

-- pf:allow drop-constraint the index above is unique as well
ALTER TABLE transactions DROP CONSTRAINT uix_transaction_unique;
-- pf:allow index-not-concurrent its successor is there
DROP INDEX idx_ticker_date, idx_lots_ticker, idx_disposals_lot;

ALTER INDEX new_transaction_unique RENAME TO uix_transaction_unique;
ALTER INDEX new_ticker_date RENAME TO idx_ticker_date;
ALTER INDEX new_lots_ticker RENAME TO idx_lots_ticker;
ALTER INDEX new_disposals_lot RENAME TO idx_disposals_lot;

COMMENT ON INDEX uix_transaction_unique IS 'the fingerprints of a range of dates, for leaving out what an import finds known';
COMMENT ON INDEX idx_ticker_date IS 'the transactions of an instrument in the order of booking';
COMMENT ON INDEX idx_transactions_cash IS 'the movements of money that belong to no instrument';
COMMENT ON INDEX idx_lots_ticker IS 'the lots of an instrument, to show, to continue and to replace them';
COMMENT ON INDEX idx_disposals_lot IS 'the disposals of a lot, to replace them together with it';

-- pf:down

DROP INDEX uix_transaction_unique, idx_ticker_date, idx_transactions_cash, idx_lots_ticker, idx_disposals_lot;

ALTER TABLE transactions ADD CONSTRAINT uix_transaction_unique UNIQUE (account_id, transaction_date, fingerprint);
COMMENT ON INDEX uix_transaction_unique IS 'the fingerprints of a range of dates, for leaving out what an import finds known';

CREATE INDEX idx_ticker_date ON transactions (account_id, ticker, transaction_date);
COMMENT ON INDEX idx_ticker_date IS 'the transactions of an instrument in the order of booking';

CREATE INDEX idx_lots_ticker ON lots (account_id, ticker);
COMMENT ON INDEX idx_lots_ticker IS 'the lots of an instrument, to show, to continue and to replace them';

CREATE INDEX idx_disposals_lot ON disposals (account_id, opening_transaction_id, lot_no);
COMMENT ON INDEX idx_disposals_lot IS 'the disposals of a lot, to replace them together with it';
