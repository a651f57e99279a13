// Imports by several processes at once, and by processes that are interrupted or killed: the real program is started.
#include "pf/db/import_store.hpp"
#include "pf/db/session.hpp"

#include "db/start.hpp"

#include <csignal>
#include <functional>
#include <memory>
#include <sys/stat.h>

using namespace pf;
using db::Backend;
using test::Process;
using test::wait_until;
using test::Workbench;

namespace {

Process start(Workbench& bench, std::vector<std::string> const& arguments, std::string const& name = "run")
{
    return test::start("pf-import", bench, arguments, name);
}

/// How many statements of this database wait for a lock.
std::int64_t waiting(db::Database& observer)
{
    auto const reader = observer.session().driver().read(
        {"test",
         "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", ""},
        {});
    REQUIRE(reader->next());
    return reader->integer();
}

std::string many_purchases(int rows)
{
    std::string text{test::plain_header};
    for (int i = 0; i < rows; ++i) {
        text += "2024-01-02T10:00:00." + std::to_string(100'000 + i % 800'000) + "Z,BUY,T" + std::to_string(i % 50) +
                "," + std::to_string(1 + i / 100) + ",10.5,1,USD\n";
    }
    return text;
}

/// Is the import in the middle of writing its transactions?
std::function<bool()> is_writing(Workbench& bench)
{
    if (bench.database().backend() == Backend::sqlite) {
        auto const log = bench.temporary().url().substr(7) + "-wal";
        return [log] {
            std::error_code error;
            auto const size = std::filesystem::file_size(log, error);
            return !error && size > 1'000'000;
        };
    }
    auto const observer = std::make_shared<db::Database>(bench.temporary().connect());
    return [observer] {
        auto const reader = observer->session().driver().read(
            {"test", "SELECT COUNT(*) FROM pg_stat_progress_copy WHERE tuples_processed > 1000", ""}, {});
        return reader->next() && reader->integer() > 0;
    };
}

constexpr int enough_rows_to_be_met = 150'000;

} // namespace

TEST_CASE_TEMPLATE("I4: several processes that import the same file at once end as one import", Where, PF_BACKENDS)
{
    constexpr int processes = 6;
    Workbench bench{Where::backend};
    auto const file = bench.write("trades.csv", many_purchases(500));
    std::vector<Process> runs;
    for (int i = 0; i < processes; ++i) {
        runs.push_back(start(bench, {"--quiet", file}, "run" + std::to_string(i)));
    }
    for (auto& run : runs) {
        CHECK(run.wait() == 0);
        CHECK(run.output().find("hint") == std::string::npos);
    }
    CHECK(bench.count("transactions") == 500);
    CHECK(bench.number("SELECT SUM(rows_inserted) FROM imports") == 500);
    CHECK(bench.number("SELECT SUM(rows_duplicate) FROM imports") == 500 * (processes - 1));
    CHECK(bench.number("SELECT COUNT(DISTINCT id) FROM imports") == processes);
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I4: transfers in both directions at once do not wait for each other for ever", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.add_account("ira");
    std::string const header = "date,type,ticker,quantity,price,fee,currency,account,to_account\n";
    bench.import_all({bench.write("start.csv", header + "2024-01-01,BUY,AAPL,100,1,0,EUR,main,\n"
                                                        "2024-01-01,BUY,AAPL,100,1,0,EUR,ira,\n")});
    std::vector<Process> runs;
    for (int i = 0; i < 6; ++i) {
        auto const name = std::to_string(i);
        auto const way = i % 2 == 0 ? ",main,ira\n" : ",ira,main\n";
        auto const file =
            bench.write(name + ".csv", header + "2024-02-0" + std::to_string(i + 1) + ",TRANSFER,AAPL,5,,,EUR" + way);
        runs.push_back(start(bench, {"--quiet", file}, name));
    }
    for (auto& run : runs) {
        CHECK(run.wait() == 0);
    }
    CHECK(bench.holdings() == "ira AAPL 100 100 0\nmain AAPL 100 100 0\n");
    CHECK(bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("I4: an account that several processes want to open is opened once", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    std::vector<Process> runs;
    for (int i = 0; i < 4; ++i) {
        auto const name = std::to_string(i);
        auto const file =
            bench.write_rows(name + ".csv", "2024-01-0" + std::to_string(i + 1) + ",BUY,AAPL,1,1,0,EUR\n");
        runs.push_back(start(bench, {"--quiet", "--create-accounts", "--account", "new", file}, name));
    }
    for (auto& run : runs) {
        auto const code = run.wait();
        CAPTURE(run.output());
        CHECK(code == 0);
    }
    CHECK(bench.holdings() == "new AAPL 4 4 0\n");
    CHECK(bench.count("accounts") == 2);
}

TEST_CASE("I4: imports of several files into different accounts at once have ids of their own")
{
    Workbench bench{Backend::postgresql};
    auto other = bench.temporary().connect();
    db::Atomic const here{bench.database()};
    db::Atomic const there{other};
    auto const first = db::ImportStore{bench.database()}.next_id(3);
    CHECK(db::ImportStore{other}.next_id(2) == first + 3);
}

TEST_CASE("I4: exchange rates wait for imports into every account, whose positions they may change")
{
    Workbench bench{Backend::postgresql};
    bench.add_account("ira");
    auto const rates = bench.write("fx.csv", "date,base,quote,rate\n2024-01-01,USD,EUR,0.9\n");
    auto request = Workbench::request({bench.write_rows("trades.csv", "2024-01-02,BUY,AAPL,1,100,0,USD\n")});
    request.account = "ira";
    auto observer = bench.temporary().connect();
    std::unique_ptr<Process> run;
    request.progress = [&](std::int64_t done, std::int64_t total) {
        if (done == total && !run) { // all is written, nothing committed
            run = std::make_unique<Process>(start(bench, {"--quiet", rates}));
            wait_until("the rates wait", [&] { return waiting(observer) > 0; });
        }
    };
    CHECK(bench.import(request).stored);
    REQUIRE(run);
    CHECK(run->wait() == 0);
    CHECK(bench.discrepancies() == "");
    CHECK(bench.temporary().value("SELECT total_cost_base::text FROM positions") == "90.000000000000000000");
}

TEST_CASE_TEMPLATE("P3: an import that is interrupted changes nothing and says so", Where, PF_BACKENDS)
{
    int signal = 0;
    SUBCASE("Ctrl-C")
    {
        signal = SIGINT;
    }
    SUBCASE("SIGTERM")
    {
        signal = SIGTERM;
    }
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("first.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n")});
    auto const before = bench.dump();
    auto const file = bench.write("many.csv", many_purchases(enough_rows_to_be_met));
    auto run = start(bench, {file});
    wait_until("it writes", is_writing(bench));
    run.kill(signal);
    CHECK(run.wait() == 128 + signal);
    CHECK(run.output() == "interrupted; nothing was changed\n");
    CHECK(bench.dump() == before);
}

TEST_CASE_TEMPLATE("I5: an import that is killed leaves the old state, and the next one works", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    bench.import_all({bench.write_rows("first.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n")});
    auto const before = bench.dump();
    auto const file = bench.write("many.csv", many_purchases(enough_rows_to_be_met));
    {
        auto run = start(bench, {file});
        wait_until("it writes", is_writing(bench));
        run.kill(SIGKILL);
        CHECK(run.wait() == -SIGKILL);
    }
    CHECK(bench.dump() == before);
    auto again = start(bench, {"--quiet", bench.write("some.csv", many_purchases(1000))});
    CHECK(again.wait() == 0);
    CHECK(bench.count("transactions") == 1001);
    CHECK(bench.discrepancies() == "");
}

TEST_CASE("P3: Ctrl-C ends an import that waits for another one")
{
    Workbench bench{Backend::postgresql};
    auto const before = bench.dump();
    auto const file = bench.write_rows("a.csv", "2024-01-02,BUY,AAPL,10,100,1,USD\n");
    auto observer = bench.temporary().connect();
    {
        db::Atomic const held{bench.database()};
        db::AccountStore{bench.database()}.lock({1});
        auto run = start(bench, {file});
        wait_until("the import waits", [&] { return waiting(observer) > 0; });
        run.kill(SIGINT);
        CHECK(run.wait() == 128 + SIGINT);
    }
    CHECK(bench.dump() == before);
}

TEST_CASE("P3: Ctrl-C ends an import that waits for its input")
{
    Workbench bench{Backend::sqlite};
    auto const before = bench.dump();
    auto const pipe = bench.path("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    auto run = start(bench, {pipe});
    int const descriptor = ::open(pipe.c_str(), O_WRONLY | O_CLOEXEC); // returns when the import has opened it
    REQUIRE(descriptor >= 0);
    REQUIRE(::write(descriptor, test::plain_header.data(), test::plain_header.size()) > 0);
    run.kill(SIGINT);
    CHECK(run.wait() == 128 + SIGINT);
    ::close(descriptor);
    CHECK(bench.dump() == before);
}

TEST_CASE_TEMPLATE("I9: a file of 128 MiB takes less than half of that", Where, PF_BACKENDS)
{
    Workbench bench{Where::backend};
    auto const file = bench.path("large.csv");
    {
        std::ofstream stream{file};
        stream << "date,type,ticker,quantity,price,fee,currency,description\n";
        std::string const description(1 << 18U, 'x');
        for (int row = 0; row < 512; ++row) {
            stream << "2024-01-02,BUY,AAPL,1,1,0,EUR," << description << '\n';
        }
    }
    auto run = start(bench, {file});
    CHECK(run.wait() == 0);
    CHECK(bench.count("transactions") == 512);
    auto const said = run.output();
    auto const at = said.rfind(" s, "); // imported … (1.23 s, 34 MB)
    REQUIRE(at != std::string::npos);
    CHECK(std::stoi(said.substr(at + 4)) < 64);
}
