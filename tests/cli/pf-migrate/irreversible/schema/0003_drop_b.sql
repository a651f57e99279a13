-- pf:irreversible
DROP TABLE b;
