// Worked examples from the test suites of other portfolio tools: tests/cases/*.json, each naming its source.
#include "pf/lots/amounts.hpp"
#include "pf/valuation/value.hpp"

#include "support.hpp"
#include "support/source_dir.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace pf::lots::test {
namespace {

using Json = nlohmann::json;
using model::BookingMethod;
using model::TransactionType;

struct Case {
    Json json;
    std::vector<Event> events;
};

std::string text_of(Json const& object, char const* key, char const* otherwise)
{
    return object.contains(key) ? object.at(key).get<std::string>() : otherwise;
}

Decimal gross(Json const& row)
{
    if (row.contains("gross")) {
        return dec(row.at("gross").get<std::string>());
    }
    auto const price = dec(text_of(row, "price", "0"));
    auto const contract = money::multiply(price, dec(text_of(row, "multiplier", "1")), Rounding::half_even);
    return money::multiply(dec(text_of(row, "quantity", "0")), contract, Rounding::half_even);
}

TransactionType type_of(Json const& row)
{
    auto const type = row.at("type").get<std::string>();
    return type == "buy" ? TransactionType::buy : type == "sell" ? TransactionType::sell : TransactionType::split;
}

Event event_of(Json const& json, Json const& row)
{
    auto const date = row.at("date").get<std::string>();
    auto event =
        test::row(type_of(row), date, text_of(row, "quantity", "0"), gross(row).to_text(), text_of(row, "fee", "0"));
    event.transaction.currency = Currency{row.at("currency").get<std::string>()};
    if (row.contains("ratio")) {
        event.transaction.split_numerator = std::stoll(row.at("ratio").get<std::string>());
        event.transaction.split_denominator = 1;
    }
    if (json.contains("fx_to_base")) {
        event.rate_to_base = dec(json.at("fx_to_base").at(date).get<std::string>());
    }
    return event;
}

/// In booking order; the accounts of a case are one, because methods work per account here and globally there.
Case read_case(std::filesystem::path const& path)
{
    Case result;
    std::ifstream file{path};
    result.json = Json::parse(file);
    std::int64_t line = 0;
    for (auto const& row : result.json.at("transactions")) {
        result.events.push_back(event_of(result.json, row));
        result.events.back().transaction.id = ++line;
        result.events.back().transaction.fingerprint.back() = static_cast<std::byte>(line);
    }
    std::stable_sort(result.events.begin(), result.events.end(), [](Event const& left, Event const& right) {
        return model::booking_order(left.transaction, right.transaction) < 0;
    });
    return result;
}

std::vector<Case> all_cases()
{
    std::vector<Case> cases;
    for (auto const& entry : std::filesystem::directory_iterator{pf::test::source_dir() + "/tests/cases"}) {
        cases.push_back(read_case(entry.path()));
    }
    return cases;
}

BookingMethod method_of(std::string const& name)
{
    return name == "avg" ? BookingMethod::average : *model::parse_booking_method(name);
}

/// What is compared with the files: in the base currency where a case has one.
struct Outcome {
    model::Position position;
    std::optional<Decimal> cost_basis;
    std::optional<Decimal> realized_pl;
    std::optional<Decimal> disposed_cost;
    std::optional<Decimal> proceeds;
};

Outcome outcome_of(Case const& example, Recorder const& recorder)
{
    bool const in_base = example.json.contains("base_currency");
    auto const& position = recorder.position_of(1);
    Outcome outcome{position, in_base ? position.total_cost_base : position.total_cost,
                    in_base ? position.realized_pl_base : position.realized_pl, Decimal{}, Decimal{}};
    for (auto const& disposal : recorder.disposals) {
        *outcome.disposed_cost += disposal.cost_basis.value();
        *outcome.proceeds += disposal.proceeds.value();
    }
    return outcome;
}

/// The files carry results with up to 12 decimals.
void check_near(std::optional<Decimal> actual, std::string const& expected, Decimal tolerance)
{
    REQUIRE(actual.has_value());
    INFO("actual ", actual->to_text(), ", expected ", expected);
    CHECK((*actual - dec(expected)).abs() <= std::max(tolerance, dec("0.000000000001")));
}

void check_if_given(Json const& expected, char const* key, std::optional<Decimal> actual, Decimal tolerance)
{
    if (expected.contains(key)) {
        INFO(key);
        check_near(actual, expected.at(key).get<std::string>(), tolerance);
    }
}

void check_lots(Json const& expected, Recorder const& recorder, bool in_base)
{
    REQUIRE(recorder.open.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        auto const& lot = recorder.open[i];
        auto const cost = in_base ? lot.remaining_cost_base : lot.remaining_cost;
        CHECK(base::to_text(base::day_of(lot.purchase_date)) == expected[i].at("date").get<std::string>());
        CHECK(lot.remaining_quantity.to_text() == expected[i].at("quantity").get<std::string>());
        check_if_given(expected[i], "cost", cost, {});
        if (expected[i].contains("unit_cost")) {
            check_near(money::divide(*cost, lot.remaining_quantity, Rounding::half_even),
                       expected[i].at("unit_cost").get<std::string>(), {});
        }
    }
}

void check_disposals(Json const& expected, Recorder const& recorder)
{
    for (auto const& sale : expected) {
        Decimal gain;
        for (auto const& disposal : recorder.disposals) {
            if (base::to_text(base::day_of(disposal.date)) == sale.at("date").get<std::string>()) {
                gain += disposal.realized_pl.value();
            }
        }
        check_near(gain, sale.at("gain").get<std::string>(), {});
    }
}

void check_error(std::string const& error, Recorder const& recorder)
{
    REQUIRE(recorder.oversells.size() == 1);
    auto const& oversell = recorder.oversells.front();
    CHECK(error == "not enough lots: have " + oversell.held.to_text() + " need " + oversell.wanted.to_text());
}

/// What is left, at the case's price and its rate of the day.
void check_worth(Case const& example, Json const& expected, Outcome const& outcome, Decimal tolerance)
{
    if (!example.json.contains("prices")) {
        return;
    }
    bool const in_base = example.json.contains("base_currency");
    auto const day = base::day_of(at(example.json.at("as_of").get<std::string>()));
    auto const base_currency =
        in_base ? Currency{example.json.at("base_currency").get<std::string>()} : outcome.position.currency;
    model::Price price;
    price.date = day;
    price.close = dec(example.json.at("prices").front().get<std::string>());
    std::vector<model::FxRate> rates;
    if (in_base) {
        rates.push_back(
            {day, outcome.position.currency, base_currency, dec(text_of(example.json, "fx_at_valuation", ""))});
    }
    auto const worth = valuation::worth(outcome.position, &price, valuation::FxTable{rates}, base_currency, day);
    auto const gain = in_base ? worth.unrealized_pl_base : worth.unrealized_pl;
    check_if_given(expected, "market_value", in_base ? worth.market_value_base : worth.market_value, tolerance);
    check_if_given(expected, "unrealized_pl", gain, tolerance);
    check_if_given(expected, "total_pl", sum(gain, outcome.realized_pl), tolerance);
}

void check_result(Case const& example, Json const& expected, Recorder const& recorder)
{
    if (expected.contains("error")) {
        check_error(expected.at("error").get<std::string>(), recorder);
        return;
    }
    CHECK(recorder.oversells.empty());
    auto const outcome = outcome_of(example, recorder);
    auto const tolerance = dec(text_of(example.json, "tolerance", "0"));
    check_if_given(expected, "quantity", outcome.position.quantity, {});
    check_if_given(expected, "cost_basis", outcome.cost_basis, tolerance);
    check_if_given(expected, "realized_pl", outcome.realized_pl, tolerance);
    check_if_given(expected, "disposed_cost", outcome.disposed_cost, tolerance);
    check_if_given(expected, "proceeds", outcome.proceeds, tolerance);
    check_worth(example, expected, outcome, tolerance);
    if (expected.contains("average_cost")) {
        check_near(money::divide(*outcome.cost_basis, outcome.position.quantity, Rounding::half_even),
                   expected.at("average_cost").get<std::string>(), tolerance);
    }
    if (expected.contains("lots")) {
        check_lots(expected.at("lots"), recorder, example.json.contains("base_currency"));
    }
    if (expected.contains("disposals")) {
        check_disposals(expected.at("disposals"), recorder);
    }
}

Recorder booked(Case const& example, BookingMethod method, Options options)
{
    Book book{"X", options};
    book.add_account(1, method);
    Recorder recorder;
    for (auto const& event : example.events) {
        book.apply(event, recorder);
    }
    book.finish(recorder);
    return recorder;
}

Options strict()
{
    return {Fees::in_basis, Decimal{}};
}

} // namespace

TEST_CASE("L5: every case has its standard result")
{
    auto const cases = all_cases();
    CHECK(cases.size() == 28);
    for (auto const& example : cases) {
        INFO(example.json.at("id").get<std::string>());
        auto const& expected = example.json.at("standard_result");
        auto const recorder = booked(example, method_of(example.json.at("method")), strict());
        check_result(example, expected, recorder);
    }
}

TEST_CASE("L5: every case has its standard result under the other methods")
{
    for (auto const& example : all_cases()) {
        INFO(example.json.at("id").get<std::string>());
        auto const results = example.json.value("other_methods_standard", Json::object());
        for (auto const& result : results.items()) {
            INFO(result.key());
            check_result(example, result.value(), booked(example, method_of(result.key()), strict()));
        }
    }
}

TEST_CASE("L5: a case has its source's own result, with fees apart where the source keeps them so")
{
    for (auto const& example : all_cases()) {
        auto const& expected = example.json.at("expected");
        if (expected.contains("error")) {
            continue;
        }
        INFO(example.json.at("id").get<std::string>());
        bool const is_separate = example.json.at("fee_semantics") == "fees_excluded";
        auto const options = Options{is_separate ? Fees::separate : Fees::in_basis, default_dust()};
        auto const recorder = booked(example, method_of(example.json.at("method")), options);
        check_result(example, expected, recorder);
        if (expected.contains("fees_total") && !example.json.contains("base_currency")) {
            check_near(recorder.position_of(1).fees, expected.at("fees_total").get<std::string>(), {});
        }
    }
}

} // namespace pf::lots::test
