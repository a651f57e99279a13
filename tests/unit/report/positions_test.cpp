#include "pf/report/compare.hpp"
#include "pf/report/lots.hpp"
#include "pf/report/positions.hpp"
#include "pf/report/realized.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <sstream>
#include <vector>

using namespace pf;
using namespace pf::report;
using money::operator""_dec;

namespace {

Currency const eur{"EUR"};
Currency const usd{"USD"};

Timestamp moment(char const* text)
{
    return (*base::parse_iso_timestamp(text)).timestamp;
}

template <typename Item>
Stream<Item> stream_of(std::vector<Item> const& items)
{
    return {[&items](auto const& receiver) { std::for_each(items.begin(), items.end(), receiver); }};
}

void write_all_lots(std::ostream& out, std::vector<LotRow> const& rows, std::string const& method,
                    OutputStyle const& style)
{
    auto const lots = stream_of(rows);
    write_lots(out, lots, summary_of(lots), {std::nullopt, method, {eur, {}}}, style);
}

void write_all_realized(std::ostream& out, std::vector<RealizedRow> const& rows, OutputStyle const& style)
{
    auto const disposals = stream_of(rows);
    write_realized(out, disposals, summary_of(disposals), {{}, {}, {}, {eur, {}}}, style);
}

PositionRow apple()
{
    PositionRow row;
    row.account = "main";
    row.base_currency = eur;
    row.position.ticker = "AAPL";
    row.position.asset_type = model::AssetType::stock;
    row.position.currency = usd;
    row.position.quantity = "3"_dec;
    row.position.total_cost = "100"_dec;
    row.position.total_cost_base = "90"_dec;
    row.position.realized_pl = "-5.5"_dec;
    row.position.realized_pl_base = "-5"_dec;
    row.position.income = "1"_dec;
    row.position.income_base = "0.9"_dec;
    row.position.fees = "2"_dec;
    row.first_day = base::day_of(moment("2024-01-02"));
    row.last_day = base::day_of(moment("2024-03-04"));
    row.last_price = "50"_dec;
    row.price_date = base::day_of(moment("2024-05-06"));
    row.market_value = "150"_dec;
    row.unrealized_pl = "50"_dec;
    row.market_value_base = "140"_dec;
    row.unrealized_pl_base = "50"_dec;
    row.total = {"90"_dec, "140"_dec, "50"_dec, "-5"_dec, "0.9"_dec, "1"_dec};
    return row;
}

PositionRow gold()
{
    PositionRow row;
    row.account = "main";
    row.base_currency = eur;
    row.position.ticker = "XAU";
    row.position.asset_type = model::AssetType::metal;
    row.position.currency = eur;
    row.position.quantity = "0.123456"_dec;
    row.position.realized_pl = Decimal{};
    row.position.realized_pl_base = Decimal{};
    row.position.income = Decimal{};
    row.position.income_base = Decimal{};
    row.position.fees = Decimal{};
    row.first_day = base::day_of(moment("2024-01-02"));
    row.last_day = row.first_day;
    row.total.cost = row.total.value = row.total.unrealized = row.total.weight = std::nullopt;
    return row;
}

std::string written(std::function<void(std::ostream&)> const& write)
{
    std::ostringstream out;
    write(out);
    return out.str();
}

PositionsScope in_euros()
{
    return {std::nullopt, {}, false, eur, {}};
}

std::string positions(std::vector<PositionRow> const& rows, PositionsScope const& scope, OutputFormat format,
                      std::vector<CashRow> const& cash = {})
{
    return written([&](std::ostream& out) { write_positions(out, rows, cash, scope, {format}); });
}

} // namespace

TEST_CASE("L8: an account's money comes after its positions and counts in the total of its currency")
{
    CashRow euros{
        "main", Currency{"EUR"}, {apple().position.account_id, Currency{"EUR"}, "12.5"_dec, {}}, "12.5"_dec, {}};
    auto others = euros;
    others.account = "other";
    others.cash.account_id = apple().position.account_id + 1;
    others.cash.balance = others.balance_base = others.total.value = std::nullopt;
    auto const csv = positions({apple()}, in_euros(), OutputFormat::csv, {euros, others});
    auto const first = csv.find("main,AAPL,");
    auto const second = csv.find("main,EUR,,CASH,12.5,,,,,,,12.5,");
    auto const third = csv.find("other,EUR,,CASH,,,,,,,,,");
    CHECK(first != std::string::npos);
    CHECK(second != std::string::npos);
    CHECK(third != std::string::npos);
    CHECK(first < second);
    CHECK(second < third);
    // One unknown balance makes the total of its currency unknown.
    auto const table = positions({}, in_euros(), OutputFormat::table, {euros, others});
    CHECK(table.find("Total") != std::string::npos);
    CHECK(table.substr(table.find("Total")).find('?') != std::string::npos);
}

TEST_CASE("L7: what is unknown is shown, makes sums unknown, and is counted")
{
    CHECK(positions({apple(), gold()}, in_euros(), OutputFormat::table) ==
          R"(Ticker  Quantity  Avg cost    Cost  Price   Value  In EUR    Weight  Unrealized  Realized  Income  Currency
------  --------  --------  ------  -----  ------  ------  --------  ----------  --------  ------  --------
AAPL    3          33.3333  100.00  50.00  150.00  140.00  100.00 %       50.00     -5.50    1.00  USD
XAU     0.123456         ?       ?      ?       ?       ?         ?           ?      0.00    0.00  EUR
------  --------  --------  ------  -----  ------  ------  --------  ----------  --------  ------  --------
Total                            ?              ?       ?         ?           ?     -5.00    0.90  EUR

? 1 position has no known price: 'pf-prices fetch' or 'pf-import prices.csv'
? 1 position has an unknown cost: 'pf-ledger list --ticker XAU' shows what brought the units
)");
}

TEST_CASE("positions of several accounts name the account, separate fees have a column")
{
    auto other = apple();
    other.account = "pension";
    PositionsScope const scope{std::nullopt, "fifo", true, eur, {}};
    auto const text = positions({apple(), other}, scope, OutputFormat::table);
    CHECK(text.starts_with("Account  Ticker"));
    CHECK(text.find("  Fees  ") != std::string::npos);
    CHECK(positions({apple()}, {}, OutputFormat::table).starts_with("Ticker"));
    CHECK(positions({}, {}, OutputFormat::table) == "no positions\n");
}

TEST_CASE("a table that is too wide leaves out what is needed least, and says so")
{
    std::ostringstream out;
    write_positions(out, {apple()}, {}, in_euros(), {OutputFormat::table, 70, false});
    CHECK(out.str() == R"(Ticker  Quantity   Value  In EUR    Weight  Unrealized  Currency
------  --------  ------  ------  --------  ----------  --------
AAPL           3  150.00  140.00  100.00 %       50.00  USD
------  --------  ------  ------  --------  ----------  --------
Total             140.00  140.00  100.00 %       50.00  EUR

not shown, for the width: Income, Avg cost, Realized, Cost, Price
)");
}

TEST_CASE("A2: the notes say at which rates of which days the total is, and which are not known")
{
    Date const day = base::day_of(moment("2024-12-31"));
    PositionsScope const scope{day, "fifo", false, eur, {{usd, eur, "0.123456789"_dec, day}, {eur, usd, {}, {}}}};
    auto const table = positions({apple()}, scope, OutputFormat::table);
    CHECK(table.ends_with("\nat 1 USD = 0.123457 EUR of 2024-12-31\n? no rate from EUR to USD is known: 'pf-prices "
                          "fetch' or 'pf-import fx.csv'\n"));
}

TEST_CASE("groups are in the currency of the total, and a group with an unknown part has no known total")
{
    PositionGroup const funds{"ETF", 2, apple().total};
    PositionGroup const metals{"METAL", 1, gold().total};
    std::ostringstream out;
    write_position_groups(out, {funds, metals}, funds.members + metals.members, "asset_type", in_euros(), {});
    CHECK(out.str() == R"(Type   Lines   Cost   Value    Weight  Unrealized  Realized  Income  Currency
-----  -----  -----  ------  --------  ----------  --------  ------  --------
ETF        2  90.00  140.00  100.00 %       50.00     -5.00    0.90  EUR
METAL      1      ?       ?         ?           ?      0.00    0.00  EUR
-----  -----  -----  ------  --------  ----------  --------  ------  --------
Total      3      ?       ?         ?           ?     -5.00    0.90  EUR
)");
}

TEST_CASE("the JSON of positions is exact and has the columns of the schema")
{
    Date const day = base::day_of(moment("2024-12-31"));
    PositionsScope const scope{day, "fifo", false, eur, {{usd, eur, "0.9"_dec, day}, {eur, usd, std::nullopt, {}}}};
    CHECK(positions({apple()}, scope, OutputFormat::json) == R"({
  "schema": "pf.positions/1",
  "as_of": "2024-12-31",
  "booking_method": "fifo",
  "fees": "in_basis",
  "unpriced": 0,
  "unknown_cost": 0,
  "total_currency": "EUR",
  "positions": [
    {"account":"main","ticker":"AAPL","name":null,"asset_type":"STOCK","quantity":"3","avg_cost_basis":"33.333333333333333333","total_cost":"100","last_price":"50","price_date":"2024-05-06","previous_close":null,"day_change":null,"market_value":"150","market_value_total":"140","weight":"1","unrealized_pl":"50","realized_pl":"-5.5","income":"1","fees":"2","currency":"USD","total_cost_base":"90","market_value_base":"140","unrealized_pl_base":"50","realized_pl_base":"-5","income_base":"0.9","base_currency":"EUR","total_currency":"EUR","first_transaction_date":"2024-01-02","last_transaction_date":"2024-03-04"}
  ],
  "positions_totals": [
    {"total":"currency","total_cost":"100","market_value":"150","unrealized_pl":"50","realized_pl":"-5.5","income":"1","fees":"2","currency":"USD"},
    {"total":"base","total_cost":"90","market_value":"140","unrealized_pl":"50","realized_pl":"-5","income":"0.9","currency":"EUR"},
    {"total":"total","total_cost":"90","market_value":"140","market_value_total":"140","weight":"1","unrealized_pl":"50","realized_pl":"-5","income":"0.9","fees":null,"currency":"EUR","total_currency":"EUR"}
  ],
  "rates": [
    {"from":"USD","to":"EUR","rate":"0.9","rate_date":"2024-12-31"},
    {"from":"EUR","to":"USD","rate":null,"rate_date":null}
  ]
}
)");
}

TEST_CASE("a closed position has no average cost and needs no price")
{
    auto closed = apple();
    closed.position.quantity = Decimal{};
    closed.position.total_cost = Decimal{};
    closed.last_price = std::nullopt;
    closed.market_value = Decimal{};
    closed.unrealized_pl = Decimal{};
    auto const text = positions({closed}, in_euros(), OutputFormat::csv);
    CHECK(text.find("main,AAPL,,STOCK,0,,0,,2024-05-06,,,0,140,1,0,-5.5,1,2,USD,") != std::string::npos);
    CHECK(positions({closed}, {}, OutputFormat::table).find('?') == std::string::npos);
}

TEST_CASE("open lots show what remains")
{
    LotRow row;
    row.account = "main";
    row.currency = usd;
    row.base_currency = eur;
    row.lot.key = {1, 7, 0};
    row.lot.ticker = "AAPL";
    row.bought = base::day_of(moment("2024-01-02"));
    row.lot.quantity = "10"_dec;
    row.lot.remaining_quantity = "4"_dec;
    row.lot.purchase_price = "12.5"_dec;
    row.lot.total_cost = "125"_dec;
    row.lot.remaining_cost = "50"_dec;
    row.market_value = "60"_dec;
    row.unrealized_pl = "10"_dec;
    row.lot.remaining_cost_base = "25"_dec;
    row.market_value_base = "30"_dec;
    row.unrealized_pl_base = "5"_dec;
    CHECK(written([&](std::ostream& out) { write_all_lots(out, {row}, "fifo", {}); }) ==
          R"(Ticker  Bought      Quantity  Unit cost   Cost  Value  Unrealized  Currency
------  ----------  --------  ---------  -----  -----  ----------  --------
AAPL    2024-01-02         4      12.50  50.00  60.00       10.00  USD
------  ----------  --------  ---------  -----  -----  ----------  --------
Total                                    25.00  30.00        5.00  EUR
)");
    CHECK(written([&](std::ostream& out) { write_all_lots(out, {row}, "fifo", {OutputFormat::csv}); }) ==
          "account,ticker,purchase_date,quantity,remaining_quantity,purchase_price,total_cost,remaining_cost,market_"
          "value,"
          "unrealized_pl,currency,remaining_cost_base,market_value_base,unrealized_pl_base,base_currency,opening_"
          "transaction_id,lot_no,side\n"
          "main,AAPL,2024-01-02,10,4,12.5,125,50,60,10,USD,25,30,5,EUR,7,0,LONG\n");
    CHECK(written([](std::ostream& out) { write_all_lots(out, {}, "", {}); }) == "no open lots\n");
}

TEST_CASE("realized gains tell short from long term where both occur")
{
    RealizedRow row;
    row.account = "main";
    row.currency = eur;
    row.base_currency = eur;
    row.disposal.ticker = "BTC";
    row.closed = base::day_of(moment("2024-06-01"));
    row.opened = base::day_of(moment("2024-01-01"));
    row.disposal.quantity = "0.5"_dec;
    row.disposal.proceeds = "100"_dec;
    row.disposal.cost_basis = "80"_dec;
    row.disposal.realized_pl = "20"_dec;
    row.disposal.proceeds_base = row.disposal.proceeds;
    row.disposal.cost_basis_base = row.disposal.cost_basis;
    row.disposal.realized_pl_base = row.disposal.realized_pl;
    auto old = row;
    old.opened = base::day_of(moment("2020-01-01"));
    old.disposal.cost_basis = std::nullopt;
    old.disposal.realized_pl = std::nullopt;
    old.disposal.cost_basis_base = old.disposal.realized_pl_base = std::nullopt;
    old.disposal.term = model::Term::long_term;
    CHECK(written([&](std::ostream& out) {
              write_all_realized(out, {row, old}, {});
          }) ==
          R"(Ticker      Sold        Bought      Term   Quantity  Proceeds   Cost  Realized  Currency
----------  ----------  ----------  -----  --------  --------  -----  --------  --------
BTC         2024-06-01  2024-01-01  short       0.5    100.00  80.00     20.00  EUR
BTC         2024-06-01  2020-01-01  long        0.5    100.00      ?         ?  EUR
----------  ----------  ----------  -----  --------  --------  -----  --------  --------
Short term                                             100.00  80.00     20.00  EUR
Long term                                              100.00      ?         ?  EUR
Total                                                  200.00      ?         ?  EUR
)");
    auto const json = written([&](std::ostream& out) { write_all_realized(out, {row}, {OutputFormat::json}); });
    CHECK(json.find(R"({"total":"currency","proceeds":"100","cost_basis":"80","realized_pl":"20","currency":"EUR"})") !=
          std::string::npos);
    CHECK(written([](std::ostream& out) { write_all_realized(out, {}, {}); }) == "nothing was realized\n");
}

TEST_CASE("what was sold short was sold when the position was opened, and bought when it was closed")
{
    RealizedRow row;
    row.account = "main";
    row.currency = row.base_currency = eur;
    row.disposal.ticker = "BTC";
    row.disposal.side = model::Side::owed;
    row.disposal.quantity = "-2"_dec;
    row.disposal.proceeds = "100"_dec;
    row.disposal.cost_basis = "80"_dec;
    row.disposal.realized_pl = "20"_dec;
    row.disposal.proceeds_base = row.disposal.proceeds;
    row.disposal.cost_basis_base = row.disposal.cost_basis;
    row.disposal.realized_pl_base = row.disposal.realized_pl;
    row.opened = base::day_of(moment("2024-01-01"));
    row.closed = base::day_of(moment("2024-06-01"));
    CHECK(written([&](std::ostream& out) { write_all_realized(out, {row}, {}); }) ==
          R"(Ticker  Sold        Bought      Term   Quantity  Proceeds   Cost  Realized  Currency
------  ----------  ----------  -----  --------  --------  -----  --------  --------
BTC     2024-01-01  2024-06-01  short        -2    100.00  80.00     20.00  EUR
------  ----------  ----------  -----  --------  --------  -----  --------  --------
Total                                              100.00  80.00     20.00  EUR
)");
    auto const csv = written([&](std::ostream& out) { write_all_realized(out, {row}, {OutputFormat::csv}); });
    CHECK(csv.find("main,BTC,2024-06-01,2024-01-01,short,-2,100,80,20,EUR,100,80,20,EUR,SHORT\n") != std::string::npos);
}

TEST_CASE("methods stand side by side in tables, in rows of their own in data")
{
    std::vector<MethodRow> rows;
    for (auto const method : model::booking_methods) {
        MethodRow row{"main", method, apple().position, "1"_dec};
        if (method == model::BookingMethod::hifo) {
            row.position.realized_pl = std::nullopt;
        }
        rows.push_back(row);
    }
    CHECK(written([&](std::ostream& out) { write_comparison(out, rows, std::nullopt, {}); }).starts_with(R"(Realized
Ticker   fifo   lifo  hifo   lofo  average  Currency
------  -----  -----  ----  -----  -------  --------
AAPL    -5.50  -5.50     ?  -5.50    -5.50  USD
------  -----  -----  ----  -----  -------  --------
Total   -5.50  -5.50     ?  -5.50    -5.50  USD

Cost of what is held
)"));
    CHECK(written([&](std::ostream& out) { write_comparison(out, {rows[2]}, std::nullopt, {OutputFormat::csv}); }) ==
          "account,ticker,booking_method,quantity,total_cost,realized_pl,unrealized_pl,currency\n"
          "main,AAPL,hifo,3,100,,1,USD\n");
    CHECK(written([](std::ostream& out) { write_comparison(out, {}, std::nullopt, {}); }) == "no positions\n");
}
