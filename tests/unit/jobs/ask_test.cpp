#include "pf/jobs/prices/ask.hpp"

#include <doctest/doctest.h>

#include <deque>

using namespace pf;
using namespace std::chrono_literals;

namespace {

/// Gives what a test says, and remembers how many were asked each time.
class Script : public prices::Transfer {
public:
    std::deque<int> statuses; ///< the last one for ever
    std::string retry_after;
    std::vector<std::size_t> groups;

    std::vector<prices::Answer> ask(std::span<prices::Request const> requests) override
    {
        groups.push_back(requests.size());
        std::vector<prices::Answer> answers;
        for (std::size_t i = 0; i < requests.size(); ++i) {
            prices::Answer answer;
            answer.status = statuses.front();
            answer.body = "key: k&y k%26y";
            answer.retry_after = retry_after;
            answers.push_back(answer);
            if (statuses.size() > 1) {
                statuses.pop_front();
            }
        }
        return answers;
    }
};

struct Bench {
    Script script;
    std::vector<std::chrono::milliseconds> waits;
    prices::Source source;

    explicit Bench(std::string const& limits)
        : source(prices::parse_source("name = \"here\"\ntitle = \"Here\"\ngives = \"prices\"\nurl = "
                                      "\"https://a.example/{symbol}\"\n[csv]\ndate = \"d\"\nclose = \"c\"\n" +
                                          limits,
                                      "here.toml"))
    {
    }

    std::vector<jobs::Asked> ask(int count)
    {
        std::vector<prices::Question> questions;
        for (int i = 0; i < count; ++i) {
            auto& question = questions.emplace_back();
            question.source = &source;
            question.ticker = question.symbol = "T" + std::to_string(i);
        }
        jobs::AnswerFolder const folder{std::nullopt};
        jobs::AskSettings settings;
        settings.key_of = [](prices::Source const&) { return Result<std::string>{std::string{"k&y"}}; };
        settings.wait = [this](std::chrono::milliseconds time) { waits.push_back(time); };
        settings.now = base::now;
        settings.per_mille = [] { return 0; };
        return jobs::Asker{script, folder, settings}.ask(questions);
    }
};

} // namespace

TEST_CASE("questions go out in groups, and no more in a minute than the source allows")
{
    Bench bench{"[limits]\nper_minute = 5\nat_once = 2\n"};
    bench.script.statuses = {200};
    auto const asked = bench.ask(12);
    CHECK(bench.script.groups == std::vector<std::size_t>{2, 2, 2, 2, 2, 2});
    REQUIRE(bench.waits.size() == 2);
    CHECK(bench.waits.front() > 50s);
    CHECK(bench.waits.front() <= 60s);
    CHECK(asked.back().body == "key: *** ***");
}

TEST_CASE("who is refused waits longer each time, and only those are asked again")
{
    Bench bench{"[limits]\nat_once = 4\n"};
    bench.script.statuses = {200, 503, 200, 429, 503, 200, 200};
    auto const asked = bench.ask(4);
    CHECK(bench.script.groups == std::vector<std::size_t>{4, 2, 1});
    CHECK(bench.waits == std::vector<std::chrono::milliseconds>{1000ms, 2000ms});
    for (auto const& one : asked) {
        CHECK(one.body);
    }
}

TEST_CASE("a server's wait is a minimum, and two minutes are the most")
{
    Bench bench{""};
    bench.script.statuses = {429};
    bench.script.retry_after = "50";
    auto const asked = bench.ask(1);
    CHECK(bench.waits == std::vector<std::chrono::milliseconds>{50s, 50s});
    CHECK(asked.front().problem == "here: HTTP 429, too many questions: \"key: *** ***\"");
}

TEST_CASE("after three in a row without an answer the others are not asked")
{
    Bench bench{"[limits]\nat_once = 1\n"};
    bench.script.statuses = {403};
    auto const asked = bench.ask(5);
    CHECK(bench.script.groups.size() == 3);
    CHECK(asked.back().problem == "here: not asked: here failed 3 times in a row");

    Bench wrong_symbols{"[limits]\nat_once = 1\n"};
    wrong_symbols.script.statuses = {404};
    (void)wrong_symbols.ask(5);
    CHECK(wrong_symbols.script.groups.size() == 5);
}
