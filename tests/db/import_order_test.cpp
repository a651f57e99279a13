// The order of what happens at one moment, as far as files tell it.
#include "pf/jobs/import/file_order.hpp"

#include "db/random_history.hpp"

#include <algorithm>
#include <iterator>
#include <set>

using namespace pf;
using namespace pf::test;

namespace {

using Places = std::vector<std::int64_t>;

/// \param days  of the events, in the file's order
Places places_of(std::vector<int> const& days, bool newest_first = false)
{
    auto const moment = [](int day) { return Timestamp{std::chrono::days{day}}; };
    jobs::FileOrder order{newest_first};
    std::ranges::for_each(days, [&](int day) { order.note(moment(day)); });
    jobs::Places reader{order};
    Places found;
    std::ranges::transform(days, std::back_inserter(found), [&](int day) { return reader.next(moment(day)); });
    return found;
}

std::string moment_of(std::string const& row)
{
    return row.substr(0, row.find(','));
}

std::string file_of(std::vector<std::string> const& rows)
{
    std::string text{random_header};
    for (auto const& row : rows) {
        text += row;
    }
    return text;
}

std::string gains(Workbench& bench)
{
    jobs::PortfolioRequest request;
    request.with_disposals = true;
    std::vector<std::string> lines;
    for (auto const& disposal : jobs::load_portfolio(bench.database(), request).disposals) {
        lines.push_back(disposal.ticker + " " + base::to_text(base::day_of(disposal.purchase_date)) + " " +
                        disposal.quantity.to_text() + " " +
                        (disposal.realized_pl ? disposal.realized_pl->to_text() : "?") + "\n");
    }
    std::ranges::sort(lines);
    std::string text;
    for (auto const& line : lines) {
        text += line;
    }
    return text;
}

} // namespace

TEST_CASE("a file in order of time gives places, one in any other order none")
{
    CHECK(places_of({}) == Places{});
    CHECK(places_of({1, 1, 2, 3, 3, 3}) == Places{1, 2, 1, 1, 2, 3});
    CHECK(places_of({3, 3, 3, 2, 1, 1}) == Places{3, 2, 1, 1, 2, 1});
    CHECK(places_of({9, 9, 8, 8, 7, 6, 5, 5, 5}) == Places{2, 1, 2, 1, 1, 1, 3, 2, 1});
    CHECK(places_of({1, 2, 1}) == Places{0, 0, 0});
    CHECK(places_of({2, 1, 1, 2}) == Places{0, 0, 0, 0});
}

TEST_CASE("a file of one moment begins where its format says")
{
    CHECK(places_of({5, 5, 5}) == Places{1, 2, 3});
    CHECK(places_of({5, 5, 5}, true) == Places{3, 2, 1});
    CHECK(places_of({5, 5, 6}, true) == Places{1, 2, 1});
}

TEST_CASE_TEMPLATE("bought back on the day of a sale: the file's order decides, newest first too", Where, PF_BACKENDS)
{
    std::vector<std::string> const rows{"2021-01-01,BUY,TNC,100,,,GBP,main,,,,,,,,1000\n",
                                        "2022-03-01,SELL,TNC,100,,,GBP,main,,,,,,,,100\n",
                                        "2022-03-01,BUY,TNC,100,,,GBP,main,,,,,,,,90\n"};
    for (auto const method : {model::BookingMethod::lifo, model::BookingMethod::average, model::BookingMethod::fifo}) {
        for (bool const is_reversed : {false, true}) {
            Workbench bench{Where::backend};
            bench.add_account("main", "GBP", method);
            auto file = rows;
            if (is_reversed) {
                std::ranges::reverse(file);
            }
            bench.import_all({bench.write("file.csv", file_of(file))});
            CHECK(gains(bench) == "TNC 2021-01-01 100 -900\n");
            CHECK(bench.discrepancies().empty());
        }
    }
}

TEST_CASE_TEMPLATE("a file that lists sales before the purchases of their day is read all the same", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write("file.csv", file_of({"2022-03-01,SELL,TNC,100,,,EUR,main,,,,,,,,100\n",
                                                       "2022-03-01,BUY,TNC,100,,,EUR,main,,,,,,,,90\n"}))});
    CHECK(gains(bench) == "TNC 2022-03-01 100 10\n");
}

TEST_CASE_TEMPLATE("L3: a file in order of time gives the same lots oldest first, newest first and bit by bit", Where,
                   PF_BACKENDS)
{
    Workbench oldest_first{Where::backend};
    Workbench newest_first{Where::backend};
    Workbench growing{Where::backend};
    for (auto* const bench : {&oldest_first, &newest_first, &growing}) {
        bench->add_account("ira", "USD", model::BookingMethod::lifo);
    }
    check_some([&] {
        std::vector<std::string> rows;
        for (auto const& draw : any_draws()) {
            rows.push_back(row_text(draw, rows.size()));
        }
        std::ranges::stable_sort(rows, {}, moment_of);
        RC_PRE(!rows.empty());
        RC_PRE(moment_of(rows.front()) != moment_of(rows.back()));
        for (auto* const bench : {&oldest_first, &newest_first, &growing}) {
            empty(*bench);
        }
        auto const stored = oldest_first.import({oldest_first.write("all.csv", file_of(rows))}).stored;
        for (std::size_t i = 0; i < 3; ++i) {
            auto const part = std::vector(rows.begin(), rows.begin() + any_below(static_cast<unsigned>(rows.size())));
            if (!part.empty()) {
                static_cast<void>(growing.import({growing.write("part.csv", file_of(part))}));
            }
        }
        RC_ASSERT(growing.import({growing.write("all.csv", file_of(rows))}).stored == stored);
        std::ranges::reverse(rows);
        RC_ASSERT(newest_first.import({newest_first.write("all.csv", file_of(rows))}).stored == stored);
        RC_PRE(stored);
        for (auto* const bench : {&newest_first, &growing}) {
            RC_ASSERT(bench->holdings() == oldest_first.holdings());
            RC_ASSERT(gains(*bench) == gains(oldest_first));
            RC_ASSERT(bench->discrepancies().empty());
        }
    });
}
