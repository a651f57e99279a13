// Redis makes some answers faster and some prices live; it never makes a number wrong or a command fail.
#include "pf/cache/redis.hpp"
#include "pf/jobs/books/portfolio_codec.hpp"

#include "support/process.hpp"
#include "support/redis_server.hpp"
#include "support/workbench.hpp"

#include <algorithm>
#include <chrono>

using namespace pf;
using test::FalseServer;
using test::RedisServer;
using test::Workbench;

namespace {

struct Ran {
    int code = 0;
    std::string out;
    std::string err;
};

/// Runs a program of ours on the bench's database.
Ran run(Workbench& bench, std::string const& redis, std::string const& words)
{
    auto const home = bench.path("");
    auto const program = test::program(words.substr(0, words.find(' ')));
    auto const rest = words.substr(std::min(words.find(' '), words.size()));
    auto const command = "exec env HOME='" + home + "' XDG_CONFIG_HOME='" + home + "' DATABASE_URL='" +
                         bench.temporary().url() + "' REDIS_URL='" + redis + "' " + program + rest + " >'" +
                         bench.path("out") + "' 2>'" + bench.path("err") + "'";
    test::Process process{{"sh", "-c", command}, bench.path("sh")};
    auto const code = process.wait();
    return {code, Workbench::read(bench.path("out")), Workbench::read(bench.path("err"))};
}

void fill(Workbench& bench)
{
    bench.import_all({bench.write_rows("a.csv", "2023-01-02,BUY,AAPL,10,100,1,USD\n"
                                                "2023-02-02,BUY,AAPL,10,200,1,USD\n"
                                                "2023-03-01,SELL,AAPL,5,300,1,USD\n"),
                      bench.write("p.csv", "date,ticker,close,currency\n2023-03-01,AAPL,290,USD\n"),
                      bench.write("fx.csv", "date,base,quote,rate\n2023-01-01,USD,EUR,0.9\n")});
}

/// Everything that is booked anew, and one that is stored.
std::vector<std::string> const questions{"pf-positions --as-of 2023-02-28 --output json",
                                         "pf-positions --method lifo --output json",
                                         "pf-positions realized --fees separate --output json",
                                         "pf-positions lots --as-of 2023-03-01 --output csv", "pf-positions"};

/// The same answers and exit codes as without a Redis, and one line on stderr that says why.
void check_helpless(Workbench& bench, std::string const& redis, std::string const& warning)
{
    CAPTURE(redis);
    for (auto const* const question : {"pf-positions --method lifo --output json", "pf-positions lots --live"}) {
        CAPTURE(question);
        auto const expected = run(bench, "", question);
        auto const answer = run(bench, redis, question);
        CHECK(answer.out == expected.out);
        CHECK(answer.code == expected.code);
        CHECK_MESSAGE(answer.err.find(warning) != std::string::npos, answer.err);
        CHECK(std::count(answer.err.begin(), answer.err.end(), '\n') ==
              std::count(expected.err.begin(), expected.err.end(), '\n') +
                  (expected.err.find("--redis") == std::string::npos));
    }
}

} // namespace

TEST_CASE_TEMPLATE("R1: a Redis that is down, silent, slow, full, foreign or locked changes no number and no exit code",
                   Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    check_helpless(bench, "unix:///nowhere/redis.sock", "unix:///nowhere/redis.sock: No such file or directory");
    check_helpless(bench, "redis://127.0.0.1:1", "redis://127.0.0.1:1/0: Connection refused");
    check_helpless(bench, "redis://host.invalid", "the name of the host is not found");
    check_helpless(bench, "http://:secret@cache", "the Redis URL begins neither with");
    {
        FalseServer const silent{""};
        check_helpless(bench, silent.url(), "is too slow");
        FalseServer const dripping{"$"};
        check_helpless(bench, dripping.url(), "");
        FalseServer const drawn_out{"$1000000\r\n"};
        check_helpless(bench, drawn_out.url(), "is too slow");
        FalseServer const foreign{"HTTP/1.1 400 Bad Request\r\n\r\n"};
        check_helpless(bench, foreign.url(), "Protocol error");
    }
    RedisServer const locked{{"--requirepass", "right"}};
    check_helpless(bench, locked.url(), "NOAUTH");
    check_helpless(bench, locked.url() + "?password=wrong", "WRONGPASS");
    RedisServer const full{{"--maxmemory", "1", "--maxmemory-policy", "noeviction"}};
    auto const stored = run(bench, full.url(), "pf-positions --method lifo --output json");
    CHECK(stored.out == run(bench, "", "pf-positions --method lifo --output json").out);
    CHECK(stored.err.find("OOM command not allowed") != std::string::npos);
    CHECK(stored.code == 0);
}

TEST_CASE("R1: all waiting for a Redis together has one limit")
{
    FalseServer const silent{""};
    std::vector<std::string> problems;
    cache::Redis redis{silent.url(), [&](std::string const& problem) { problems.push_back(problem); }};
    auto const start = std::chrono::steady_clock::now();
    CHECK_FALSE(redis.get("a"));
    for (int i = 0; i < 1000; ++i) {
        redis.set("a", "b", std::chrono::seconds{1});
    }
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{20}); // 1000 times the limit is 150 s
    CHECK(problems == std::vector<std::string>{silent.url() + ": is too slow; going on without it"});
}

TEST_CASE_TEMPLATE("R1: a Redis that comes and goes, or holds something else, changes nothing", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    RedisServer redis;
    std::string const question = "pf-positions --method lifo --output json";
    auto const expected = run(bench, "", question).out;
    CHECK(run(bench, redis.url(), question).out == expected);
    redis.stop();
    CHECK(run(bench, redis.url(), question).out == expected);
    redis.start();
    CHECK(run(bench, redis.url(), question).out == expected);

    auto const key = redis.ask("keys 'pf:cache:*'");
    REQUIRE(key.size() > 10);
    for (std::string const& damage :
         {"setrange " + key.substr(0, key.size() - 1) + " 200 x", "set " + key.substr(0, key.size() - 1) + " junk",
          "eval 'redis.call(\"del\", KEYS[1]); return redis.call(\"lpush\", KEYS[1], 1)' 1 " +
              key.substr(0, key.size() - 1)}) {
        CAPTURE(damage);
        redis.ask(damage);
        auto const answer = run(bench, redis.url(), question);
        CHECK(answer.out == expected);
        CHECK(answer.code == 0);
        CHECK(std::count(answer.err.begin(), answer.err.end(), '\n') == 1);
    }
}

TEST_CASE_TEMPLATE("R2: the name of an account means nothing in a key", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    bench.add_account("*", "EUR");
    RedisServer redis;
    for (std::string const question : {"pf-positions --account '*' --output json", "pf-positions --output json"}) {
        auto const expected = run(bench, "", question + " --as-of 2024-12-31").out;
        CHECK(run(bench, redis.url(), question + " --as-of 2024-12-31").out == expected);
        CHECK(run(bench, redis.url(), question + " --as-of 2024-12-31").out == expected);
    }
}

TEST_CASE_TEMPLATE("R2: an answer from Redis is never older than the data", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    RedisServer redis;
    auto const check = [&] {
        for (auto const& question : questions) {
            CAPTURE(question);
            auto const expected = run(bench, "", question);
            CHECK(run(bench, redis.url(), question).out == expected.out); // perhaps computed
            auto const again = run(bench, redis.url(), question + " --log-sql");
            CHECK(again.out == expected.out);
            CHECK(again.code == expected.code);
            bool const is_stored = question == "pf-positions";
            CHECK((again.err.find("visit transactions") == std::string::npos || is_stored));
        }
    };
    fill(bench);
    check();
    CHECK(run(bench, redis.url(), "pf-import " + bench.write_rows("b.csv", "2023-02-03,BUY,AAPL,1,10,0,USD\n")).code ==
          0);
    check();
    CHECK(run(bench, redis.url(),
              "pf-import " + bench.write("p2.csv", "date,ticker,close,currency\n2023-02-27,AAPL,7,USD\n"))
              .code == 0);
    check();
    CHECK(
        run(bench, redis.url(), "pf-import " + bench.write("fx2.csv", "date,base,quote,rate\n2023-02-01,USD,EUR,0.5\n"))
            .code == 0);
    check();
    auto const newest = bench.number("SELECT MAX(import_id) FROM transactions");
    CHECK(run(bench, redis.url(), "pf-import undo " + std::to_string(newest)).code == 0);
    check();
    CHECK(redis.ask("xlen pf:events") == "4\n"); // three imports and an undo
    CHECK(redis.ask("xrevrange pf:events + - count 1").find("event\nundo\n") != std::string::npos);
}

TEST_CASE_TEMPLATE("a snapshot, a backup and a restore are announced", Where, PF_BACKENDS)
{
    RedisServer redis;
    Workbench bench{Where::backend};
    fill(bench);
    auto const folder = bench.path("backups");
    struct Announced {
        std::string command;
        std::string event;
    };
    for (auto const& announced :
         std::vector<Announced>{{"pf-snapshot take --date 2023-03-01", "snapshot"},
                                {"pf-backup create --to " + folder, "backup"},
                                {"pf-backup restore --replace --to " + folder + " " + folder + "/*.zst", "restore"}}) {
        CAPTURE(announced.command);
        auto const code = run(bench, redis.url(), announced.command).code;
        CHECK((code == 0 || code == 3));
        auto const last = redis.ask("xrevrange pf:events + - count 1");
        CHECK(last.find("event\n" + announced.event + "\n") != std::string::npos);
    }
}

TEST_CASE("R2: databases that share a Redis never see each other's answers")
{
    RedisServer const redis;
    std::vector<std::string> answers;
    for (auto const* const price : {"100", "101"}) { // the same account, file and counters
        Workbench bench{db::Backend::sqlite};
        bench.import_all({bench.write_rows("a.csv", "2023-01-02,BUY,AAPL,10," + std::string{price} + ",0,EUR\n")});
        answers.push_back(run(bench, redis.url(), "pf-positions --method lifo --output json").out);
    }
    CHECK(answers[0] != answers[1]);
}

TEST_CASE("R2: no name means anything in a key: each account has its own answer, and all of them theirs")
{
    RedisServer const redis;
    Workbench bench{db::Backend::sqlite};
    std::vector<std::string> const names{"*", "main", "all", "-", "1:*", "*|-", "pf:cache:*", "main|-|-", "[ab]", "?"};
    std::string rows = "date,type,ticker,quantity,price,fee,currency,account\n";
    for (std::size_t i = 0; i < names.size(); ++i) {
        rows += "2024-01-01,BUY,T" + std::to_string(i) + ",1,1,0,EUR," + names[i] + "\n";
    }
    auto request = bench.request({bench.write("names.csv", rows)});
    request.create_accounts = true;
    bench.import(request);
    auto const answer = [&](std::string const& url, std::string const& more) {
        return run(bench, url, "pf-positions --method lifo --output json" + more).out;
    };
    for (int asked = 0; asked < 2; ++asked) { // computed, then kept
        CHECK(answer(redis.url(), "") == answer("", ""));
        for (auto const& name : names) {
            CHECK(answer(redis.url(), " --account '" + name + "'") == answer("", " --account '" + name + "'"));
        }
    }
    CHECK(redis.ask("keys pf:cache:*").size() > names.size() * 32);
}

TEST_CASE_TEMPLATE("a live quote counts where it is newer than the last close", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    fill(bench);
    RedisServer const redis;
    auto const value = [&] {
        auto const csv = run(bench, redis.url(), "pf-positions --live --output csv").out;
        return csv.find(",250,") != std::string::npos ? "live" : csv.find(",290,") != std::string::npos ? "close" : csv;
    };
    CHECK(value() == "close");
    redis.ask(R"(hset pf:quotes AAPL '{"price": 250, "currency": "USD", "time": "2023-03-01T23:59:59Z"}')");
    CHECK(value() == "close");
    redis.ask(R"(hset pf:quotes AAPL '{"price": 250, "currency": "USD", "time": "2023-03-02T00:00:00Z"}')");
    CHECK(value() == "live");
    redis.ask(R"(hset pf:quotes AAPL '{"price": 250, "currency": "USD", "time": "2999-03-02T00:00:00Z"}')");
    CHECK(value() == "close");
    CHECK(run(bench, redis.url(), "pf-positions --live").err.find("the quote of \"AAPL\" is from the future") !=
          std::string::npos);
    CHECK(run(bench, redis.url(), "pf-positions --live --as-of 2023-03-01").code == 64);
    CHECK(run(bench, "", "pf-positions --live").err.find("--redis names it") != std::string::npos);
}

TEST_CASE("the commands of docs/redis.md do what it says")
{
    Workbench bench{db::Backend::sqlite};
    fill(bench);
    RedisServer const redis;
    std::istringstream page{Workbench::read(test::source_dir() + "/docs/redis.md")};
    std::string const program = "redis-cli ";
    std::string answers;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with(program)) {
            run(bench, redis.url(), "pf-import " + bench.write_rows("b.csv", "2023-04-01,BUY,AAPL,1,1,0,USD\n"));
            answers += redis.ask(line.substr(program.size()));
        }
    }
    CHECK(run(bench, redis.url(), "pf-positions --live --output csv").out.find(",187.35,") != std::string::npos);
    CHECK(answers.starts_with("1\n")); // a new field
    CHECK(answers.find("event\nimport\ntool\npf-import\n") != std::string::npos);
}

TEST_CASE("a portfolio survives being kept, and no damage to it goes unseen")
{
    Workbench bench{db::Backend::sqlite};
    fill(bench);
    jobs::PortfolioRequest request;
    request.method = model::BookingMethod::hifo;
    request.with_lots = true;
    request.with_disposals = true;
    auto portfolio = jobs::load_portfolio(bench.database(), request);
    lots::Oversell oversell;
    oversell.ticker = "AAPL";
    oversell.kind = lots::Oversell::Kind::split_to_nothing;
    portfolio.oversells.push_back(oversell);
    jobs::Seal const seal{"secret", "purpose"};
    auto const bytes = jobs::encoded(portfolio, seal);
    auto const back = jobs::decoded(bytes, seal);
    REQUIRE(back);
    CHECK(back->positions == portfolio.positions);
    CHECK(back->open_lots == portfolio.open_lots);
    CHECK(back->disposals == portfolio.disposals);
    CHECK(back->oversells == portfolio.oversells);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] + 1);
        CHECK_FALSE(jobs::decoded(damaged, seal));
        CHECK_FALSE(jobs::decoded(bytes.substr(0, i), seal));
    }
    CHECK_FALSE(jobs::decoded(bytes + "x", seal));
    CHECK_FALSE(jobs::decoded(bytes, {"another", "purpose"}));
    CHECK_FALSE(jobs::decoded(bytes, {"secret", "another"}));
}
