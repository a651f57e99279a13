// The view `holdings` tells what `pf-positions` tells: worth and gain by the rates of the day.
#include "pf/jobs/positions/positions_command.hpp"

#include "support/workbench.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <sstream>
#include <string>

using namespace pf;
using test::Workbench;
using money::operator""_dec;

namespace {

constexpr std::string_view trades = "2024-01-02,BUY,OWN,3,10,1,EUR\n"
                                    "2024-01-02,BUY,DIRECT,3,10,1,EUR\n"
                                    "2024-01-02,BUY,INVERSE,7,20,1,EUR\n"
                                    "2024-01-02,BUY,CROSSED,11,30,1,EUR\n"
                                    "2024-01-02,BUY,NO_RATE,1,30,1,EUR\n"
                                    "2024-01-02,BUY,NO_PRICE,1,30,1,EUR\n"
                                    "2024-01-02,BUY,CLOSED,1,30,1,EUR\n"
                                    "2024-01-03,SELL,CLOSED,1,40,1,EUR\n";

constexpr std::string_view closes = "date,ticker,close,currency\n"
                                    "2024-01-05,OWN,12,EUR\n2024-01-05,DIRECT,13.37,USD\n"
                                    "2024-01-05,INVERSE,17.77,CHF\n2024-01-05,CROSSED,1234.5,JPY\n"
                                    "2024-01-05,NO_RATE,5,XAU\n2024-01-05,CLOSED,50,USD\n"
                                    "2099-01-05,OWN,99,EUR\n";

constexpr std::string_view rates = "date,base,quote,rate\n2024-01-04,USD,EUR,0.91\n2024-01-04,EUR,CHF,0.93\n"
                                   "2024-01-04,USD,JPY,144.5\n2099-01-04,USD,EUR,2\n";

std::string number(std::optional<std::string> const& text)
{
    return text ? money::parse_decimal(*text)->value.to_text() : "?";
}

/// `TICKER price gain`, a line each.
std::set<std::string> lines_of_view(Workbench& bench, std::set<std::string> const& tickers)
{
    std::set<std::string> lines;
    for (auto const& ticker : tickers) {
        auto const value = [&](std::string const& column) {
            return number(bench.temporary().value("SELECT CAST(" + column + " AS TEXT) FROM holdings WHERE ticker = '" +
                                                  ticker + "'"));
        };
        lines.insert(ticker + " " + value("last_price") + " " + value("unrealized_pl"));
    }
    return lines;
}

/// The same by the command.
std::set<std::string> lines_of_command(Workbench& bench)
{
    cli::Common common;
    common.output.format = OutputFormat::json;
    std::ostringstream out;
    static_cast<void>(jobs::show_positions(bench.database(), common, {}, out));
    std::set<std::string> lines;
    auto const text = [](nlohmann::json const& value) { return value.is_null() ? "?" : value.get<std::string>(); };
    auto const document = nlohmann::json::parse(out.str());
    for (auto const& position : document.at("positions")) {
        lines.insert(text(position.at("ticker")) + " " + text(position.at("last_price")) + " " +
                     text(position.at("unrealized_pl")));
    }
    return lines;
}

std::set<std::string> const held{"OWN", "DIRECT", "INVERSE", "CROSSED", "NO_RATE", "NO_PRICE"};

} // namespace

TEST_CASE_TEMPLATE("the view holdings says what pf-positions says, also where price and position differ in currency",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const traded = bench.write("trades.csv", std::string{test::plain_header}.append(trades));
    auto const priced = bench.write("closes.csv", closes);
    auto const rated = bench.write("rates.csv", rates);
    SUBCASE("trades first")
    {
        bench.import_all({traded}), bench.import_all({priced}), bench.import_all({rated});
    }
    SUBCASE("rates first")
    {
        bench.import_all({rated}), bench.import_all({priced}), bench.import_all({traded});
    }
    SUBCASE("together")
    {
        bench.import_all({priced, traded, rated});
    }
    auto const lines = lines_of_view(bench, held);
    CHECK(lines == lines_of_command(bench));
    CHECK(lines.contains("OWN 12 5"));
    CHECK(lines.contains("DIRECT 12.1667 5.5001"));
    CHECK(lines.contains("NO_RATE ? ?"));
    CHECK(lines.contains("NO_PRICE ? ?"));

    bench.import_all({bench.write("newer.csv", "date,base,quote,rate\n2024-01-05,USD,EUR,0.9\n")});
    CHECK(lines_of_view(bench, held).contains("DIRECT 12.033 5.099"));
    CHECK(lines_of_view(bench, held) == lines_of_command(bench));
}
