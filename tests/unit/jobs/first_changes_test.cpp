#include "pf/jobs/books/first_changes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pf::jobs {
namespace {

Timestamp moment(int number)
{
    return Timestamp{std::chrono::seconds{number}};
}

using Instruments = std::set<db::Instrument>;

/// Of so many accounts, each with all of the tickers.
FirstChanges many(int accounts, std::vector<std::string> const& tickers)
{
    FirstChanges changes;
    for (int account = 1; account <= accounts; ++account) {
        for (auto const& ticker : tickers) {
            changes.add(account, ticker, moment(account));
        }
    }
    return changes;
}

std::vector<Instruments> parts_of(FirstChanges const& changes, model::Families const& families)
{
    std::vector<Instruments> parts;
    changes.visit_parts(families, [&](FirstChanges const& part) { parts.push_back(part.instruments()); });
    return parts;
}

} // namespace

TEST_CASE("of several changes of an instrument the first counts, however many there are")
{
    FirstChanges changes;
    CHECK(changes.empty());
    for (int number = 1000; number > 0; --number) {
        changes.add(number % 3, "A", moment(number));
    }
    changes.add(5, "B", moment(9));
    FirstChanges more;
    more.add(0, "A", moment(-1));
    more.add(6, "C", moment(2));
    changes.add(more);
    CHECK(changes.instruments() == Instruments{{0, "A"}, {1, "A"}, {2, "A"}, {5, "B"}, {6, "C"}});
    CHECK(changes.by_ticker() ==
          std::map<std::string, Timestamp>{{"A", moment(-1)}, {"B", moment(9)}, {"C", moment(2)}});
}

TEST_CASE("parts are bounded, hold each instrument once and never divide a family")
{
    auto const changes = many(3000, {"A", "B", "C", "D"});
    auto const apart = parts_of(changes, {});
    CHECK(apart.size() == 4);
    Instruments all;
    std::size_t sum = 0;
    for (auto const& part : apart) {
        sum += part.size();
        all.insert(part.begin(), part.end());
    }
    CHECK(sum == 12'000);
    CHECK(all == changes.instruments());

    auto const together = parts_of(changes, model::Families{{{"A", "C"}}});
    REQUIRE(together.size() == 3);
    CHECK(together.front().size() == 6000);
    CHECK(together.front().contains({1, "C"}));
    CHECK(parts_of(many(2, {"A", "B"}), {}).size() == 1);
    CHECK(parts_of({}, {}).empty());
}

TEST_CASE("accounts are visited in the order that is asked for, and never divided")
{
    std::vector<std::int64_t> order;
    for (std::int64_t account = 3000; account > 1; --account) {
        order.push_back(account);
    }
    std::vector<Instruments> parts;
    many(3000, {"A", "B", "C", "D"}).visit_accounts(order, [&](Instruments const& part) { parts.push_back(part); });
    REQUIRE(parts.size() == 3);
    CHECK(parts.front().size() == 5000);
    CHECK(parts.front().begin()->account_id == 1751);
    CHECK(parts.back().begin()->account_id == 2);
}

} // namespace pf::jobs
