#include "support.hpp"

#include <doctest/doctest.h>

using namespace pf;
using test::day;
using test::moment;
using test::question_of;
using test::source_of;

namespace {

std::string const shape = "[csv]\ndate = \"d\"\nclose = \"c\"\n";

prices::Background background_at(std::string_view now)
{
    prices::Background background;
    background.currency = Currency{"USD"};
    background.converts = [](Currency from, Currency to, Date) {
        return from == Currency{"EUR"} && to == Currency{"USD"};
    };
    background.now = moment(now);
    return background;
}

prices::Observed close(std::string_view date, std::string_view value, std::string_view currency = "USD")
{
    return {day(date), Timestamp{day(date)}, money::parse_decimal(value)->value, Currency{currency}, {}, {}};
}

std::string text_of(std::vector<prices::Observed> const& rows)
{
    std::string text;
    for (auto const& row : rows) {
        text += (text.empty() ? "" : " ") + base::to_text(row.day).substr(8) + ":" + row.value.to_text();
    }
    return text;
}

} // namespace

TEST_CASE("only days that are over are stored; the newest value is known")
{
    auto const source = source_of(shape);
    auto const judgement = prices::judged(
        question_of(source), {close("2026-11-27", "11"), close("2026-11-26", "10"), close("2026-10-30", "9")},
        background_at("2026-11-27T18:00:00Z"));
    CHECK(text_of(judgement.good) == "26:10");
    REQUIRE(judgement.latest);
    CHECK(judgement.latest->day == day("2026-11-27"));
    CHECK(!judgement.problem);
}

TEST_CASE("a source may say from when on a day is final")
{
    auto const source = source_of("final_after = \"15:30\"\n" + shape);
    CHECK(prices::last_finished_day(source, moment("2026-11-27T15:29:59Z")) == day("2026-11-26"));
    CHECK(prices::last_finished_day(source, moment("2026-11-27T15:30:00Z")) == day("2026-11-27"));
}

TEST_CASE("what cannot be is refused with its figures")
{
    auto const source = source_of(shape);
    auto const question = question_of(source);
    auto const background = background_at("2026-11-27T18:00:00Z");
    auto const problem = [&](std::vector<prices::Observed> const& rows) {
        auto const judgement = prices::judged(question, rows, background);
        CHECK(judgement.good.empty());
        return judgement.problem ? judgement.problem->message : "";
    };
    CHECK(problem({close("2026-11-26", "0")}) == "the answer has 0 of 2026-11-26, which is not greater than zero");
    CHECK(problem({close("2026-11-26", "-1")}) == "the answer has -1 of 2026-11-26, which is not greater than zero");
    CHECK(problem({close("2026-11-29", "1")}) == "the answer has 1 of 2026-11-29, which has not come yet");
    CHECK(problem({close("2026-11-26", "1"), close("2026-11-26", "2")}) == "the answer has 2 of 2026-11-26 and 1");
    CHECK(problem({close("2026-11-26", "1", "GBP")}) ==
          "the answer is in GBP, the position in USD, and there is no rate between them");
    CHECK(text_of(prices::judged(question, {close("2026-11-26", "1", "EUR")}, background).good) == "26:1");
}

TEST_CASE("of several values of a day the last one is its close")
{
    auto const source = source_of(shape);
    auto early = close("2026-11-26", "10");
    auto late = close("2026-11-26", "11");
    early.moment += std::chrono::hours{9};
    late.moment += std::chrono::hours{17};
    CHECK(text_of(prices::judged(question_of(source), {late, early}, background_at("2026-11-27T18:00:00Z")).good) ==
          "26:11");
}

TEST_CASE("five times the last close, or a fifth, is held back with all that follows")
{
    auto const source = source_of(shape);
    auto const question = question_of(source);
    auto background = background_at("2026-11-28T18:00:00Z");
    background.closes = {{day("2026-10-30"), Decimal{100}, Currency{"USD"}}};

    auto const up = prices::judged(question, {close("2026-11-26", "101"), close("2026-11-27", "505")}, background);
    CHECK(text_of(up.good) == "26:101");
    CHECK(up.jump == prices::Jump{day("2026-11-27"), Decimal{505}, day("2026-11-26"), Decimal{101}});
    CHECK(up.held_back == 1);
    CHECK(!up.latest);

    auto const down = prices::judged(question, {close("2026-11-26", "20"), close("2026-11-27", "20")}, background);
    CHECK(down.good.empty());
    CHECK(down.held_back == 2);
    CHECK(down.jump == prices::Jump{day("2026-11-26"), Decimal{20}, day("2026-10-30"), Decimal{100}});

    CHECK(text_of(prices::judged(question, {close("2026-11-26", "499.99")}, background).good) == "26:499.99");
    CHECK(text_of(prices::judged(question, {close("2026-11-26", "20.01")}, background).good) == "26:20.01");
}

TEST_CASE("a split explains a jump, another currency cannot be compared, and --accept takes it")
{
    auto const source = source_of(shape);
    auto const question = question_of(source);
    auto background = background_at("2026-11-28T18:00:00Z");
    background.closes = {{day("2026-11-25"), Decimal{100}, Currency{"USD"}}};
    std::vector<prices::Observed> const rows{close("2026-11-26", "10")};
    CHECK(prices::judged(question, rows, background).jump);

    auto with_split = background;
    with_split.splits = {day("2026-11-26")};
    CHECK(!prices::judged(question, rows, with_split).jump);
    with_split.splits = {day("2026-11-25")};
    CHECK(prices::judged(question, rows, with_split).jump);

    auto accepting = background;
    accepting.accepts_jumps = true;
    CHECK(text_of(prices::judged(question, rows, accepting).good) == "26:10");

    CHECK(!prices::judged(question, {close("2026-11-26", "10", "EUR")}, background).jump);
}
