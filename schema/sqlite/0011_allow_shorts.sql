-- Short positions: units that were sold without being held. Their lots are of the other side, and count against what is held.
-- pf:up

ALTER TABLE lots ADD COLUMN side TEXT NOT NULL DEFAULT 'LONG'
    CONSTRAINT ck_lot_side CHECK (side = 'LONG' OR side = 'SHORT');
ALTER TABLE disposals ADD COLUMN side TEXT NOT NULL DEFAULT 'LONG'
    CONSTRAINT ck_disposal_side CHECK (side = 'LONG' OR side = 'SHORT');

-- What a short sale brought may be less than nothing, after its fee; a text that begins with a minus comes before '.'. As checks
-- are not stored with the rows, the tables' texts alone change ("Making Other Kinds Of Table Schema Changes").
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'ck_lot_price CHECK (purchase_price >= ''0'' AND purchase_price < '':'')',
    'ck_lot_price CHECK (side = ''SHORT'' OR (purchase_price >= ''0'' AND purchase_price < '':''))'),
    'ck_lot_cost CHECK (total_cost >= ''0'' AND total_cost < '':'' AND total_cost_base >= ''0'' AND total_cost_base < '':'')',
    'ck_lot_cost CHECK (side = ''SHORT'' OR (total_cost >= ''0'' AND total_cost < '':'' AND total_cost_base >= ''0'' AND total_cost_base < '':''))'),
    'ck_lot_rest CHECK (remaining_cost >= ''0'' AND remaining_cost < '':'' AND remaining_cost_base >= ''0'' AND remaining_cost_base < '':'')',
    'ck_lot_rest CHECK (side = ''SHORT'' OR (remaining_cost >= ''0'' AND remaining_cost < '':'' AND remaining_cost_base >= ''0'' AND remaining_cost_base < '':''))')
WHERE type = 'table' AND name = 'lots';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'ck_position_quantity CHECK (quantity >= ''0'' AND quantity < '':'')',
    'ck_position_quantity CHECK ((quantity >= ''0'' AND quantity < '':'') OR (quantity > ''-'' AND quantity < ''.''))'),
    'ck_position_cost CHECK (total_cost >= ''0'' AND total_cost < '':'' AND total_cost_base >= ''0'' AND total_cost_base < '':'')',
    'ck_position_cost CHECK (quantity < ''.'' OR (total_cost >= ''0'' AND total_cost < '':'' AND total_cost_base >= ''0'' AND total_cost_base < '':''))')
WHERE type = 'table' AND name = 'positions';
PRAGMA writable_schema = RESET;

DROP VIEW open_lots;
CREATE VIEW open_lots AS
SELECT a.name AS account, l.ticker, l.purchase_date, l.quantity, l.remaining_quantity, p.currency, l.purchase_price,
       l.total_cost, l.remaining_cost, a.base_currency, l.remaining_cost_base, l.opening_transaction_id, l.lot_no, l.side
FROM lots AS l
JOIN positions AS p ON p.account_id = l.account_id AND p.ticker = l.ticker
JOIN accounts AS a ON a.id = l.account_id
WHERE l.remaining_quantity <> '0';

DROP VIEW realized_gains;
CREATE VIEW realized_gains AS
SELECT a.name AS account, d.ticker, d.disposal_date, d.purchase_date, d.term, d.quantity, p.currency, d.proceeds, d.cost_basis,
       d.realized_pl, a.base_currency, d.proceeds_base, d.cost_basis_base, d.realized_pl_base, d.closing_transaction_id,
       d.opening_transaction_id, d.lot_no, d.side
FROM disposals AS d
JOIN positions AS p ON p.account_id = d.account_id AND p.ticker = d.ticker
JOIN accounts AS a ON a.id = d.account_id;

-- pf:down

-- Rows that the older checks refuse must be gone first.
CREATE TABLE no_shorts (count INTEGER CONSTRAINT ck_no_short_positions CHECK (count = 0));
INSERT INTO no_shorts SELECT COUNT(*) FROM lots WHERE side = 'SHORT';
DROP TABLE no_shorts;

DROP VIEW realized_gains;
DROP VIEW open_lots;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'ck_lot_price CHECK (side = ''SHORT'' OR (purchase_price >= ''0'' AND purchase_price < '':''))',
    'ck_lot_price CHECK (purchase_price >= ''0'' AND purchase_price < '':'')'),
    'ck_lot_cost CHECK (side = ''SHORT'' OR (total_cost >= ''0'' AND total_cost < '':'' AND total_cost_base >= ''0'' AND total_cost_base < '':''))',
    'ck_lot_cost CHECK (total_cost >= ''0'' AND total_cost < '':'' AND total_cost_base >= ''0'' AND total_cost_base < '':'')'),
    'ck_lot_rest CHECK (side = ''SHORT'' OR (remaining_cost >= ''0'' AND remaining_cost < '':'' AND remaining_cost_base >= ''0'' AND remaining_cost_base < '':''))',
    'ck_lot_rest CHECK (remaining_cost >= ''0'' AND remaining_cost < '':'' AND remaining_cost_base >= ''0'' AND remaining_cost_base < '':'')')
WHERE type = 'table' AND name = 'lots';
UPDATE sqlite_schema SET sql = replace(replace(sql,
    'ck_position_quantity CHECK ((quantity >= ''0'' AND quantity < '':'') OR (quantity > ''-'' AND quantity < ''.''))',
    'ck_position_quantity CHECK (quantity >= ''0'' AND quantity < '':'')'),
    'ck_position_cost CHECK (quantity < ''.'' OR (total_cost >= ''0'' AND total_cost < '':'' AND total_cost_base >= ''0'' AND total_cost_base < '':''))',
    'ck_position_cost CHECK (total_cost >= ''0'' AND total_cost < '':'' AND total_cost_base >= ''0'' AND total_cost_base < '':'')')
WHERE type = 'table' AND name = 'positions';
PRAGMA writable_schema = RESET;

ALTER TABLE disposals DROP COLUMN side;
ALTER TABLE lots DROP COLUMN side;

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
