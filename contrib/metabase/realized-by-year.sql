-- What sales have realized.
SELECT year, account, term, proceeds, cost_basis, realized_pl, currency, realized_pl_base, base_currency
FROM realized_by_year
ORDER BY year DESC, account, term, currency;
