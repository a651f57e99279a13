// Worked examples of others: tests/cases/*.json, each naming its source.
#include "pf/lots/amounts.hpp"
#include "pf/valuation/value.hpp"

#include "case_file.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

namespace pf::lots::test {
namespace {

using Json = nlohmann::json;
using model::BookingMethod;

BookingMethod method_of(std::string const& name)
{
    // Where neither the same day nor thirty days matter, a section 104 pool is the average.
    if (name == "specid") {
        return BookingMethod::specific;
    }
    return name == "avg" || name == "s104" ? BookingMethod::average : *model::parse_booking_method(name);
}

/// What is compared with the files: of all instruments and accounts together, in the base currency where a case has
/// one.
struct Outcome {
    Decimal quantity;
    std::optional<Decimal> cost_basis = Decimal{};
    std::optional<Decimal> realized_pl = Decimal{};
    std::optional<Decimal> disposed_cost = Decimal{};
    std::optional<Decimal> proceeds = Decimal{};
    std::optional<Decimal> fees = Decimal{};
};

bool is_in_base(Case const& example)
{
    return example.json.contains("base_currency");
}

void add(Outcome& outcome, model::Position const& position, bool in_base)
{
    outcome.quantity += position.quantity;
    add_to(outcome.cost_basis, in_base ? position.total_cost_base : position.total_cost);
    add_to(outcome.realized_pl, in_base ? position.realized_pl_base : position.realized_pl);
    add_to(outcome.fees, position.fees);
}

Outcome outcome_of(Case const& example, Recorder const& recorder)
{
    Outcome outcome;
    for (auto const& position : recorder.positions) {
        add(outcome, position, is_in_base(example));
    }
    for (auto const& disposal : recorder.disposals) {
        add_to(outcome.disposed_cost, disposal.cost_basis);
        add_to(outcome.proceeds, disposal.proceeds);
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

std::string with_decimals(Decimal value)
{
    auto const text = value.to_text();
    return text.find('.') == std::string::npos ? text + ".0" : text;
}

/// The two sets of cases word it in their own ways.
void check_error(std::string const& error, Recorder const& recorder)
{
    REQUIRE(recorder.oversells.size() == 1);
    auto const& [wanted, held] = std::pair{recorder.oversells.front().wanted, recorder.oversells.front().held};
    auto const is_told = error == "not enough lots: have " + held.to_text() + " need " + wanted.to_text() ||
                         error == "sell: " + with_decimals(wanted) + " of " + with_decimals(held) ||
                         (error == "ambiguous" && recorder.oversells.front().kind == Oversell::Kind::lots_unnamed);
    INFO(error);
    CHECK(is_told);
}

/// By ticker, or the one for the only one.
Decimal price_of(Case const& example, std::string const& ticker)
{
    auto const& prices = example.json.at("prices");
    return dec((prices.contains(ticker) ? prices.at(ticker) : prices.front()).get<std::string>());
}

valuation::Worth worth_of(Case const& example, model::Position const& position)
{
    auto const day = base::day_of(at(example.json.at("as_of").get<std::string>()));
    std::vector<model::FxRate> rates;
    auto base_currency = position.currency;
    if (is_in_base(example)) {
        base_currency = Currency{example.json.at("base_currency").get<std::string>()};
        rates.push_back({day, position.currency, base_currency, dec(text_of(example.json, "fx_at_valuation", ""))});
    }
    model::Price price;
    price.date = day;
    price.close = price_of(example, position.ticker);
    return valuation::worth(position, &price, valuation::FxTable{rates}, base_currency, day);
}

/// What is left, at the case's prices and its rate of the day.
void check_worth(Case const& example, Json const& expected, Recorder const& recorder, Decimal tolerance)
{
    if (!example.json.contains("prices")) {
        return;
    }
    std::optional<Decimal> value = Decimal{};
    std::optional<Decimal> gain = Decimal{};
    for (auto const& position : recorder.positions) {
        auto const worth = worth_of(example, position);
        add_to(value, is_in_base(example) ? worth.market_value_base : worth.market_value);
        add_to(gain, is_in_base(example) ? worth.unrealized_pl_base : worth.unrealized_pl);
    }
    check_if_given(expected, "market_value", value, tolerance);
    check_if_given(expected, "unrealized_pl", gain, tolerance);
    check_if_given(expected, "total_pl", sum(gain, outcome_of(example, recorder).realized_pl), tolerance);
}

/// The figures of some positions.
/// \param is_part  whether a position belongs to them
void check_part(Case const& example, Json const& expected, Recorder const& recorder, Decimal tolerance,
                std::function<bool(model::Position const&)> const& is_part)
{
    Outcome outcome;
    for (auto const& position : recorder.positions) {
        if (is_part(position)) {
            add(outcome, position, is_in_base(example));
        }
    }
    check_if_given(expected, "quantity", outcome.quantity, {});
    check_if_given(expected, "cost_basis", outcome.cost_basis, tolerance);
}

void check_parts(Case const& example, Json const& expected, Recorder const& recorder, Decimal tolerance)
{
    auto const by_ticker = expected.value("by_ticker", Json::object());
    for (auto const& part : by_ticker.items()) {
        check_part(example, part.value(), recorder, tolerance,
                   [&](model::Position const& position) { return position.ticker == part.key(); });
    }
    auto const by_account = expected.value("by_account", Json::object());
    for (auto const& part : by_account.items()) {
        check_part(example, part.value(), recorder, tolerance, [&](model::Position const& position) {
            return position.account_id == example.accounts.at(part.key());
        });
    }
}

void check_result(Case const& example, Json const& expected, Recorder const& recorder, Decimal tolerance)
{
    if (expected.contains("error")) {
        check_error(expected.at("error").get<std::string>(), recorder);
        return;
    }
    CHECK(recorder.oversells.empty());
    auto const outcome = outcome_of(example, recorder);
    check_if_given(expected, "quantity", outcome.quantity, {});
    check_if_given(expected, "cost_basis", outcome.cost_basis, tolerance);
    check_if_given(expected, "realized_pl", outcome.realized_pl, tolerance);
    check_if_given(expected, "disposed_cost", outcome.disposed_cost, tolerance);
    check_if_given(expected, "proceeds", outcome.proceeds, tolerance);
    check_worth(example, expected, recorder, tolerance);
    check_parts(example, expected, recorder, tolerance);
    if (expected.contains("average_cost")) {
        check_near(money::divide(*outcome.cost_basis, outcome.quantity, Rounding::half_even),
                   expected.at("average_cost").get<std::string>(), tolerance);
    }
    if (expected.contains("lots")) {
        check_lots(expected.at("lots"), recorder, is_in_base(example));
    }
    if (expected.contains("disposals")) {
        check_disposals(expected.at("disposals"), recorder);
    }
}

Recorder booked(Case const& example, BookingMethod method, Options options)
{
    Book book{example.tickers, options};
    for (auto const& [name, id] : example.accounts) {
        book.add_account(id, method, Currency{text_of(example.json, "base_currency", "EUR")});
    }
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

Decimal tolerance_of(Case const& example)
{
    return dec(text_of(example.json, "tolerance", "0"));
}

} // namespace

TEST_CASE("L5: every case has its standard result")
{
    auto const cases = all_cases();
    CHECK(cases.size() == 106);
    for (auto const& example : cases) {
        INFO(example.json.at("id").get<std::string>());
        auto const& expected = example.json.at("standard_result");
        auto const recorder = booked(example, method_of(example.json.at("method")), strict());
        check_result(example, expected, recorder, tolerance_of(example));
    }
}

TEST_CASE("L5: every case has its standard result under the other methods")
{
    for (auto const& example : all_cases()) {
        INFO(example.json.at("id").get<std::string>());
        auto const results = example.json.value("other_methods_standard", Json::object());
        for (auto const& result : results.items()) {
            INFO(result.key());
            check_result(example, result.value(), booked(example, method_of(result.key()), strict()),
                         tolerance_of(example));
        }
    }
}

TEST_CASE("L5: a case has its source's own result, with fees apart where the source keeps them so")
{
    for (auto const& example : all_cases()) {
        auto const& expected = example.json.at("expected");
        bool const is_published_otherwise = text_of(example.json, "compares", "published") == "exact";
        if (expected.contains("error") || is_published_otherwise) {
            continue;
        }
        INFO(example.json.at("id").get<std::string>());
        bool const is_separate = example.json.at("fee_semantics") == "fees_excluded";
        auto const options = Options{is_separate ? Fees::separate : Fees::in_basis, default_dust()};
        auto const recorder = booked(example, method_of(example.json.at("method")), options);
        auto const of_source = dec(text_of(example.json, "source_tolerance", "0"));
        check_result(example, expected, recorder, std::max(of_source, tolerance_of(example)));
        if (expected.contains("fees_total") && !example.json.contains("base_currency")) {
            check_near(outcome_of(example, recorder).fees, expected.at("fees_total").get<std::string>(), {});
        }
    }
}

} // namespace pf::lots::test
