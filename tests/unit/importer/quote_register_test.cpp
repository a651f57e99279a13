#include "pf/importer/repeated_keys.hpp"

#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

using namespace pf;

namespace {

importer::FileReader reader_of(std::string const& format, std::string const& text, importer::Companions const& none)
{
    return {csv::Source::from_text(text, "t.csv"), test::built_in().get(format), none, "main"};
}

/// `line column value reason`, each on a line.
std::string issues(importer::FileReader reader)
{
    std::string text;
    importer::Entry entry;
    while (reader.next(entry)) {
        for (auto const& issue : entry.issues) {
            text += fmt::format("{} {} {} {}\n", issue.line, issue.column, issue.value, issue.reason);
        }
    }
    return text;
}

std::string issues(std::string const& format, std::string const& text)
{
    importer::Companions const none;
    return issues(reader_of(format, text, none));
}

} // namespace

TEST_CASE("two closes of one day in one file contradict each other, and are named with both lines and figures")
{
    std::string const header = "date,ticker,close,currency\n";
    CHECK(issues("prices", header + "2024-01-02,AAPL,185.64,USD\n2024-01-02,MSFT,370.87,USD\n"
                                    "2024-01-02,AAPL,184.25,USD\n") ==
          "4 close 184.25 USD is not the 185.64 USD that line 2 has for AAPL on 2024-01-02\n");
    CHECK(issues("prices", header + "2024-01-02,AAPL,185.64,USD\n2024-01-02,AAPL,185.64,EUR\n") ==
          "3 close 185.64 EUR is not the 185.64 USD that line 2 has for AAPL on 2024-01-02\n");
    CHECK(issues("prices", header + "2024-01-02,AAPL,185.64,\n2024-01-02,AAPL,185,USD\n") ==
          "3 close 185 USD is not the 185.64 that line 2 has for AAPL on 2024-01-02\n");
}

TEST_CASE("one figure twice, written either way, is no contradiction; nor are other days and instruments")
{
    CHECK(issues("prices", "date,ticker,close,currency\n2024-01-02,AAPL,185.60,USD\n2024-01-02,AAPL,185.6,USD\n"
                           "2024-01-02,AAPL,185.6,\n2024-01-03,AAPL,184.25,USD\n2024-01-03,MSFT,370.6,USD\n")
              .empty());
    CHECK(issues("fx", "date,base,quote,rate\n2024-01-02,EUR,USD,1.0940\n2024-01-02,EUR,USD,1.094\n"
                       "2024-01-02,EUR,CHF,0.93\n2024-01-02,USD,EUR,0.9\n2024-01-03,EUR,USD,1.09\n")
              .empty());
}

TEST_CASE("two rates of one pair and day contradict each other; every one that differs from the first is named")
{
    CHECK(issues("fx", "date,base,quote,rate\n2024-01-02,EUR,USD,1.094\n2024-01-02,EUR,USD,1.1\n"
                       "2024-01-02,EUR,USD,1.2\n") ==
          "3 rate 1.1 is not the 1.094 that line 2 has for EUR in USD on 2024-01-02\n"
          "4 rate 1.2 is not the 1.094 that line 2 has for EUR in USD on 2024-01-02\n");
}

TEST_CASE("a reader that only remembers what repeats finds the same contradictions")
{
    CHECK(rc::check([](std::vector<std::uint8_t> const& numbers) {
        std::string text = "date,ticker,close\n";
        for (auto const number : numbers) {
            text += fmt::format("2024-01-{:02},T{},{}\n", 1 + number / 16, number % 4, number % 3 + 1);
        }
        importer::Companions const none;
        importer::RepeatedKeys repeated{*rc::gen::element<std::int64_t>(0, 1'000'000)};
        auto surveying = reader_of("prices", text, none);
        surveying.survey(repeated);
        RC_ASSERT(issues(std::move(surveying)).empty());
        repeated.finish();
        auto knowing = reader_of("prices", text, none);
        knowing.expect(repeated);
        RC_ASSERT(issues(std::move(knowing)) == issues("prices", text));
    }));
}
