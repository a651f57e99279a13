-- Dividends, interest and rewards, and the tax on them, in base currency at the rate of each day.
SELECT month, account, gross_base, tax_withheld_base, net_base, base_currency
FROM income_by_month
ORDER BY month, account, currency;
