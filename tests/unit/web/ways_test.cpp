#include "pf/web/ways.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

using namespace pf;
using namespace pf::web;

namespace {

std::string way(View const& view, std::string const& period)
{
    Chosen chosen;
    chosen.period = period;
    return transactions_of(view, chosen).text();
}

} // namespace

TEST_CASE("a period leads to the transactions of its days")
{
    for (auto const& [period, days] : {std::pair{"2024", "from=2024-01-01&to=2024-12-31"},
                                       {"2024-Q1", "from=2024-01-01&to=2024-03-31"},
                                       {"2023-Q4", "from=2023-10-01&to=2023-12-31"},
                                       {"2024-02", "from=2024-02-01&to=2024-02-29"},
                                       {"2024-02-05", "from=2024-02-05&to=2024-02-05"}}) {
        std::string const of = period;
        CAPTURE(of);
        CHECK(way({}, of) == "/transactions?" + std::string{days});
    }
    CHECK(way({}, "") == "/transactions");
    CHECK(way({}, "?") == "/transactions");
}

TEST_CASE("the account and the days of the page count, too")
{
    View view;
    view.query = {{"account", "a/b"}, {"from", "2024-02-10"}, {"to", "2024-06-30"}};
    CHECK(way(view, "2024-02") == "/transactions?account=a%2Fb&from=2024-02-10&to=2024-02-29");
    CHECK(way(view, "2024") == "/transactions?account=a%2Fb&from=2024-02-10&to=2024-06-30");
    CHECK(way(view, "") == "/transactions?account=a%2Fb&from=2024-02-10&to=2024-06-30");
    CHECK(transactions_of(view, {"main", "SAP", "", "BUY"}).text() ==
          "/transactions?account=main&ticker=SAP&type=BUY&from=2024-02-10&to=2024-06-30");
}

TEST_CASE("a cell that is empty leads nowhere")
{
    CHECK_FALSE(linked_cell({}, Url{}, report::Nothing{}));
    CHECK(linked_cell({}, Url{}, report::Ratio{Decimal{}}));
}
