// Sales that name their lots.
#include "support.hpp"

#include <doctest/doctest.h>

#include <array>
#include <initializer_list>
#include <string>

namespace pf::lots::test {
namespace {

using model::BookingMethod;

Event naming(Event sale, std::string lots)
{
    sale.transaction.lots = std::move(lots);
    return sale;
}

Event with_id(Event event, std::string id)
{
    event.transaction.external_id = std::move(id);
    return event;
}

/// 10 at 10, 20 at 20, 30 at 15.
std::vector<Event> purchases()
{
    return {with_id(buy("2023-01-10", "10", "100"), "A"), with_id(buy("2023-02-10", "20", "400"), "B"),
            with_id(buy("2023-03-10", "30", "450"), "C")};
}

Recorder book_sale(std::string const& quantity, std::string const& lots, BookingMethod method)
{
    return book(purchases() + std::vector<Event>{naming(sell("2024-02-20", quantity, "1000"), lots)}, method);
}

std::string costs(Recorder const& result)
{
    std::string line;
    for (auto const& disposal : result.disposals) {
        line += text(disposal.quantity) + " for " + text(disposal.cost_basis) + ", ";
    }
    return line;
}

} // namespace

TEST_CASE("a sale takes the lots that it names, and the rest by the account's method")
{
    CHECK(costs(book_sale("10", "2023-02-10:10", BookingMethod::fifo)) == "10 for 200, ");
    CHECK(costs(book_sale("10", "id:C:4; 2023-02-10:6", BookingMethod::fifo)) == "4 for 60, 6 for 120, ");
    CHECK(costs(book_sale("15", "id:C:5", BookingMethod::fifo)) == "5 for 75, 10 for 100, ");
    CHECK(costs(book_sale("15", "id:A:5", BookingMethod::lifo)) == "5 for 50, 10 for 150, ");
    CHECK(costs(book_sale("15", "id:A:5", BookingMethod::hifo)) == "5 for 50, 10 for 200, ");
}

TEST_CASE("the parts that a sale takes of one lot, by name and by the method, are one disposal")
{
    auto const result = book_sale("8", "id:A:2; 2023-01-10:3", BookingMethod::fifo);
    CHECK(costs(result) == "8 for 80, ");
    CHECK(text(result.open.at(0).remaining_quantity) == "2");
    CHECK(text(result.open.at(0).remaining_cost) == "20");
    auto const all = book_sale("10", "id:A:2; 2023-01-10:3", BookingMethod::fifo);
    CHECK(costs(all) == "10 for 100, ");
    REQUIRE(all.closed.size() == 1);
    CHECK(all.closed[0].remaining_quantity.is_zero());
}

TEST_CASE("the holding period is that of the lot that is named")
{
    auto const result = book_sale("40", "2023-03-10:25; 2023-01-10:10", BookingMethod::lifo);
    REQUIRE(result.disposals.size() == 2);
    CHECK(costs(result) == "30 for 450, 10 for 100, ");
    CHECK(result.disposals[0].term == model::Term::short_term);
    CHECK(result.disposals[1].term == model::Term::long_term);
}

TEST_CASE("under average the names say which units go; their cost is that of the pool")
{
    auto const result = book_sale("12", "id:C:6", BookingMethod::average);
    CHECK(costs(result) == "6 for 95, 6 for 95, ");
    CHECK(result.disposals.at(0).purchase_date == at("2023-03-10"));
    CHECK(result.disposals.at(1).purchase_date == at("2023-01-10"));
    CHECK(text(result.position_of(1).total_cost) == "760");
}

TEST_CASE("a lot that is named and not there, or holds less, refuses the whole sale")
{
    for (auto const method : {BookingMethod::fifo, BookingMethod::average, BookingMethod::specific}) {
        for (auto const& [lots, lot, wanted, held] :
             std::initializer_list<std::array<char const*, 4>>{{"2023-01-11:5", "2023-01-11", "5", "0"},
                                                               {"id:D:5", "id:D", "5", "0"},
                                                               {"id:B:2; id:A:11", "id:A", "11", "10"},
                                                               {"id:A:6; 2023-01-10:5", "2023-01-10", "5", "4"}}) {
            auto const result = book_sale("13", lots, method);
            REQUIRE(result.oversells.size() == 1);
            CHECK(result.oversells[0].kind == Oversell::Kind::lot_missing);
            CHECK(result.oversells[0].lot == lot);
            CHECK(text(result.oversells[0].wanted) == wanted);
            CHECK(text(result.oversells[0].held) == held);
            CHECK(result.disposals.empty());
            CHECK(text(result.position_of(1).quantity) == "60");
            CHECK(text(result.position_of(1).total_cost) == "950");
        }
    }
}

TEST_CASE("under specific a sale names its lots, unless it has no choice")
{
    for (auto const& [quantity, lots, unnamed] : std::initializer_list<std::array<char const*, 3>>{
             {"5", "", "5"}, {"15", "id:B:10", "5"}, {"45", "id:A:10; id:B:19", "16"}}) {
        auto const result = book_sale(quantity, lots, BookingMethod::specific);
        REQUIRE(result.oversells.size() == 1);
        CHECK(result.oversells[0].kind == Oversell::Kind::lots_unnamed);
        CHECK(text(result.oversells[0].wanted) == unnamed);
        CHECK(result.disposals.empty());
    }
    CHECK(costs(book_sale("60", "", BookingMethod::specific)) == "10 for 100, 20 for 400, 30 for 450, ");
    CHECK(costs(book_sale("35", "id:A:10; id:B:20", BookingMethod::specific)) == "10 for 100, 20 for 400, 5 for 75, ");
    CHECK(costs(book_sale("5", "id:B:5", BookingMethod::specific)) == "5 for 100, ");
}

TEST_CASE("a lot keeps its day over a transfer and a split, and is known by the id of the row that brought it")
{
    auto moved = transfer("2023-06-01", "14", 1, 2);
    moved.back().transaction.external_id = "T";
    auto const history =
        std::vector<Event>{with_id(buy("2023-01-10", "10", "100"), "A"), buy("2023-02-10", "4", "80")} + moved +
        std::vector<Event>{in_account(buy("2023-07-01", "10", "300"), 2), in_account(split("2023-08-01", 2, 1), 2)};
    auto const sold = [&](std::string const& lots) {
        return book(history + std::vector<Event>{naming(in_account(sell("2024-02-20", "20", "500"), 2), lots)},
                    BookingMethod::lifo);
    };
    CHECK(costs(sold("2023-01-10:20")) == "20 for 100, ");
    CHECK(costs(sold("id:T:20")) == "20 for 100, ");
    CHECK(sold("id:A:20").oversells.at(0).kind == Oversell::Kind::lot_missing);
}

TEST_CASE("a sale that opens a short position takes the lots that it names, all of them")
{
    auto const book_short = [](std::string const& lots) {
        Book book{"X", {}};
        book.add_account(1, BookingMethod::specific, Currency{"USD"}, {}, true);
        Recorder result;
        auto sale = naming(sell("2024-01-01", "15", "300"), lots);
        auto purchase = with_id(buy("2023-01-10", "10", "100"), "A");
        purchase.transaction.id = 1;
        sale.transaction.id = 2;
        book.apply(purchase, result);
        book.apply(sale, result);
        book.finish(result);
        return result;
    };
    CHECK(text(book_short("id:A:10").position_of(1).quantity) == "-5");
    CHECK(text(book_short("").position_of(1).quantity) == "-5");
    auto const refused = book_short("id:A:11");
    CHECK(refused.oversells.at(0).kind == Oversell::Kind::lot_missing);
    CHECK(text(refused.position_of(1).quantity) == "10");
}

} // namespace pf::lots::test
