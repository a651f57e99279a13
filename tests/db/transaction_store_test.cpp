#include "pf/db/correction_store.hpp"
#include "pf/lots/moment.hpp"

#include "store_fixture.hpp"

#include <algorithm>

using namespace pf;
using namespace pf::test;
using model::TransactionType;

namespace {

using Found = std::vector<std::pair<std::int64_t, std::int64_t>>; // account, id

Found ids(std::vector<model::Transaction> const& transactions)
{
    Found found;
    for (auto const& transaction : transactions) {
        found.emplace_back(transaction.account_id, transaction.id);
    }
    return found;
}

lots::Held holding_nothing(std::int64_t /*account_id*/, std::string const& /*ticker*/)
{
    return {};
}

/// As they are booked.
auto into(std::vector<model::Transaction>& transactions)
{
    return [&](std::span<model::Transaction> moment) {
        lots::put_in_order(moment, holding_nothing, Decimal{});
        transactions.insert(transactions.end(), moment.begin(), moment.end());
    };
}

std::vector<model::Transaction> visited(Stores& stores, std::set<db::Instrument> const& instruments,
                                        std::int64_t first_import = 0)
{
    std::vector<model::Transaction> transactions;
    stores.transactions.visit(instruments, first_import, stores.transactions.families(), into(transactions));
    return transactions;
}

Found visited_of(Stores& stores, std::vector<std::int64_t> const& accounts, std::string_view until)
{
    std::vector<model::Transaction> transactions;
    stores.transactions.visit_accounts(accounts, at(until), {}, into(transactions));
    return ids(transactions);
}

std::vector<model::Transaction> of_import(Stores& stores, std::int64_t import_id, std::int64_t limit)
{
    std::vector<model::Transaction> transactions;
    stores.transactions.visit_import(import_id, limit,
                                     [&](model::Transaction const& one) { transactions.push_back(one); });
    return transactions;
}

/// Every column has a value of its own.
model::Transaction full(std::int64_t account_id)
{
    auto row = purchase(account_id, 1, "BRK.B", "2024-02-29T23:59:59.999999Z");
    row.type = TransactionType::transfer_out;
    row.asset_type = model::AssetType::crypto;
    row.quantity = "99999999999999999999.999999999999999999"_dec;
    row.price = "0.000000000000000001"_dec;
    row.total_amount = "12345678901234567890.000000000000000001"_dec;
    row.fee = "0.1"_dec;
    row.fx_rate = "1.0825"_dec;
    row.counter_account_id = 2;
    row.line_no = 123'456;
    row.place = 7;
    row.description = std::string(499, 'x') + "é";
    row.external_id = "it's; \"an\" id \\ \t";
    return row;
}

std::int64_t next_id(Stores const& stores, std::int64_t account_id)
{
    return stores.transactions.next_ids({account_id}).at(account_id);
}

/// Of the account `main`.
db::FingerprintSet known_of(Stores const& stores, Timestamp first, Timestamp last)
{
    auto known = stores.transactions.fingerprints({{stores.main, first, last}});
    return known.contains(stores.main) ? std::move(known.at(stores.main)) : db::FingerprintSet{};
}

} // namespace

TEST_CASE_TEMPLATE("a transaction comes back as it was stored", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto const transfer = full(stores.main);
    auto split = purchase(stores.main, 2, "BRK.B", "2024-03-01");
    split.date_only = true;
    split.type = TransactionType::split;
    split.quantity = Decimal{};
    split.price.reset();
    split.total_amount.reset();
    split.fee = Decimal{};
    split.currency = Currency{};
    split.split_numerator = 3;
    split.split_denominator = 2;
    auto converted = purchase(stores.main, 3, "BRK.B", "2024-03-02");
    converted.type = TransactionType::convert_out;
    converted.counter_ticker = "Ä b";
    converted.cost_share = "0.000000000000000001"_dec;
    stores.add({transfer, split, converted});

    auto rows = of_import(stores, 1, 10);
    REQUIRE(rows.size() == 3);
    std::ranges::sort(rows, {}, &model::Transaction::id);
    CHECK(rows[0] == transfer);
    CHECK(rows[1] == split);
    CHECK(rows[2] == converted);

    auto seen = visited(stores, {{stores.main, "BRK.B"}});
    REQUIRE(seen.size() == 3);
    CHECK(seen[0].description.empty());
    seen[0].description = transfer.description;
    CHECK(seen == std::vector{transfer, split, converted});
}

TEST_CASE_TEMPLATE("cash movements have no ticker and are no instrument", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto deposit = purchase(stores.main, 1, "", "2024-01-01");
    deposit.type = TransactionType::deposit;
    deposit.quantity = Decimal{};
    deposit.price.reset();
    stores.add({deposit, purchase(stores.main, 2, "A", "2024-01-02")});
    CHECK(of_import(stores, 1, 10).front() == deposit);
    CHECK(stores.transactions.instruments_of_import(1) == std::set<db::Instrument>{{stores.main, "A"}});
    CHECK(visited_of(stores, {stores.main}, "2025-01-01") == Found{{stores.main, 2}});
}

TEST_CASE_TEMPLATE("ids and fingerprints are counted per account", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    CHECK(next_id(stores, stores.main) == 1);
    stores.add({purchase(stores.main, 1, "A", "2024-01-01"), purchase(stores.main, 5, "A", "2024-01-02"),
                purchase(stores.second, 2, "A", "2024-01-02")});
    CHECK(next_id(stores, stores.main) == 6);
    CHECK(next_id(stores, stores.second) == 3);

    auto const known = known_of(stores, at("2024-01-01"), at("2024-01-02"));
    CHECK(known.size() == 2);
    CHECK(known.contains(purchase(stores.main, 1, "A", "2024-01-01").fingerprint));
    CHECK(!known.contains(purchase(stores.second, 2, "A", "2024-01-02").fingerprint));
    CHECK(known_of(stores, at("2024-01-01T00:00:00.000001Z"), at("2024-01-03")).size() == 1);
    CHECK(known_of(stores, at("2023-01-01"), at("2023-12-31")).size() == 0);
    CHECK(!known_of(stores, at("2023-01-01"), at("2023-12-31")).contains(fingerprint_of(1)));
}

TEST_CASE("a set of fingerprints finds each of its own and no other")
{
    std::vector<model::Fingerprint> fingerprints;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        fingerprints.push_back(fingerprint_of(i));
    }
    db::FingerprintSet const set{fingerprints};
    CHECK(set.size() == 5000);
    CHECK(std::ranges::all_of(fingerprints, [&](auto const& fingerprint) { return set.contains(fingerprint); }));
    for (std::uint64_t i = 5000; i < 10'000; ++i) {
        CHECK_FALSE(set.contains(fingerprint_of(i)));
    }
    model::Fingerprint lowest{};
    model::Fingerprint highest{};
    highest.fill(std::byte{0xFF});
    CHECK(!set.contains(lowest));
    CHECK(!set.contains(highest));
    CHECK(db::FingerprintSet{{lowest, highest}}.contains(highest));
}

TEST_CASE_TEMPLATE("I2: the same transaction twice is refused by the database itself", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto const row = purchase(stores.main, 1, "A", "2024-01-01");
    auto again = row;
    again.id = 2;
    CHECK_THROWS_AS(stores.add({row, again}), Error);
}

TEST_CASE_TEMPLATE("transactions are visited ticker by ticker in booking order, accounts merged", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto sale = purchase(stores.main, 2, "A", "2024-01-02");
    sale.type = TransactionType::sell;
    auto split = purchase(stores.main, 3, "A", "2024-01-02");
    split.type = TransactionType::split;
    stores.add({purchase(stores.main, 1, "B", "2024-01-01"), sale, split, purchase(stores.main, 4, "A", "2024-01-03"),
                purchase(stores.second, 1, "A", "2024-01-02T00:00:00.000001Z"),
                purchase(stores.second, 2, "C", "2024-01-01")});

    CHECK(ids(visited(stores, {{stores.main, "A"}, {stores.main, "B"}})) ==
          Found{{stores.main, 3}, {stores.main, 2}, {stores.main, 4}, {stores.main, 1}});
    CHECK(ids(visited(stores, {{stores.main, "A"}, {stores.second, "A"}, {stores.second, "C"}})) ==
          Found{{stores.main, 3}, {stores.main, 2}, {stores.second, 1}, {stores.main, 4}, {stores.second, 2}});
    // an instrument is an account and a ticker, not any account with any ticker
    CHECK(ids(visited(stores, {{stores.main, "B"}, {stores.second, "A"}})) ==
          Found{{stores.second, 1}, {stores.main, 1}});
    CHECK(visited(stores, {}).empty());
    CHECK(visited(stores, {{stores.main, "it's not there"}}).empty());
}

TEST_CASE_TEMPLATE("tickers are ordered by bytes, whatever the server's language", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    stores.add({purchase(stores.main, 1, "a", "2024-01-01"), purchase(stores.main, 2, "B", "2024-01-01"),
                purchase(stores.main, 3, "Ä", "2024-01-01"), purchase(stores.main, 4, "A B", "2024-01-01"),
                purchase(stores.main, 5, "A-B", "2024-01-01"), purchase(stores.main, 6, "AA", "2024-01-01")});
    auto const id = stores.main;
    CHECK(visited_of(stores, {stores.main, stores.second}, "2025-01-01") ==
          Found{{id, 4}, {id, 5}, {id, 6}, {id, 2}, {id, 1}, {id, 3}});
}

TEST_CASE_TEMPLATE("L6: a visit of accounts ends with its moment", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    stores.add({purchase(stores.main, 1, "A", "2024-01-01"), purchase(stores.main, 2, "A", "2024-01-02"),
                purchase(stores.main, 3, "A", "2024-01-02T00:00:00.000001Z"),
                purchase(stores.second, 1, "A", "2024-01-01")});
    for (auto const& accounts : {std::vector{stores.main}, std::vector{stores.main, std::int64_t{77}}}) {
        CHECK(visited_of(stores, accounts, "2024-01-02") == Found{{stores.main, 1}, {stores.main, 2}});
    }
}

TEST_CASE_TEMPLATE("the rows of the newest imports are found", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    for (std::int64_t id = 2; id <= 3; ++id) {
        stores.imports.add({import_of(id, stores.main)});
    }
    auto const row = [&](std::int64_t id, std::int64_t import, std::string_view ticker, std::string_view date) {
        auto transaction = purchase(stores.main, id, ticker, date);
        transaction.import_id = import;
        return transaction;
    };
    stores.add({row(1, 1, "LATER", "2024-01-01"), row(2, 1, "BETWEEN", "2024-01-01"),
                row(3, 1, "BETWEEN", "2024-03-01"), row(4, 1, "SAME", "2024-02-01"), row(5, 2, "LATER", "2024-02-01"),
                row(6, 2, "BETWEEN", "2024-02-01"), row(7, 2, "SAME", "2024-02-01"), row(8, 2, "NEW", "2024-02-01"),
                row(9, 3, "LATER", "2024-03-01"), row(10, 3, "LATER", "2024-01-15")});
    auto const id = stores.main;
    std::set<db::Instrument> const all{
        {id, "LATER"}, {id, "BETWEEN"}, {id, "SAME"}, {id, "NEW"}, {stores.second, "LATER"}};

    CHECK(ids(visited(stores, all, 2)) == Found{{id, 6}, {id, 10}, {id, 5}, {id, 9}, {id, 8}, {id, 7}});
    CHECK(ids(visited(stores, {{id, "LATER"}}, 3)) == Found{{id, 10}, {id, 9}});
    CHECK(visited(stores, all, 4).empty());
    CHECK(stores.transactions.instruments_of_import(3) == std::set<db::Instrument>{{id, "LATER"}});
}

TEST_CASE_TEMPLATE("transfers connect the accounts of an instrument", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto const third = stores.accounts.create("third", Currency{"EUR"}, model::BookingMethod::fifo).id;
    stores.imports.add({import_of(1, third)});
    auto const transfer = [&](std::int64_t from, std::int64_t to, std::int64_t id, std::string_view ticker) {
        auto out = purchase(from, id, ticker, "2024-01-02");
        out.type = TransactionType::transfer_out;
        out.counter_account_id = to;
        auto in = purchase(to, id + 100, ticker, "2024-01-02");
        in.type = TransactionType::transfer_in;
        in.counter_account_id = from;
        stores.add({out, in});
    };
    transfer(stores.main, stores.second, 1, "A");
    transfer(stores.second, third, 2, "A");
    transfer(stores.main, third, 3, "B");
    CHECK(stores.transactions.connected_with({{stores.main, "A"}}) ==
          std::set<db::Instrument>{{stores.main, "A"}, {stores.second, "A"}, {third, "A"}});
    CHECK(stores.transactions.connected_with({{third, "B"}, {third, "C"}}) ==
          std::set<db::Instrument>{{stores.main, "B"}, {third, "B"}, {third, "C"}});
    CHECK(stores.transactions.connected_with({}).empty());
}

/// Both rows of a conversion.
std::vector<model::Transaction> conversion(std::int64_t account_id, std::int64_t id, std::string_view from,
                                           std::string_view to, std::string_view date)
{
    auto out = purchase(account_id, id, from, date);
    out.type = TransactionType::convert_out;
    out.counter_ticker = to;
    auto in = purchase(account_id, id + 1, to, date);
    in.type = TransactionType::convert_in;
    in.counter_ticker = from;
    return {out, in};
}

TEST_CASE_TEMPLATE("conversions connect instruments of their account", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    stores.add(conversion(stores.main, 1, "A", "B", "2024-01-02"));
    stores.add(conversion(stores.main, 3, "B", "C", "2024-01-03"));
    stores.add(conversion(stores.second, 1, "C", "D", "2024-01-03"));
    CHECK(stores.transactions.connected_with({{stores.main, "C"}}) ==
          std::set<db::Instrument>{{stores.main, "A"}, {stores.main, "B"}, {stores.main, "C"}});
    auto const families = stores.transactions.families();
    CHECK(families.members("A") == std::set<std::string>{"A", "B", "C", "D"});
}

TEST_CASE_TEMPLATE("what conversions connect is visited in the order of time", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    stores.add({purchase(stores.main, 11, "B", "2024-01-01"), purchase(stores.main, 12, "A", "2024-01-04"),
                purchase(stores.main, 13, "AA", "2024-01-05"), purchase(stores.second, 11, "A", "2024-01-03")});
    stores.add(conversion(stores.main, 21, "A", "B", "2024-01-02"));
    std::set<db::Instrument> const all{
        {stores.main, "A"}, {stores.main, "B"}, {stores.main, "AA"}, {stores.second, "A"}};
    Found const expected{{stores.main, 13}, {stores.main, 11},   {stores.main, 21},
                         {stores.main, 22}, {stores.second, 11}, {stores.main, 12}};
    CHECK(ids(visited(stores, all)) == expected);
    CHECK(ids(visited(stores, all, 1)) == expected);
    std::vector<model::Transaction> seen;
    stores.transactions.visit_accounts({stores.main, stores.second}, at("2025-01-01"), stores.transactions.families(),
                                       into(seen));
    CHECK(ids(seen) == expected);
}

TEST_CASE_TEMPLATE("an instrument depends on rates when a row has another currency and no rate", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto const row = [&](std::int64_t id, std::string_view ticker, std::string_view currency) {
        auto transaction = purchase(stores.main, id, ticker, "2024-01-01");
        transaction.currency = Currency{currency};
        return transaction;
    };
    auto rated = row(3, "RATED", "USD");
    rated.fx_rate = "0.9"_dec;
    stores.add(
        {row(1, "HOME", "EUR"), row(2, "FOREIGN", "USD"), rated, row(4, "MIXED", "EUR"), row(5, "DOLLAR", "EUR")});
    auto writer = stores.positions.write(db::PositionStore::Writer::Mode::fresh);
    for (auto const& [ticker, currency] :
         {std::pair{"HOME", "EUR"}, {"FOREIGN", "USD"}, {"RATED", "USD"}, {"DOLLAR", "USD"}}) {
        auto position = position_of(stores.main, ticker);
        position.currency = Currency{currency};
        writer.position(position);
    }
    writer.finish();
    CHECK(stores.transactions.depending_on_rates() ==
          std::set<db::Instrument>{{stores.main, "DOLLAR"}, {stores.main, "FOREIGN"}});
}

TEST_CASE_TEMPLATE("I7: removing an import removes its rows and no others", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    stores.imports.add({import_of(2, stores.main)});
    auto later = purchase(stores.main, 2, "A", "2024-01-02");
    later.import_id = 2;
    stores.add({purchase(stores.main, 1, "A", "2024-01-01"), later, purchase(stores.second, 1, "A", "2024-01-01")});
    CHECK(db::CorrectionStore{stores.database}.take_back({1}) == 2);
    CHECK(db::CorrectionStore{stores.database}.take_back({1}) == 0);
    CHECK(of_import(stores, 1, 10).empty());
    CHECK(of_import(stores, 2, 10) == std::vector{later});
}

TEST_CASE_TEMPLATE("the rows of an import are listed by line, as many as wanted", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto first = purchase(stores.main, 2, "A", "2024-01-01");
    first.line_no = 2;
    auto second = purchase(stores.second, 1, "A", "2024-01-01");
    second.line_no = 3;
    auto third = purchase(stores.main, 1, "A", "2024-01-02");
    third.line_no = 4;
    stores.add({third, second, first});
    CHECK(of_import(stores, 1, 2) == std::vector{first, second});
    CHECK(of_import(stores, 1, 10).size() == 3);
    CHECK(of_import(stores, 9, 10).empty());
}

TEST_CASE_TEMPLATE("a writer that is given up leaves the connection usable and nothing behind", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    {
        db::Atomic const atomic{stores.database};
        auto writer = stores.transactions.insert();
        writer.add(purchase(stores.main, 1, "A", "2024-01-01"));
    }
    CHECK(next_id(stores, stores.main) == 1);
}

TEST_CASE_TEMPLATE("a visitor that throws leaves the connection usable", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    std::vector<model::Transaction> rows;
    for (std::int64_t id = 1; id <= 3000; ++id) {
        rows.push_back(purchase(stores.main, id, "A", "2024-01-01"));
    }
    stores.add(rows);
    CHECK_THROWS_AS(
        stores.transactions.visit({{stores.main, "A"}}, 0, {}, [](auto const&) { throw std::runtime_error("stop"); }),
        std::runtime_error);
    CHECK(next_id(stores, stores.main) == 3001);
}
