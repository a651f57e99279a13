-- Short positions: units that were sold without being held. Their lots are of the other side, and count against what is held.
-- pf:up

-- pf:allow validating-check a look at each row once, a second for a million
ALTER TABLE lots ADD COLUMN side VARCHAR(5) COLLATE "C" NOT NULL DEFAULT 'LONG'
    CONSTRAINT ck_lot_side CHECK (side IN ('LONG', 'SHORT'));
-- pf:allow validating-check a look at each row once, a second for a million
ALTER TABLE disposals ADD COLUMN side VARCHAR(5) COLLATE "C" NOT NULL DEFAULT 'LONG'
    CONSTRAINT ck_disposal_side CHECK (side IN ('LONG', 'SHORT'));

-- What a short sale brought may be less than nothing, after its fee. Every row that the old checks let in passes the new ones.
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE lots DROP CONSTRAINT ck_lot_price;
ALTER TABLE lots ADD CONSTRAINT ck_lot_price CHECK ((purchase_price >= 0 OR side = 'SHORT') AND purchase_price <> 'NaN') NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE lots DROP CONSTRAINT ck_lot_cost;
ALTER TABLE lots ADD CONSTRAINT ck_lot_cost CHECK (((total_cost >= 0 AND total_cost_base >= 0) OR side = 'SHORT')
    AND total_cost <> 'NaN' AND total_cost_base <> 'NaN') NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE lots DROP CONSTRAINT ck_lot_rest;
ALTER TABLE lots ADD CONSTRAINT ck_lot_rest CHECK (((remaining_cost >= 0 AND remaining_cost_base >= 0) OR side = 'SHORT')
    AND remaining_cost <> 'NaN' AND remaining_cost_base <> 'NaN') NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE positions DROP CONSTRAINT ck_position_quantity;
ALTER TABLE positions ADD CONSTRAINT ck_position_quantity CHECK (quantity <> 'NaN') NOT VALID;
-- pf:allow drop-constraint what comes instead lets in all that this did
ALTER TABLE positions DROP CONSTRAINT ck_position_cost;
ALTER TABLE positions ADD CONSTRAINT ck_position_cost CHECK (((total_cost >= 0 AND total_cost_base >= 0) OR quantity < 0)
    AND total_cost <> 'NaN' AND total_cost_base <> 'NaN') NOT VALID;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE lots VALIDATE CONSTRAINT ck_lot_price;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE lots VALIDATE CONSTRAINT ck_lot_cost;
-- pf:allow validate-in-same-file a look at each row once, a second for a million
ALTER TABLE lots VALIDATE CONSTRAINT ck_lot_rest;
-- pf:allow validate-in-same-file there are few positions
ALTER TABLE positions VALIDATE CONSTRAINT ck_position_quantity;
-- pf:allow validate-in-same-file there are few positions
ALTER TABLE positions VALIDATE CONSTRAINT ck_position_cost;

CREATE OR REPLACE VIEW open_lots AS
SELECT a.name AS account, l.ticker, l.purchase_date, l.quantity, l.remaining_quantity, p.currency, l.purchase_price,
       l.total_cost, l.remaining_cost, a.base_currency, l.remaining_cost_base, l.opening_transaction_id, l.lot_no, l.side
FROM lots AS l
JOIN positions AS p ON p.account_id = l.account_id AND p.ticker = l.ticker
JOIN accounts AS a ON a.id = l.account_id
WHERE l.remaining_quantity <> 0;

CREATE OR REPLACE VIEW realized_gains AS
SELECT a.name AS account, d.ticker, d.disposal_date, d.purchase_date, d.term, d.quantity, p.currency, d.proceeds, d.cost_basis,
       d.realized_pl, a.base_currency, d.proceeds_base, d.cost_basis_base, d.realized_pl_base, d.closing_transaction_id,
       d.opening_transaction_id, d.lot_no, d.side
FROM disposals AS d
JOIN positions AS p ON p.account_id = d.account_id AND p.ticker = d.ticker
JOIN accounts AS a ON a.id = d.account_id;

-- pf:down

DROP VIEW realized_gains;
DROP VIEW open_lots;

CREATE VIEW open_lots AS
SELECT a.name AS account, l.ticker, l.purchase_date, l.quantity, l.remaining_quantity, p.currency, l.purchase_price,
       l.total_cost, l.remaining_cost, a.base_currency, l.remaining_cost_base, l.opening_transaction_id, l.lot_no
FROM lots AS l
JOIN positions AS p ON p.account_id = l.account_id AND p.ticker = l.ticker
JOIN accounts AS a ON a.id = l.account_id
WHERE l.remaining_quantity <> 0;

CREATE VIEW realized_gains AS
SELECT a.name AS account, d.ticker, d.disposal_date, d.purchase_date, d.term, d.quantity, p.currency, d.proceeds, d.cost_basis,
       d.realized_pl, a.base_currency, d.proceeds_base, d.cost_basis_base, d.realized_pl_base, d.closing_transaction_id,
       d.opening_transaction_id, d.lot_no
FROM disposals AS d
JOIN positions AS p ON p.account_id = d.account_id AND p.ticker = d.ticker
JOIN accounts AS a ON a.id = d.account_id;

ALTER TABLE positions DROP CONSTRAINT ck_position_cost;
ALTER TABLE positions ADD CONSTRAINT ck_position_cost CHECK (total_cost >= 0 AND total_cost <> 'NaN' AND total_cost_base >= 0 AND total_cost_base <> 'NaN');
ALTER TABLE positions DROP CONSTRAINT ck_position_quantity;
ALTER TABLE positions ADD CONSTRAINT ck_position_quantity CHECK (quantity >= 0 AND quantity <> 'NaN');
ALTER TABLE lots DROP CONSTRAINT ck_lot_rest;
ALTER TABLE lots ADD CONSTRAINT ck_lot_rest CHECK (remaining_cost >= 0 AND remaining_cost <> 'NaN' AND remaining_cost_base >= 0 AND remaining_cost_base <> 'NaN');
ALTER TABLE lots DROP CONSTRAINT ck_lot_cost;
ALTER TABLE lots ADD CONSTRAINT ck_lot_cost CHECK (total_cost >= 0 AND total_cost <> 'NaN' AND total_cost_base >= 0 AND total_cost_base <> 'NaN');
ALTER TABLE lots DROP CONSTRAINT ck_lot_price;
ALTER TABLE lots ADD CONSTRAINT ck_lot_price CHECK (purchase_price >= 0 AND purchase_price <> 'NaN');
ALTER TABLE disposals DROP COLUMN side;
ALTER TABLE lots DROP COLUMN side;
