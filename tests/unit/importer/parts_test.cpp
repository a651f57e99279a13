// The pieces that definitions are made of: patterns, numbers, dates, formulas.
#include "pf/importer/date_reader.hpp"
#include "pf/importer/expression.hpp"
#include "pf/importer/number_reader.hpp"
#include "pf/importer/spelling.hpp"
#include "pf/importer/text_pattern.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <stdexcept>

using namespace pf;
using namespace pf::importer;

namespace {

std::string matched(std::string_view pattern, std::string_view text)
{
    std::vector<std::string_view> kept;
    if (!TextPattern(pattern).matches(text, kept)) {
        return "no";
    }
    std::string result = "yes";
    for (std::string_view const one : kept) {
        result.append("|").append(one);
    }
    return result;
}

std::string number(std::string_view text, NumberStyles const& styles)
{
    auto const read = read_number(text, styles, money::Excess::reject);
    return read ? read->parsed.value.to_text() + std::string(read->mark) : read.problem().message;
}

NumberStyles styles(std::vector<std::string> const& samples, bool first_wins = false, bool money = false)
{
    NumberStyles result;
    result.styles.clear();
    for (std::string const& sample : samples) {
        result.styles.push_back(style_of_sample(sample));
    }
    result.first_wins = first_wins;
    result.money = money;
    return result;
}

std::string read(std::string_view text, std::string_view pattern, std::string const& zone = "UTC")
{
    auto const read = read_date(text, {DatePattern(pattern)}, find_time_zone(zone));
    return read ? base::to_text(read->timestamp) + (read->date_only ? " (day)" : "") : read.problem().message;
}

/// Names a, b, c with the values 7, -2.5 and nothing; t is text.
class Names {
public:
    [[nodiscard]] Scope scope() const
    {
        Scope scope;
        scope.columns = m_values;
        scope.column_styles = m_styles;
        scope.capture_styles = &m_plain;
        scope.default_account = "main";
        return scope;
    }

    static std::optional<Slot> resolve(std::string_view name)
    {
        for (std::size_t index = 0; index < 4; ++index) {
            if (name.size() == 1 && name[0] == "abct"[index]) {
                return Slot{Slot::Kind::column, static_cast<std::uint16_t>(index)};
            }
        }
        return name == "default_account" ? std::optional(Slot{Slot::Kind::default_account, 0}) : std::nullopt;
    }

private:
    NumberStyles m_plain;
    std::array<std::string_view, 4> m_values{"7", "-2.5", "", "SOL;6166"};
    std::array<NumberStyles const*, 4> m_styles{&m_plain, &m_plain, &m_plain, &m_plain};
};

std::string value(std::string_view formula)
{
    Names const names;
    Expression const expression(formula, Names::resolve);
    Findings findings;
    auto const result = expression.number(names.scope(), money::Excess::reject, findings);
    return !findings.faults.empty() ? findings.faults.front().reason : result ? result->to_text() : "nothing";
}

std::string text(std::string_view formula)
{
    Names const names;
    std::string result;
    Expression(formula, Names::resolve).text(names.scope(), result);
    return result;
}

std::string mistake(std::string_view formula)
{
    try {
        static_cast<void>(Expression(formula, Names::resolve));
        return "none";
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
}

} // namespace

TEST_CASE("a text where a number is wanted is the number that it spells, and a number is a text")
{
    CHECK(value("'1'") == "1");
    CHECK(value("'1' + '2.5'") == "3.5");
    CHECK(value("upper('7')") == "7");
    CHECK(value("before('3;4', ';') * after('3;4', ';')") == "12");
    CHECK(value("''") == "nothing");
    CHECK(value("'ten'") == "\"ten\" is not a decimal");
    CHECK(text("5") == "5");
    CHECK(text("upper(2.50)") == "2.5");
}

TEST_CASE("a pattern's gaps match any text, and named ones are kept")
{
    CHECK(matched("BUY", "buy") == "yes");
    CHECK(matched("BUY", "BUYS") == "no");
    CHECK(matched("", "") == "yes");
    CHECK(matched("", "x") == "no");
    CHECK(matched("BUY - *", "BUY - MARKET") == "yes");
    CHECK(matched("BUY - *", "BUY") == "no");
    CHECK(matched("*", "") == "yes");
    CHECK(matched("* buy", "Stop limit buy") == "yes");
    CHECK(matched("*flatex*", "naar flatexDEGIRO Bank") == "yes");
    CHECK(matched("Koop {n} @ {price} {currency}", "Koop 1 @ 33,9 USD") == "yes|1|33,9|USD");
    CHECK(matched("Achat {n} *@{price} {currency} (*)", "Achat 6 QT GROUP OYJ@79,96 EUR (FI4000198031)") ==
          "yes|6|79,96|EUR");
    CHECK(matched("{a} to {b}", "x to y to z") == "yes|x|y to z");
    CHECK_THROWS_AS(TextPattern("a {b"), std::invalid_argument);
    CHECK_THROWS_AS(TextPattern("a {}"), std::invalid_argument);
    CHECK_THROWS_AS(TextPattern("{a}{b}"), std::invalid_argument);
    CHECK_THROWS_AS(TextPattern("**"), std::invalid_argument);
}

TEST_CASE("a pattern matches what it was filled with")
{
    CHECK(rc::check([](std::string const& left, std::string const& right) {
        RC_PRE(left.find('@') == std::string::npos);
        std::vector<std::string_view> kept;
        std::string const filled = left + "@" + right;
        RC_ASSERT(TextPattern("{l}@{r}").matches(filled, kept));
        RC_ASSERT(kept.size() == 2);
    }));
}

TEST_CASE("numbers are read in the styles that the definition shows")
{
    CHECK(number("1234.5", styles({"1234.56"})) == "1234.5");
    CHECK(number("1,234.5", styles({"1234.56"})) == "is not a decimal");
    CHECK(number("1.234,5", styles({"1.234,56"})) == "1234.5");
    CHECK(number("1 234,5", styles({"1 234,56"})) == "1234.5");
    CHECK(number("-97.93", styles({"1.234,56", "1,234.56"}, true)) == "-97.93");
    CHECK(number("0,039", styles({"1,234.56"})) == "is not a decimal");
    CHECK(number("0,039", styles({"1,234.56", "1.234,56"})) == "0.039");
    CHECK(number("1,234", styles({"1,234.56", "1.234,56"})) == "may mean 1234 or 1.234");
    CHECK(number("1,234", styles({"1.234,56", "1,234.56"}, true)) == "1.234");
    CHECK(number("12", styles({"1,234.56", "1.234,56"})) == "12");
    for (std::string_view const wrong : {"", "1234", "1.234.56", "1,234,56", "2,345.67", "1-23456", "1'234,5x"}) {
        CHECK_THROWS_AS(static_cast<void>(style_of_sample(wrong)), std::invalid_argument);
    }
}

TEST_CASE("amounts may carry their currency's sign or code")
{
    NumberStyles const money = styles({"1,234.56"}, false, true);
    CHECK(number("-$1,234.56", money) == "-1234.56$");
    CHECK(number("$-5", money) == "-5$");
    CHECK(number("USD 1234.56", money) == "1234.56USD");
    CHECK(number("-USD 5", money) == "-5USD");
    CHECK(number("5.00 EUR", money) == "5EUR");
    CHECK(number("€88.94", money) == "88.94€");
    CHECK(number("88.94", money) == "88.94");
    CHECK(number("-", money) == "is not an amount");
    CHECK(number("n/a", money) == "is not an amount");
    CHECK(number("--5", money) == "is not an amount");
    CHECK(number("5 EUR 6", money) == "is not a decimal");
    CHECK(mark_fits("$", "USD"));
    CHECK(mark_fits("$", "CAD"));
    CHECK_FALSE(mark_fits("$", "EUR"));
    CHECK(mark_fits("usd", "USD"));
    CHECK(mark_fits("zł", "PLN"));
    CHECK_FALSE(mark_fits("?", "EUR"));
}

TEST_CASE("marks that only look like those of ASCII, an accountant's minus and exponents that make small are read")
{
    CHECK(number("1\u00A0234,5", styles({"1 234,56"})) == "1234.5");
    CHECK(number("-1\u202F234\u202F567,5", styles({"1 234,56"})) == "-1234567.5");
    CHECK(number("\u22121\u2019234.50", styles({"1'234.56"})) == "-1234.5");
    CHECK(number("(2400.00)", styles({"1234.56"})) == "-2400");
    CHECK(number("(-5)", styles({"1234.56"})) == "is not a decimal");
    CHECK(number("($1.00)", styles({"1,234.56"}, false, true)) == "-1$");
    CHECK(number("$-0.88", styles({"1,234.56"}, false, true)) == "-0.88$");
    CHECK(number("5,00\u00A0€", styles({"1.234,56"}, false, true)) == "5€");
    CHECK(number("0.001BTC", styles({"1,234.56"}, false, true)) == "0.001BTC");
    CHECK(number("0E-10", styles({"1,234.56"})) == "0");
    CHECK(number("0.00e+3", styles({"1,234.56"})) == "0");
    CHECK(number("1E-8", styles({"1,234.56"})) == "0.00000001");
    CHECK(number("-6.163E-07", styles({"1234.56"})) == "-0.0000006163");
    CHECK(number("6,163e-7", styles({"1,234.56", "1.234,56"})) == "0.0000006163");
    CHECK(number("1.5E-19", styles({"1234.56"})) != "0");
    CHECK(number("12.5E-3", styles({"1234.56"})) == "is not a decimal");
    CHECK(number("1.5E-0", styles({"1234.56"})) == "is not a decimal");
    CHECK(number("1.5E-", styles({"1234.56"})) == "is not a decimal");
    CHECK(number("1.23457E+11", styles({"1234.56"})) == "is not a decimal");
    CHECK(number("E-8", styles({"1,234.56"})) == "is not a decimal");
    CHECK(number("0E", styles({"1,234.56"})) == "is not a decimal");
    CHECK(trimmed_widely(" \u00A0 a b \u202F") == "a b");
}

TEST_CASE("what one style of several reads is known, and a column that needs two says so where it matters")
{
    auto const both = styles({"1.234,56", "1,234.56"});
    CHECK(styles_that_read("1.234,5", both) == 1U);
    CHECK(styles_that_read("1,234.5", both) == 2U);
    CHECK(styles_that_read("1,234", both) == 3U);
    CHECK(styles_that_read("words", both) == 0U);
    auto mixed = both;
    mixed.one_way = 3;
    mixed.other_way = 7;
    CHECK(number("1,234", mixed) ==
          "may mean 1.234 or 1234, in a column that writes numbers in two ways (lines 3 and 7)");
    CHECK(number("1,234.5", mixed) == "1234.5");
}

TEST_CASE("a sign of one currency tells it, one of several does not")
{
    CHECK(currency_at("€5.00") == "EUR");
    CHECK(currency_at("-5,00 zł") == "PLN");
    CHECK(currency_at("$5.00") == "USD");
    CHECK(currency_at("A$5.00") == "AUD");
    CHECK(currency_at("(£5.00)") == "GBP");
    CHECK(currency_at("5.00 CHF") == "CHF");
    CHECK(currency_at("kr5.00").empty());
    CHECK(currency_at("5.00").empty());
}

TEST_CASE("any text is a number or a problem")
{
    CHECK(rc::check([](std::string const& any) {
        static_cast<void>(number(any, styles({"1.234,56", "1,234.56"}, false, true)));
        static_cast<void>(read(any, "DD-MM-YYYY hh:mm:ssfZ"));
    }));
}

TEST_CASE("dates are read by their pattern")
{
    CHECK(read("31-12-2023 23:59", "DD-MM-YYYY hh:mm") == "2023-12-31T23:59:00Z");
    CHECK(read("20231231", "YYYYMMDD") == "2023-12-31T00:00:00Z (day)");
    CHECK(read("20231231;093000", "YYYYMMDD;hhmmss") == "2023-12-31T09:30:00Z");
    CHECK(read("2023-12-31 10:00:00.25 UTC", "YYYY-MM-DD hh:mm:ssfZ") == "2023-12-31T10:00:00.25Z");
    CHECK(read("2023-12-31 10:00:00+01:30", "YYYY-MM-DD hh:mm:ssfZ") == "2023-12-31T08:30:00Z");
    CHECK(read("2023-12-31 10:00:00-0500", "YYYY-MM-DD hh:mm:ssfZ") == "2023-12-31T15:00:00Z");
    CHECK(read("2023-12-31 10:00:00.1234567", "YYYY-MM-DD hh:mm:ssfZ") == "2023-12-31T10:00:00.123456Z");
    CHECK(read("30-02-2023 10:00", "DD-MM-YYYY hh:mm") == "is a day that does not exist");
    CHECK(read("31-13-2023 10:00", "DD-MM-YYYY hh:mm") == "is not a date of this format");
    CHECK(read("31-12-2023 24:00", "DD-MM-YYYY hh:mm") == "is not a date of this format");
    CHECK(read("31-12-2023", "DD-MM-YYYY hh:mm") == "is not a date of this format");
    CHECK(read("2023-12-31 10:00:00 CST", "YYYY-MM-DD hh:mm:ssfZ") == "is not a date of this format");
    CHECK(read("2023-12-31 10:00:00+1", "YYYY-MM-DD hh:mm:ssfZ") == "is not a date of this format");
    for (std::string_view const wrong : {"", "YYYY-MM", "DD-DD-YYYY-MM", "hh:mm"}) {
        CHECK_THROWS_AS(DatePattern{wrong}, std::invalid_argument);
    }
}

TEST_CASE("dates with names of months, halves of a day, one digit, short years and zones")
{
    CHECK(read("Jun 12, 2018, 4:16:32 PM", "MMM D, YYYY, h:mm:ss A") == "2018-06-12T16:16:32Z");
    CHECK(read("Jan 15, 2025, 12:23:31\u202FAM", "MMM D, YYYY, h:mm:ss A") == "2025-01-15T00:23:31Z");
    CHECK(read("Jan 15, 2025, 12:00:00 p.m.", "MMM D, YYYY, h:mm:ss A") == "2025-01-15T12:00:00Z");
    CHECK(read("Jan 15, 2025, 0:23:31 AM", "MMM D, YYYY, h:mm:ss A") == "is not a date of this format");
    CHECK(read("02-Apr-25", "DD-MMM-YY") == "2025-04-02T00:00:00Z (day)");
    CHECK(read("2 Sept 2026", "D MMM YYYY") == "2026-09-02T00:00:00Z (day)");
    CHECK(read("3 févr. 2024", "D MMM YYYY") == "2024-02-03T00:00:00Z (day)");
    CHECK(read("3 września 2024", "D MMM YYYY") == "2024-09-03T00:00:00Z (day)");
    CHECK(read("3 Brumaire 2024", "D MMM YYYY") == "is not a date of this format");
    CHECK(read("3/4/24", "M/D/YY") == "2024-03-04T00:00:00Z (day)");
    CHECK(read("08/18/2023 as of 08/15/2023", "MM/DD/YYYY*") == "2023-08-18T00:00:00Z (day)");
    CHECK(read("2024-07-01 10:00:00 CEST", "YYYY-MM-DD hh:mm:ssZ") == "2024-07-01T08:00:00Z");
    CHECK(read("2024-01-01 10:00:00 America/New_York", "YYYY-MM-DD hh:mm:ssZ") == "2024-01-01T15:00:00Z");
    CHECK(read("2024-01-01 10:00:00 Mars/Olympus", "YYYY-MM-DD hh:mm:ssZ") == "is not a date of this format");
    CHECK(read("2024-01-01 10:00:00+01", "YYYY-MM-DD hh:mm:ssZ") == "2024-01-01T09:00:00Z");
}

TEST_CASE("a date that may be two days is read by the order that the file has settled, or not at all")
{
    std::vector<DatePattern> const patterns{DatePattern("DD/MM/YYYY"), DatePattern("MM/DD/YYYY")};
    auto const day = [&](std::string_view text, DateOrder order) {
        auto const found = read_date(text, patterns, nullptr, order);
        return found ? base::to_text(base::day_of(found->timestamp)) : found.problem().message;
    };
    CHECK(day("03/04/2025", DateOrder::day_first) == "2025-04-03");
    CHECK(day("03/04/2025", DateOrder::month_first) == "2025-03-04");
    CHECK(day("03/04/2025", DateOrder::plain) == "may be 2025-04-03 or 2025-03-04");
    CHECK(day("03/04/2025", DateOrder::mixed).find("in a file that writes the day first here") != std::string::npos);
    CHECK(day("04/04/2025", DateOrder::plain) == "2025-04-04");
    CHECK(day("13/04/2025", DateOrder::plain) == "2025-04-13");
    CHECK(day("13/04/2025", DateOrder::month_first) == "is not a date of this format");
    CHECK(orders_that_read("13/04/2025", patterns).day_first);
    CHECK_FALSE(orders_that_read("13/04/2025", patterns).month_first);
    CHECK(orders_that_read("2025-04-13", {DatePattern("iso")}).plain);
}

TEST_CASE("midnight sharp of the source's clock stands for the day, whatever zone the account is in")
{
    CHECK(read("01-01-2024 00:00:00", "DD-MM-YYYY hh:mm:ss", "Europe/Zurich") == "2024-01-01T00:00:00Z (day)");
    CHECK(read("2024-01-01T00:00:00", "iso", "America/New_York") == "2024-01-01T00:00:00Z (day)");
    CHECK(read("01-01-2024 00:00:01", "DD-MM-YYYY hh:mm:ss", "Europe/Zurich") == "2023-12-31T23:00:01Z");
    CHECK(read("2024-01-01T00:00:00+01:00", "iso", "Europe/Zurich") == "2023-12-31T23:00:00Z");
    CHECK(read("01-01-2024 00:00:00", "DD-MM-YYYY hh:mm:ss") == "2024-01-01T00:00:00Z");
}

TEST_CASE("a time of day without a zone is that of the source's clock")
{
    CHECK(read("15-01-2024 12:00", "DD-MM-YYYY hh:mm", "Europe/Amsterdam") == "2024-01-15T11:00:00Z");
    CHECK(read("15-07-2024 12:00", "DD-MM-YYYY hh:mm", "Europe/Amsterdam") == "2024-07-15T10:00:00Z");
    CHECK(read("27-10-2024 02:30", "DD-MM-YYYY hh:mm", "Europe/Amsterdam") == "2024-10-27T00:30:00Z");
    CHECK(read("31-03-2024 02:30", "DD-MM-YYYY hh:mm", "Europe/Amsterdam") == "2024-03-31T01:00:00Z");
    CHECK(read("2024-01-15T12:00:00", "iso", "America/New_York") == "2024-01-15T17:00:00Z");
    CHECK(read("2024-01-15T12:00:00Z", "iso", "America/New_York") == "2024-01-15T12:00:00Z");
    CHECK(read("2024-01-15T12:00:00-03:00", "iso", "America/New_York") == "2024-01-15T15:00:00Z");
    CHECK(read("2024-01-15", "iso", "America/New_York") == "2024-01-15T00:00:00Z (day)");
    CHECK_THROWS_AS(static_cast<void>(find_time_zone("Mars/Olympus")), std::invalid_argument);
}

TEST_CASE("formulas of numbers")
{
    CHECK(value("a") == "7");
    CHECK(value("-b") == "2.5");
    CHECK(value("abs(b) + a * 2") == "16.5");
    CHECK(value("(a - b) / 2") == "4.75");
    CHECK(value("a - b - 1") == "8.5");
    CHECK(value("a / 3") == "2.333333333333333333");
    CHECK(value("c") == "nothing");
    CHECK(value("a + c") == "nothing");
    CHECK(value("a + (c ?? 1)") == "8");
    CHECK(value("c ?? c ?? b") == "-2.5");
    CHECK(value("nonzero(a - 7)") == "nothing");
    CHECK(value("nonzero(a)") == "7");
    CHECK(value("-c") == "nothing");
    CHECK(value("text(a)") == "7");
    CHECK(value("t") == "is not a decimal");
    CHECK(value("a / (a - 7)") == "7 cannot be divided by zero");
    CHECK(value("when_same(a, t, 'SOL;6166')") == "7");
    CHECK(value("when_same(a, t, b) ?? 0") == "0");
}

TEST_CASE("a formula tells by which power of ten two amounts differ")
{
    CHECK(value("scale(a, 7)") == "nothing");
    CHECK(value("scale(a, -700)") == "100");
    CHECK(value("scale(a, 0.07)") == "0.01");
    CHECK(value("scale(a, 70000)") == "10000");
    CHECK(value("scale(a, 697)") == "100");
    CHECK(value("scale(a, 600)") == "nothing");
    CHECK(value("scale(a, 0)") == "nothing");
    CHECK(value("scale(0, a)") == "nothing");
    CHECK(value("scale(a, c)") == "nothing");
}

TEST_CASE("formulas of texts")
{
    CHECK(text("before_last('Fund A 200', ' ')") == "Fund A");
    CHECK(text("before_last('Fund', ' ')") == "Fund");
    CHECK(text("after_last('Fund A 200', ' ')") == "200");
    CHECK(text("after_last('Fund', ' ')").empty());
    CHECK(text("t") == "SOL;6166");
    CHECK(text("before(t, ';')") == "SOL");
    CHECK(text("after(t, ';')") == "6166");
    CHECK(text("before(a, ';')") == "7");
    CHECK(text("after(a, ';')").empty());
    CHECK(text("upper('eur')") == "EUR");
    CHECK(text("c ?? 'none'") == "none");
    CHECK(text("a + t") == "7 SOL;6166");
    CHECK(text("a + c") == "7");
    CHECK(text("c + a") == "7");
    CHECK(text("given(a, 'USD') ?? 'EUR'") == "USD");
    CHECK(text("given(c, 'USD') ?? 'EUR'") == "EUR");
    CHECK(text("when_same(t, a, 7)") == "SOL;6166");
    CHECK(text("when_same(t, a, 8)").empty());
    CHECK(text("currency_of('€5')") == "EUR");
    CHECK(text("default_account") == "main");
    CHECK(text("12.50") == "12.5");
}

TEST_CASE("a formula's mistake is named")
{
    CHECK(mistake("x") == "formula \"x\": \"x\" is not a name of this format");
    CHECK(mistake("") == "formula \"\": it ends too early");
    CHECK(mistake("a +") == "formula \"a +\": it ends too early");
    CHECK(mistake("a b") == "formula \"a b\": \"b\" is not expected");
    CHECK(mistake("(a") == "formula \"(a\": a `)` is missing");
    CHECK(mistake("'a") == "formula \"'a\": a `'` is never closed");
    CHECK(mistake("max(a)").find("\"max\" is not a function") != std::string::npos);
    CHECK(mistake("before(a)") == "formula \"before(a)\": a `,` is missing");
    CHECK(mistake("1.2.3").find("is not a decimal") != std::string::npos);
    CHECK(mistake("A").find("is not expected; names are lower case") != std::string::npos);
    CHECK(mistake(std::string(1000, '(')).find("nested too deeply") != std::string::npos);
    CHECK(mistake(std::string(1000, '-') + "a").find("nested too deeply") != std::string::npos);
}
