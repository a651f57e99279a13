-- What is held.
SELECT account, ticker, name, asset_type, quantity, avg_cost_basis, last_price, market_value, unrealized_pl, currency,
       market_value_base, base_currency
FROM holdings
ORDER BY account, market_value_base DESC NULLS LAST, ticker;
