// What single rules do.
#include "support.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace pf::tax::test {
namespace {

using model::TransactionType;
using Texts = std::vector<std::string>;

Entry buy(std::string_view date, std::string_view units, std::string_view amount)
{
    return entry(TransactionType::buy, date, units, amount);
}

Entry sell(std::string_view date, std::string_view units, std::string_view amount)
{
    return entry(TransactionType::sell, date, units, amount);
}

Entry in_account(Entry one, std::int64_t account)
{
    one.row.account_id = account;
    return one;
}

Entry transfer(TransactionType type, std::string_view date, std::string_view units, std::int64_t from, std::int64_t to)
{
    auto one = entry(type, date, units, std::nullopt);
    bool const leaves = type == TransactionType::transfer_out;
    one.row.account_id = leaves ? from : to;
    one.row.counter_account_id = leaves ? to : from;
    return one;
}

Entry split(std::string_view date, std::int64_t numerator, std::int64_t denominator)
{
    auto one = entry(TransactionType::split, date, "0", std::nullopt);
    one.row.split_numerator = numerator;
    one.row.split_denominator = denominator;
    return one;
}

std::string shown(std::optional<Decimal> value)
{
    return value ? value->to_text() : "?";
}

/// Units, cost, adjustment and category of each line.
Texts lines_of(Assessment const& assessment)
{
    Texts texts;
    for (auto const& line : assessment.lines) {
        texts.push_back(line.quantity.to_text() + " cost " + shown(line.cost) + ", gain " + shown(line.gain) + " + " +
                        line.adjustment.to_text() + (line.category.empty() ? "" : " " + line.category));
    }
    return texts;
}

} // namespace

TEST_CASE("A3: a disallowed loss and the days that were held go to what replaced the units, over a transfer")
{
    auto const assessment = assessed("us", family({buy("2023-01-10", "10", "1000"), sell("2023-12-20", "10", "900"),
                                                   in_account(buy("2024-01-05", "10", "950"), 2),
                                                   transfer(TransactionType::transfer_out, "2024-01-10", "10", 2, 1),
                                                   transfer(TransactionType::transfer_in, "2024-01-10", "10", 2, 1),
                                                   sell("2024-02-10", "10", "1100")}));
    // Held for 344 days before it was sold, and again since 5 January.
    CHECK(lines_of(assessment) == Texts{"10 cost 1000, gain -100 + 100 short", "10 cost 1050, gain 50 + 0 long"});
    CHECK(assessment.lines[1].held_since == day("2023-01-26"));
    CHECK(missing(assessment).empty());
}

TEST_CASE("A3: units bought before the sale replace it only while they are held, and those of the same purchase never")
{
    SUBCASE("a purchase before")
    {
        auto const assessment =
            assessed("us", family({buy("2023-01-10", "10", "1000"), buy("2023-12-01", "4", "360"),
                                   sell("2023-12-20", "10", "900"), sell("2025-01-01", "4", "500")}));
        CHECK(lines_of(assessment) == Texts{"10 cost 1000, gain -100 + 40 short", "4 cost 400, gain 100 + 0 long"});
    }
    SUBCASE("a part of one purchase")
    {
        auto const assessment =
            assessed("us", family({buy("2023-12-01", "10", "1000"), sell("2023-12-20", "5", "400")}));
        CHECK(lines_of(assessment) == Texts{"5 cost 500, gain -100 + 0 short"});
    }
    SUBCASE("31 days later")
    {
        auto const assessment = assessed("us", family({buy("2023-01-10", "10", "1000"), sell("2023-12-01", "10", "900"),
                                                       buy("2024-01-01", "10", "900")}));
        CHECK(lines_of(assessment) == Texts{"10 cost 1000, gain -100 + 0 short"});
    }
}

TEST_CASE("A3: coins are bought again at once without a wash sale")
{
    auto rows = family({buy("2024-01-10", "1", "1000"), sell("2024-02-01", "1", "900"), buy("2024-02-02", "1", "900")});
    std::ranges::for_each(rows, [](Entry& one) { one.row.asset_type = model::AssetType::crypto; });
    CHECK(lines_of(assessed("us", rows)) == Texts{"1 cost 1000, gain -100 + 0 short"});
}

TEST_CASE("A3: a loss whose days reach beyond today is named")
{
    auto context = context_of(*find_rules("us"));
    context.today = day("2024-01-10");
    auto const rows = family({buy("2023-01-10", "10", "1000"), sell("2023-12-20", "10", "900")});
    CHECK(missing(assessed("us", rows, context)) ==
          Texts{"a purchase until 2024-01-19 would change what becomes of the loss"});
    context.today = day("2024-01-19");
    CHECK(missing(assessed("us", rows, context)).empty());
}

TEST_CASE("A3: short sales are realized when they are closed, and matched with later purchases in the United Kingdom")
{
    auto rows = family({sell("2024-01-10", "10", "1000"), buy("2024-06-01", "15", "900")});
    for (auto const* const rules : {"uk", "us", "generic"}) {
        INFO(rules);
        CHECK(missing(assessed(rules, rows)) == Texts{"10 units are disposed of before any known purchase"});
    }
    std::ranges::for_each(rows, [](Entry& one) { one.allows_short = true; });
    CHECK(lines_of(assessed("uk", rows)) == Texts{"10 cost 600, gain 400 + 0"});
    CHECK(assessed("uk", rows).lines[0].matched == "later");
    CHECK(lines_of(assessed("us", rows)) == Texts{"10 cost 600, gain 400 + 0 short"});
    CHECK(assessed("us", rows).lines[0].sold == day("2024-06-01"));
}

TEST_CASE("A3: what rests on an unknown cost or a missing rate is unknown, and named with the row that lacks it")
{
    for (auto const* const rules : {"uk", "us", "ca", "de", "fr", "ie", "au", "generic"}) {
        INFO(rules);
        auto rows =
            family({buy("2024-01-10", "10", "1000"), sell("2024-06-01", "5", "900"), sell("2024-07-01", "5", "1")});
        rows[0].row.total_amount.reset();
        auto const without_amount = assessed(rules, rows);
        CHECK(missing(without_amount).front() == "the BUY of 2024-01-10 has no amount");
        CHECK(!summary_of(without_amount.lines).at("").taxable);
        CHECK(without_amount.remarks.front().row->id == 1);
        rows[0].row.total_amount = dec("1000");
        rows[1].rate.reset();
        auto const without_rate = assessed(rules, rows);
        CHECK(missing(without_rate).front().starts_with("no rate from USD to"));
        CHECK(without_rate.lines[1].taxable);
    }
}

TEST_CASE("A3: a split between sale and purchase changes the units, not the match, also when two accounts tell of it")
{
    auto const assessment =
        assessed("uk", family({buy("2019-01-18", "10", "100"), in_account(buy("2019-01-18", "10", "100"), 2),
                               sell("2019-01-20", "5", "150"), split("2019-01-25", 3, 1),
                               in_account(split("2019-01-25", 3, 1), 2), buy("2019-01-30", "9", "72"),
                               sell("2020-01-01", "24", "0"), in_account(sell("2020-01-01", "30", "0"), 2)}));
    CHECK(lines_of(assessment) ==
          Texts{"3 cost 72, gain 18 + 0", "2 cost 20, gain 40 + 0", "54 cost 180, gain -180 + 0"});
}

TEST_CASE("A3: a superficial loss waits for the next purchase when nothing is left")
{
    auto const assessment = assessed("ca", family({buy("2023-01-10", "10", "1000"), sell("2023-12-20", "10", "900"),
                                                   buy("2024-01-05", "10", "950"), sell("2024-08-01", "10", "1100")}));
    CHECK(lines_of(assessment) == Texts{"10 cost 1000, gain -100 + 100", "10 cost 1050, gain 50 + 0"});
}

TEST_CASE("A3: in Ireland a loss on what is bought again within four weeks is allowed against its gain alone")
{
    auto const assessment = assessed(
        "ie", family({buy("2023-01-10", "10", "1000"), sell("2023-12-20", "10", "900"), buy("2024-01-05", "10", "950"),
                      sell("2024-08-01", "5", "500"), sell("2024-08-02", "5", "1000")}));
    CHECK(lines_of(assessment) == Texts{"10 cost 1000, gain -100 + 100 shares and others",
                                        "5 cost 475, gain 25 + -25 shares and others",
                                        "5 cost 475, gain 525 + -50 shares and others"});
}

TEST_CASE("A3: in Australia half of what was held for twelve months is discounted, after losses")
{
    auto const rules = find_rules("au");
    auto const assessment =
        assessed("au", family({buy("2022-01-10", "10", "1000"), buy("2023-08-01", "10", "2000"),
                               sell("2023-08-02", "10", "3000"), sell("2023-08-03", "10", "1500")}));
    CHECK(rules->figures(summary_of(assessment.lines)) == std::vector<Figure>{{"discount", dec("-750")},
                                                                              {"net capital gain", dec("750")},
                                                                              {"loss to carry forward", dec("0")}});
}

TEST_CASE("A3: in Germany a fund's exemption is taken where it is said, and named where it is not")
{
    auto rows = family({buy("2023-01-10", "10", "1000"), sell("2024-12-20", "10", "1200")});
    std::ranges::for_each(rows, [](Entry& one) { one.row.asset_type = model::AssetType::etf; });
    CHECK(missing(assessed("de", rows)).size() == 1);
    auto context = context_of(*find_rules("de"));
    context.exempt["X"] = dec("0.3");
    auto const assessment = assessed("de", rows, context);
    CHECK(missing(assessment).empty());
    CHECK(lines_of(assessment) == Texts{"10 cost 1000, gain 200 + -60 others"});
    std::ranges::for_each(rows, [](Entry& one) { one.row.asset_type = model::AssetType::stock; });
    CHECK(missing(assessed("de", rows, context)) == Texts{"only gains of funds are exempt in part, and this is STOCK"});
}

TEST_CASE("A3: what a rounded rate leaves in the last digits costs no pound")
{
    auto rows = family({buy("2023-01-10", "10", "1000"), sell("2023-12-20", "10", "1200")});
    rows[0].rate = dec("0.8");
    rows[1].rate = dec("0.833333333333333333"); // 1 / 1.2
    auto const assessment = assessed("uk", rows);
    REQUIRE(assessment.lines.size() == 1);
    CHECK(shown(assessment.lines[0].taxable) == "200");
    rows[1].rate = dec("0.833333333");
    CHECK(shown(assessed("uk", rows).lines[0].taxable) == "199");
}

TEST_CASE("A3: in the United States a short sale that is closed at a loss and sold again soon is named")
{
    struct Sold {
        char const* again;
        std::size_t named;
    };
    for (auto const& sold : {Sold{"2024-02-10", 1}, Sold{"2024-03-04", 1}, Sold{"2024-03-05", 0}}) {
        INFO(sold.again);
        auto rows = family({sell("2024-01-03", "10", "1000"), buy("2024-02-03", "10", "1200"),
                            sell(sold.again, "10", "1100"), buy("2024-06-03", "10", "1000")});
        std::ranges::for_each(rows, [](Entry& one) { one.allows_short = true; });
        CHECK(missing(assessed("us", rows)).size() == sold.named);
    }
}

TEST_CASE(
    "A3: what comes from an account of somebody else keeps the cost that it has there, and nothing else of it counts")
{
    for (auto const* const rules : {"uk", "us", "ca", "fr", "ie"}) {
        INFO(rules);
        auto rows = family({in_account(buy("2023-01-10", "10", "1000"), 2),
                            transfer(TransactionType::transfer_out, "2023-02-01", "5", 2, 1),
                            transfer(TransactionType::transfer_in, "2023-02-01", "5", 2, 1),
                            in_account(sell("2024-05-10", "5", "1"), 2), sell("2024-12-20", "5", "600")});
        for (auto const index : {0U, 1U, 3U}) {
            rows[index].is_own = false;
        }
        rows[1].changes_owner = rows[2].changes_owner = true;
        auto const assessment = assessed(rules, rows);
        REQUIRE(assessment.lines.size() == 1);
        CHECK(shown(assessment.lines[0].gain) == "100");
    }
}

} // namespace pf::tax::test
