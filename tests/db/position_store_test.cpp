#include "store_fixture.hpp"

#include <algorithm>

using namespace pf;
using namespace pf::test;
using Mode = db::PositionStore::Writer::Mode;

namespace {

/// Two transactions of A in `main`, and a position, two lots and a disposal made of them.
struct Holdings : Stores {
    explicit Holdings(db::Backend backend) : Stores(backend)
    {
        add({purchase(main, 1, "A", "2024-01-02"), purchase(main, 2, "A", "2024-05-06"),
             purchase(second, 1, "A", "2024-01-02")});
        used = lot_of(main, "A", 1);
        used.remaining_quantity = "6"_dec;
        used.remaining_cost = "75.606"_dec;
        disposal = disposal_of(used, 2);
        untouched = lot_of(main, "A", 2);
        position = position_of(main, "A");
        write(Mode::fresh, [&](auto& writer) {
            writer.disposal(disposal); // any order
            writer.lot(used);
            writer.lot(untouched);
            writer.position(position);
        });
    }

    template <typename Fill>
    void write(Mode mode, Fill const& fill)
    {
        db::Atomic atomic{database};
        auto writer = positions.write(mode);
        fill(writer);
        writer.finish();
        atomic.commit();
    }

    std::vector<model::Lot> all_lots()
    {
        std::vector<model::Lot> lots;
        positions.visit_lots({main, second}, [&](auto const& lot) { lots.push_back(lot); });
        return lots;
    }

    std::vector<model::Disposal> disposals(std::string_view first, std::string_view last)
    {
        std::vector<model::Disposal> found;
        positions.visit_disposals({main, second}, on(first), on(last),
                                  [&](auto const& each) { found.push_back(each); });
        return found;
    }

    model::Lot used;
    model::Lot untouched;
    model::Disposal disposal;
    model::Position position;
};

std::vector<model::Lot> open_lots(Holdings& holdings, std::int64_t account_id)
{
    std::vector<model::Lot> lots;
    holdings.positions.visit_open_lots({account_id}, [&](model::Lot const& lot) { lots.push_back(lot); });
    return lots;
}

} // namespace

TEST_CASE_TEMPLATE("positions, lots and disposals come back as they were stored", Where, PF_BACKENDS)
{
    Holdings holdings{Where::backend};
    CHECK(holdings.positions.list({holdings.main, holdings.second}) == std::vector{holdings.position});
    CHECK(holdings.positions.list({holdings.second}).empty());
    CHECK(holdings.positions.find({{holdings.main, "A"}, {holdings.main, "B"}}) == std::vector{holdings.position});
    CHECK(holdings.all_lots() == std::vector{holdings.used, holdings.untouched});
    CHECK(holdings.disposals("2024-05-06", "2024-05-06") == std::vector{holdings.disposal});
    CHECK(holdings.disposals("2024-05-07", "9999-12-31").empty());
    CHECK(holdings.disposals("1000-01-01", "2024-05-05").empty());
    CHECK(holdings.temporary.value("SELECT CAST(avg_cost_basis AS TEXT) FROM positions")->substr(0, 6) == "12.601");
}

TEST_CASE_TEMPLATE("L7: unknown amounts stay unknown", Where, PF_BACKENDS)
{
    Holdings holdings{Where::backend};
    auto lot = lot_of(holdings.second, "A", 1);
    lot.purchase_price.reset();
    lot.total_cost.reset();
    lot.total_cost_base.reset();
    lot.remaining_cost.reset();
    lot.remaining_cost_base.reset();
    auto disposal = disposal_of(lot, 1);
    disposal.cost_basis.reset();
    disposal.realized_pl.reset();
    disposal.cost_basis_base.reset();
    disposal.realized_pl_base.reset();
    auto position = position_of(holdings.second, "A");
    position.currency = Currency{};
    for (auto* const amount : {&position.total_cost, &position.total_cost_base, &position.realized_pl,
                               &position.realized_pl_base, &position.income, &position.income_base, &position.fees}) {
        amount->reset();
    }
    holdings.write(Mode::merge, [&](auto& writer) {
        writer.lot(lot);
        writer.disposal(disposal);
        writer.position(position);
    });
    CHECK(holdings.positions.list({holdings.second}) == std::vector{position});
    CHECK(open_lots(holdings, holdings.second) == std::vector{lot});
    // On one day by ticker and closing transaction, whichever the account.
    CHECK(holdings.disposals("2024-05-06", "2024-05-06") == std::vector{disposal, holdings.disposal});
}

TEST_CASE_TEMPLATE("open lots are those with units left", Where, PF_BACKENDS)
{
    Holdings holdings{Where::backend};
    CHECK(open_lots(holdings, holdings.main) == std::vector{holdings.used, holdings.untouched});
    holdings.used.remaining_quantity = Decimal{};
    holdings.used.remaining_cost = Decimal{};
    holdings.write(Mode::merge, [&](auto& writer) { writer.lot(holdings.used); });
    CHECK(open_lots(holdings, holdings.main) == std::vector{holdings.untouched});
    CHECK(holdings.positions.open_lots(std::set<db::Instrument>{{holdings.main, "A"}, {holdings.second, "A"}}) ==
          std::vector{holdings.untouched});
    CHECK(holdings.positions.open_lots(std::set<db::Instrument>{{holdings.second, "A"}}).empty());
    CHECK(holdings.all_lots().size() == 2);
}

TEST_CASE_TEMPLATE("a fresh write refuses a row that is there; a merge replaces it", Where, PF_BACKENDS)
{
    Holdings holdings{Where::backend};
    auto changed = holdings.position;
    changed.quantity = "5"_dec;
    changed.total_cost = "63.005"_dec;
    auto const write = [&](Mode mode) { holdings.write(mode, [&](auto& writer) { writer.position(changed); }); };
    CHECK_THROWS_AS(write(Mode::fresh), Error);
    CHECK(holdings.positions.list({holdings.main}) == std::vector{holdings.position});
    write(Mode::merge);
    CHECK(holdings.positions.list({holdings.main}) == std::vector{changed});
    write(Mode::merge);
    CHECK(holdings.positions.list({holdings.main}) == std::vector{changed});
}

TEST_CASE_TEMPLATE("removing an instrument removes all that is derived of it, and nothing else", Where, PF_BACKENDS)
{
    Holdings holdings{Where::backend};
    holdings.write(Mode::fresh, [&](auto& writer) {
        writer.position(position_of(holdings.second, "A"));
        writer.lot(lot_of(holdings.second, "A", 1));
    });
    {
        db::Atomic atomic{holdings.database};
        holdings.positions.remove({{holdings.main, "A"}, {holdings.main, "other"}});
        atomic.commit();
    }
    CHECK(holdings.positions.list({holdings.main}).empty());
    CHECK(holdings.all_lots() == std::vector{lot_of(holdings.second, "A", 1)});
    CHECK(holdings.disposals("1000-01-01", "9999-12-31").empty());
    CHECK(holdings.positions.list({holdings.second}).size() == 1);
    holdings.positions.remove({});
}

TEST_CASE_TEMPLATE("a lot needs its position and its transaction, a disposal its lot", Where, PF_BACKENDS)
{
    Holdings holdings{Where::backend};
    auto const write = [&](auto const& fill) { holdings.write(Mode::fresh, fill); };
    CHECK_THROWS_AS(write([&](auto& writer) { writer.lot(lot_of(holdings.second, "A", 1)); }), Error);
    CHECK_THROWS_AS(write([&](auto& writer) { writer.lot(lot_of(holdings.main, "A", 77)); }), Error);
    CHECK_THROWS_AS(write([&](auto& writer) { writer.disposal(disposal_of(lot_of(holdings.main, "A", 1, 5), 2)); }),
                    Error);
    CHECK_THROWS_AS(write([&](auto& writer) { writer.disposal(disposal_of(holdings.untouched, 77)); }), Error);
    CHECK(holdings.all_lots().size() == 2);
}

TEST_CASE_TEMPLATE("units that are owed come back with their side, and may have brought less than nothing", Where,
                   PF_BACKENDS)
{
    Holdings holdings{Where::backend};
    auto owed = lot_of(holdings.main, "A", 2, 7);
    owed.side = model::Side::owed;
    owed.purchase_price = owed.total_cost = owed.remaining_cost = "-0.5"_dec;
    auto closed = disposal_of(owed, 1);
    closed.side = model::Side::owed;
    holdings.position.quantity = "-10"_dec;
    holdings.position.total_cost = "-20.5"_dec;
    holdings.write(Mode::merge, [&](auto& writer) {
        writer.lot(owed);
        writer.disposal(closed);
        writer.position(holdings.position);
    });
    CHECK(std::ranges::count(holdings.all_lots(), owed) == 1);
    CHECK(std::ranges::count(holdings.disposals("2024-01-01", "2024-12-31"), closed) == 1);
    CHECK(holdings.positions.list({holdings.main}).front() == holdings.position);
}

TEST_CASE_TEMPLATE("more rows than memory should hold go through a file, and all arrive", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    constexpr std::int64_t count = 30'000;
    db::Atomic atomic{stores.database};
    std::vector<model::Transaction> rows;
    for (std::int64_t id = 1; id <= count; ++id) {
        rows.push_back(purchase(stores.main, id, "A", "2024-01-01"));
    }
    stores.insert(rows);
    auto writer = stores.positions.write(Mode::fresh);
    for (std::int64_t id = 1; id <= count; ++id) {
        writer.lot(lot_of(stores.main, "A", id));
    }
    writer.position(position_of(stores.main, "A"));
    writer.finish();
    atomic.commit();
    std::int64_t seen = 0;
    stores.positions.visit_lots({stores.main},
                                [&](auto const& lot) { seen += lot == lot_of(stores.main, "A", seen + 1) ? 1 : 0; });
    CHECK(seen == count);
}

TEST_CASE_TEMPLATE("a price is set on a position, and gone when the position is written again", Where, PF_BACKENDS)
{
    Holdings holdings{Where::backend};
    auto const stored = [&](char const* column) {
        auto const text = holdings.temporary.value(std::string{"SELECT CAST("} + column + " AS TEXT) FROM positions");
        return text ? std::optional{parse_decimal(*text)->value} : std::nullopt;
    };
    CHECK(holdings.positions.tickers_held() == std::set<std::string>{"A"});
    auto const to_price = holdings.positions.to_price({"A", "B"});
    REQUIRE(to_price.size() == 1);
    CHECK(to_price.front().position.quantity == holdings.position.quantity);
    CHECK(to_price.front().position.total_cost == holdings.position.total_cost);
    CHECK(to_price.front().position.total_cost_base == holdings.position.total_cost_base);
    CHECK(to_price.front().position.currency == holdings.position.currency);

    holdings.positions.set_prices({{holdings.main, "A", "20.5"_dec, "78.99"_dec, "205"_dec, "190"_dec, "70"_dec},
                                   {holdings.main, "B", "1"_dec, {}}});
    CHECK(stored("last_price") == "20.5"_dec);
    CHECK(stored("unrealized_pl") == "78.99"_dec);
    CHECK(stored("market_value") == "205"_dec);
    CHECK(stored("market_value_base") == "190"_dec);
    CHECK(stored("unrealized_pl_base") == "70"_dec);

    holdings.write(Mode::merge, [&](auto& writer) { writer.position(holdings.position); });
    for (auto const* column :
         {"last_price", "unrealized_pl", "market_value", "market_value_base", "unrealized_pl_base"}) {
        CHECK(!stored(column));
    }

    holdings.positions.set_prices({{holdings.main, "A", "20.5"_dec, {}}});
    holdings.positions.set_prices({{holdings.main, "A", {}, {}}});
    CHECK(!stored("last_price"));
}
