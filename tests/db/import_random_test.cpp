// Random sequences of imports and undos, in any order of dates: the stored books are always those of the transactions.
#include "db/random_history.hpp"

#include <algorithm>
#include <sstream>

using namespace pf;
using namespace pf::test;

namespace {

/// The rows of a file up to a day.
std::string rows_until(std::string const& file, std::string const& day)
{
    std::istringstream stream{file};
    std::string line;
    std::getline(stream, line);
    std::string result = line + "\n";
    while (std::getline(stream, line)) {
        if (line.substr(0, day.size()) <= day) {
            result += line + "\n";
        }
    }
    return result;
}

/// More may be sold of it than it holds.
void allow_shorts(Workbench& bench, db::Backend backend)
{
    bench.temporary().run(std::string{"UPDATE accounts SET allows_short = "} +
                          (backend == db::Backend::sqlite ? "1" : "true") + " WHERE name = 'ira'");
}

/// Open lots without the ids of transactions, which depend on the order of imports.
std::string lots_text(Workbench& bench, std::optional<Date> as_of)
{
    jobs::PortfolioRequest request;
    request.with_lots = true;
    request.as_of = as_of;
    std::vector<std::string> lines;
    for (auto const& lot : jobs::load_portfolio(bench.database(), request).open_lots) {
        lines.push_back(std::to_string(lot.key.account_id) + " " + lot.ticker + " " + base::to_text(lot.purchase_date) +
                        " " + std::string{to_text(lot.side)} + " " + lot.remaining_quantity.to_text() + " " +
                        (lot.remaining_cost ? lot.remaining_cost->to_text() : "?") + " " +
                        (lot.remaining_cost_base ? lot.remaining_cost_base->to_text() : "?"));
    }
    std::ranges::sort(lines);
    std::string text;
    for (auto const& line : lines) {
        text += line + "\n";
    }
    return text;
}

} // namespace

TEST_CASE_TEMPLATE("L4: after any sequence of imports and undos the books equal a recomputation", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::hifo);
    allow_shorts(bench, Where::backend);
    check_some([&] {
        empty(bench);
        Runner runner{bench};
        for (auto const& step : any_steps()) {
            runner.run(step);
            auto const found = bench.discrepancies();
            RC_LOG(found);
            RC_ASSERT(found.empty());
        }
        RC_CLASSIFY(bench.count("disposals") > 0, "sales");
        RC_CLASSIFY(bench.number("SELECT COUNT(*) FROM lots WHERE side = 'SHORT'") > 0, "short positions");
        RC_CLASSIFY(bench.number("SELECT COUNT(*) FROM transactions WHERE counter_account_id IS NOT NULL") > 0,
                    "transfers");
    });
}

TEST_CASE_TEMPLATE("L6: as of a day is what a database of the rows up to that day says", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    Workbench past{Where::backend};
    bench.add_account("ira", "USD", model::BookingMethod::average);
    past.add_account("ira", "USD", model::BookingMethod::average);
    allow_shorts(bench, Where::backend);
    allow_shorts(past, Where::backend);
    check_some([&] {
        auto const runner = any_history(bench, untold_header());
        empty(past);
        auto const day = day_text(any_below(28));
        std::vector<std::string> files;
        for (auto const& file : runner.files()) {
            files.push_back(past.write("part" + std::to_string(files.size()) + ".csv", rows_until(file, day)));
        }
        if (!files.empty()) {
            RC_ASSERT(past.import(files).stored);
        }
        jobs::PortfolioRequest request;
        request.as_of = test::on(day);
        RC_ASSERT(bench.holdings(request) == past.holdings());
        RC_ASSERT(lots_text(bench, request.as_of) == lots_text(past, std::nullopt));
    });
}

TEST_CASE_TEMPLATE("L3: where no source tells an order, any number and order of files gives the same lots", Where,
                   PF_BACKENDS)
{
    Workbench bench{Where::backend};
    Workbench other{Where::backend};
    bench.add_account("ira", "USD");
    other.add_account("ira", "USD");
    allow_shorts(bench, Where::backend);
    allow_shorts(other, Where::backend);
    check_some([&] {
        empty(bench);
        empty(other);
        std::vector<std::string> rows;
        for (auto const& draw : any_draws()) {
            rows.push_back(row_text(draw, rows.size()));
        }
        auto together = untold_header();
        std::vector<std::string> apart;
        for (auto const& row : rows) {
            together += row;
            apart.push_back(other.write("row" + std::to_string(apart.size()) + ".csv", untold_header() + row));
        }
        auto const stored = bench.import({bench.write("all.csv", together)}).stored;
        std::ranges::reverse(apart);
        RC_PRE(!apart.empty());
        RC_ASSERT(other.import(apart).stored == stored);
        RC_ASSERT(other.holdings() == bench.holdings());
        RC_ASSERT(lots_text(other, std::nullopt) == lots_text(bench, std::nullopt));
    });
}
