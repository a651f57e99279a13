// What a command sends to the database does not grow with the accounts that it is about: the real programs tell it.
#include "pf/db/account_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/portfolio.hpp"
#include "pf/jobs/books/verify.hpp"

#include "db/start.hpp"

using namespace pf;
using test::Workbench;

namespace {

/// How many statements a run sends.
std::size_t statements(std::string const& program, Workbench& bench, std::vector<std::string> arguments)
{
    arguments.emplace_back("--log-sql");
    auto run = test::start(program, bench, arguments);
    auto const code = run.wait();
    auto const said = run.output();
    CAPTURE(said);
    CHECK((code == 0 || code == 3));
    std::size_t found = 0;
    for (auto at = said.find("sql: "); at != std::string::npos; at = said.find("sql: ", at + 1)) {
        ++found;
    }
    return found;
}

/// The same rows for each account: `a0`, `a1` …; `@` stands for its number.
std::string for_each_account(int accounts, std::string const& rows)
{
    std::string text = "date,type,ticker,quantity,price,fee,currency,total,external_id,account\n";
    for (int number = 0; number < accounts; ++number) {
        for (auto const c : rows) {
            text += c == '@' ? std::to_string(number) : std::string{c};
        }
    }
    return text;
}

struct Books {
    Books(db::Backend backend, int number_of_accounts) : bench(backend), accounts(number_of_accounts) {}

    std::size_t import(std::string const& name, std::string const& rows, std::vector<std::string> arguments = {})
    {
        arguments.push_back(bench.write(name, for_each_account(accounts, rows)));
        return statements("pf-import", bench, std::move(arguments));
    }

    Workbench bench;
    int accounts;
};

} // namespace

TEST_CASE_TEMPLATE("an import sends as many statements for fifty accounts as for one", Where, PF_BACKENDS)
{
    Books one{Where::backend, 1};
    Books fifty{Where::backend, 50};
    auto const check = [&](std::string const& name, std::string const& rows, std::vector<std::string> const& options) {
        CAPTURE(name);
        auto const sent = one.import(name, rows, options);
        CHECK(sent > 20);
        CHECK(fifty.import(name, rows, options) == sent);
    };
    std::string const purchases = "2024-01-02,BUY,X,2,1,0,EUR,,,a@\n2024-01-03,BUY,Y,1,1,0,USD,,,a@\n";
    check("new.csv", purchases, {"--create-accounts"});
    check("new.csv", purchases, {});
    check("money.csv", "2024-02-01,DEPOSIT,,,,,EUR,100,,a@\n2024-02-02,SELL,X,1,2,0,EUR,,,a@\n", {});
    check("earlier.csv", "2024-01-01,DEPOSIT,,,,,EUR,100,,a@\n", {});
    check("ids.csv", "2024-03-01,BUY,X,1,1,0,EUR,,id@,a@\n", {});
    check("ids.csv", "2024-03-01,BUY,X,3,1,0,EUR,,id@,a@\n", {});
    check("ids.csv", "2024-03-01,BUY,X,4,1,0,EUR,,id@,a@\n", {"--update"});
    check("held.csv", "2024-03-02,BALANCE,X,5,,,EUR,,,a@\n2024-03-02,BALANCE,,,,,EUR,1,,a@\n", {});
    CHECK(fifty.bench.count("accounts") == one.bench.count("accounts") + 49);
    CHECK(fifty.bench.count("imports") == 50 * one.bench.count("imports"));
    CHECK(one.bench.discrepancies() == "");
    CHECK(fifty.bench.discrepancies() == "");
}

TEST_CASE_TEMPLATE("prices, rates and undoing send as many statements for fifty accounts as for one", Where,
                   PF_BACKENDS)
{
    Books one{Where::backend, 1};
    Books fifty{Where::backend, 50};
    auto const check = [&](std::string const& program, std::vector<std::string> const& arguments) {
        CAPTURE(arguments.front());
        CHECK(statements(program, fifty.bench, arguments) == statements(program, one.bench, arguments));
    };
    std::string const rows = "2024-01-01,DEPOSIT,,,,,EUR,100,,a@\n2024-01-02,BUY,X,2,1,0,USD,,,a@\n";
    one.import("new.csv", rows, {"--create-accounts"});
    fifty.import("new.csv", rows, {"--create-accounts"});
    check("pf-import", {one.bench.write("close.csv", "date,ticker,close,currency\n2024-01-03,X,3,USD\n")});
    check("pf-import", {one.bench.write("rate.csv", "date,base,quote,rate\n2024-01-03,USD,EUR,0.9\n")});
    check("pf-import", {"undo", "1"});
}

TEST_CASE_TEMPLATE("an account's books are read alone, but for the accounts that transfers connect with it", Where,
                   PF_BACKENDS)
{
    std::string const header = "date,type,ticker,quantity,price,fee,currency,account,to_account\n";
    Workbench bench{Where::backend};
    for (auto const* const name : {"a", "b", "c", "d"}) {
        bench.add_account(name);
    }
    bench.import_all({bench.write("all.csv", header + "2024-01-02,BUY,X,2,1,0,EUR,a,\n2024-01-02,BUY,X,2,1,0,EUR,b,\n"
                                                      "2024-01-02,BUY,X,2,1,0,EUR,c,\n2024-01-02,BUY,X,2,1,0,EUR,d,\n"
                                                      "2024-01-03,TRANSFER,X,1,,,EUR,a,b\n"
                                                      "2024-01-04,TRANSFER,X,1,,,EUR,b,c\n")});
    db::AccountStore const accounts{bench.database()};
    auto const connected = [&](std::string const& name) {
        return db::TransactionStore{bench.database()}.accounts_connected_with({accounts.get(name).id});
    };
    CHECK(connected("a").size() == 3);
    CHECK(connected("c") == connected("a"));
    CHECK(connected("d") == std::vector{accounts.get("d").id});

    auto const transactions_of = [&](std::string const& name) {
        return jobs::verify(bench.database(), name).transactions;
    };
    CHECK(transactions_of("") == 8);
    CHECK(transactions_of("c") == 7);
    CHECK(transactions_of("d") == 1);
    jobs::PortfolioRequest request;
    request.as_of = test::on("2024-02-01");
    request.account = "c";
    auto const portfolio = jobs::load_portfolio(bench.database(), request);
    REQUIRE(portfolio.positions.size() == 1);
    CHECK(portfolio.positions.front().quantity == Decimal(3));
}
