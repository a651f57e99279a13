// Several portfolios in one database: each sees, locks and loses only what is its own.
#include "pf/db/account_store.hpp"
#include "pf/db/named_lock.hpp"
#include "pf/db/portfolio_store.hpp"
#include "pf/db/schema.hpp"
#include "pf/db/session.hpp"
#include "pf/jobs/migrate/portfolios.hpp"

#include "support/error_of.hpp"
#include "support/temp_database.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <thread>

using namespace pf;
using test::error_of;
using test::TempDatabase;

namespace {

/// A database without any table, in which portfolios are made.
class House {
public:
    [[nodiscard]] db::Target within(std::string const& name) { return whole().within(name); }
    [[nodiscard]] db::Database open(std::string const& name) { return test::open(within(name)); }

    [[nodiscard]] jobs::MigrateSettings settings()
    {
        jobs::MigrateSettings settings;
        settings.database = whole();
        return settings;
    }

    void create(std::string const& name) { jobs::create_portfolio(settings(), {name, false, false}); }

    void run(std::string const& sql) { test::open(whole()).session().driver().run_script(sql); }

    /// `public@19 anna@19 hers@?`
    [[nodiscard]] std::string list(db::Target const& target)
    {
        auto database = test::open(target);
        std::string text;
        for (auto const& one : db::PortfolioStore{database}.list()) {
            text += (text.empty() ? "" : " ") + one.name + "@" + (one.version ? std::to_string(*one.version) : "?");
        }
        return text;
    }

    [[nodiscard]] db::Target whole() { return db::Target::parse(m_temporary.url()); }

private:
    TempDatabase m_temporary{db::Backend::postgresql, TempDatabase::Content::nothing};
};

std::string newest()
{
    return std::to_string(migration::embedded_set(migration::Dialect::postgresql).latest());
}

std::size_t accounts_in(db::Database& database)
{
    return db::AccountStore{database}.list().size();
}

/// What a query of the portfolio's catalogs names: nothing, where all is as it should be.
std::string offenders(House& house, std::string const& sql)
{
    auto anna = house.open("anna");
    std::string names;
    auto const rows = anna.session().driver().read({"test", sql, ""}, {});
    while (rows->next()) {
        names.append(rows->text()).append(" ");
    }
    return names;
}

/// A role that may connect and make schemas of its own; dropped with all that it has.
class Person {
public:
    Person(House& house, std::string name) : m_house(house), m_name(std::move(name))
    {
        m_house.run("CREATE ROLE " + m_name + " LOGIN");
        m_house.run("GRANT CREATE ON DATABASE " + database() + " TO " + m_name);
    }
    Person(Person const&) = delete;
    Person& operator=(Person const&) = delete;
    ~Person() { m_house.run("DROP OWNED BY " + m_name + " CASCADE; DROP ROLE " + m_name); }

    /// The database as this role sees it: the test server's socket trusts everybody.
    [[nodiscard]] db::Target target() const
    {
        auto url = test::postgresql_url(database());
        return db::Target::parse(url.insert(url.find('?') + 1, "user=" + m_name + "&"));
    }

    void create(std::string const& name) const
    {
        jobs::MigrateSettings settings;
        settings.database = target();
        jobs::create_portfolio(settings, {name, false, false});
    }

private:
    [[nodiscard]] std::string database() const
    {
        auto const& shown = m_house.whole().shown;
        auto const begin = shown.rfind('/', shown.find("?host=")) + 1;
        return shown.substr(begin, shown.find('?', begin) - begin);
    }

    House& m_house;
    std::string m_name;
};

} // namespace

TEST_CASE("a portfolio is made once, with the newest schema and its own history")
{
    House house;
    house.create("anna");
    CHECK(house.list(house.whole()) == "anna@" + newest());
    CHECK(jobs::create_portfolio(house.settings(), {"anna", false, false}).summary.find("is there already") !=
          std::string::npos);
    house.create("user"); // a word of SQL
    CHECK(house.list(house.whole()) == "anna@" + newest() + " user@" + newest());
    auto anna = house.open("anna");
    auto user = house.open("user");
    db::AccountStore{anna}.create("main", Currency{"EUR"}, model::BookingMethod::fifo);
    CHECK(accounts_in(anna) == 1);
    CHECK(accounts_in(user) == 0);
}

TEST_CASE("a schema that holds other things becomes no portfolio, an empty one does")
{
    House house;
    house.run("CREATE SCHEMA shop CREATE TABLE wares (id INT); CREATE SCHEMA empty");
    auto const error = error_of([&] { house.create("shop"); });
    CHECK(error.code() == ExitCode::cannot_create);
    CHECK(error.message() == "the schema shop holds things that are not pf's");
    house.create("empty");
    CHECK(house.list(house.whole()) == "empty@" + newest());
}

TEST_CASE("names that are none are refused before anything is asked")
{
    House house;
    for (auto const* const name : {"", "Anna", "1a", "a-b", "a\"b", "pg_temp", "information_schema", "pf_migrate"}) {
        CAPTURE(name);
        CHECK(error_of([&] { house.create(name); }).code() == ExitCode::usage);
        if (*name != '\0') {
            CHECK(error_of([&] { return db::Target::parse("postgresql:", name); }).code() == ExitCode::config);
        }
    }
    CHECK(error_of([&] { house.create("public"); }).code() == ExitCode::usage);
    CHECK(db::Target::parse("postgresql:", "public").portfolio.empty());
    CHECK(error_of([] { return db::Target::parse("sqlite:x.db", "anna"); }).code() == ExitCode::config);
}

TEST_CASE("a portfolio that is not there is not made by whoever mistypes it")
{
    House house;
    house.create("anna");
    auto const error = error_of([&] { return house.open("ana"); });
    CHECK(error.code() == ExitCode::no_input);
    CHECK(error.message() == "there is no portfolio ana");
    CHECK(error.hint().find("'pf-migrate portfolio list'") != std::string::npos);
}

TEST_CASE("one cannot be seen from another, nor from outside")
{
    House house;
    house.create("anna");
    house.create("bert");
    auto anna = house.open("anna");
    for (auto const& entry : db::dump_schema(anna)) {
        CAPTURE(entry.first);
        CHECK(entry.second.schema == "anna");
        CHECK(entry.first.find("bert") == std::string::npos);
        CHECK(entry.first.find("pf_migrate") == std::string::npos);
    }
    auto whole = test::open(house.whole());
    for (auto const& entry : db::dump_schema(whole)) {
        CAPTURE(entry.first);
        CHECK(entry.second.schema != "anna");
        CHECK(entry.second.schema != "bert");
    }
}

TEST_CASE("what is locked in one is free in another")
{
    House house;
    house.create("anna");
    house.create("bert");
    auto anna = house.open("anna");
    auto bert = house.open("bert");
    auto const held = db::NamedLock::try_lock(anna, db::snapshot_lock);
    REQUIRE(held);
    CHECK(db::NamedLock::try_lock(bert, db::snapshot_lock));
    auto again = house.open("anna");
    CHECK_FALSE(db::NamedLock::try_lock(again, db::snapshot_lock));
    CHECK(db::NamedLock::holder(again, db::snapshot_lock).starts_with("pf-test (server process "));

    db::Atomic const here{anna};
    db::Atomic const there{bert};
    CHECK(anna.session().driver().claim_import(7));
    CHECK(bert.session().driver().claim_import(7));
    CHECK_FALSE(again.session().driver().claim_import(7));
}

TEST_CASE("a migration of one does not wait for that of another")
{
    House house;
    house.create("anna");
    auto settings = house.settings();
    settings.database = house.within("anna");
    auto anna = test::open(settings.database);
    db::MigrateOptions options;
    options.lock_wait = std::chrono::milliseconds{0};
    bool is_inside = false;
    db::Migrator{anna, options}.run([&](migration::History const& history) {
        is_inside = true;
        house.create("bert");
        CHECK(error_of([&] {
                  auto other = test::open(settings.database);
                  db::Migrator{other, options}.run([](auto const&) { return migration::Plan{}; });
              }).code() == ExitCode::busy);
        return migration::plan_up(migration::embedded_set(migration::Dialect::postgresql), history, {}, "");
    });
    CHECK(is_inside);
}

TEST_CASE("a portfolio with data is dropped only by who says so, and nothing beside it changes")
{
    House house;
    house.create("anna");
    house.create("bert");
    {
        auto anna = house.open("anna");
        db::AccountStore store{anna};
        store.create("main", Currency{"EUR"}, model::BookingMethod::fifo);
        store.create("more", Currency{"EUR"}, model::BookingMethod::fifo);
    }
    CHECK(error_of([&] { jobs::drop_portfolio(house.settings(), {"anna", false, false}); }).code() == ExitCode::usage);
    jobs::drop_portfolio(house.settings(), {"anna", true, true});
    CHECK(house.list(house.whole()) == "anna@" + newest() + " bert@" + newest());
    jobs::drop_portfolio(house.settings(), {"anna", true, false});
    CHECK(house.list(house.whole()) == "bert@" + newest());
    auto const error = error_of([&] { jobs::drop_portfolio(house.settings(), {"brt", false, false}); });
    CHECK(error.code() == ExitCode::no_input);
    CHECK(error.hint() == "did you mean bert?");
}

TEST_CASE("a portfolio that something outside refers to, or that somebody works in, is not dropped")
{
    House house;
    house.create("anna");
    house.run("CREATE VIEW public.hers AS SELECT name FROM anna.accounts");
    auto const error = error_of([&] { jobs::drop_portfolio(house.settings(), {"anna", true, false}); });
    CHECK(error.code() == ExitCode::bad_data);
    CHECK(error.message() == "hers refers to the portfolio anna and would go with it");
    house.run("DROP VIEW public.hers");
    auto anna = house.open("anna");
    db::Atomic const work{anna};
    static_cast<void>(accounts_in(anna));
    CHECK(error_of([&] { jobs::drop_portfolio(house.settings(), {"anna", true, false}); }).code() == ExitCode::busy);
    CHECK(house.list(house.whole()) == "anna@" + newest());
}

TEST_CASE("a role has its own portfolios, and no way into those of others")
{
    House house;
    Person const anna{house, "pf_test_anna"};
    Person const bert{house, "pf_test_bert"};
    anna.create("of_anna");
    bert.create("of_bert");
    CHECK(house.list(anna.target()) == "of_anna@" + newest() + " of_bert@?");
    auto const error = error_of([&] { return test::open(anna.target().within("of_bert")); });
    CHECK(error.code() == ExitCode::permission);
    CHECK(error.message() == "the portfolio of_bert is somebody else's");
    auto own = test::open(anna.target().within("of_anna"));
    db::AccountStore{own}.create("main", Currency{"EUR"}, model::BookingMethod::fifo);
    CHECK(error_of([&] { own.session().driver().run_script("SELECT * FROM of_bert.accounts"); }).code() ==
          ExitCode::permission);
    jobs::MigrateSettings settings;
    settings.database = anna.target();
    CHECK(error_of([&] { jobs::drop_portfolio(settings, {"of_bert", true, false}); }).code() == ExitCode::permission);
}

TEST_CASE("within a portfolio no reference leaves it, and every table has a key")
{
    House house;
    house.create("anna");
    CHECK(offenders(house, "SELECT CAST(k.conname AS TEXT) FROM pg_constraint AS k JOIN pg_class AS t ON t.oid = "
                           "k.conrelid JOIN pg_class AS o ON o.oid = k.confrelid "
                           "WHERE t.relnamespace = CAST('anna' AS regnamespace) AND o.relnamespace <> t.relnamespace")
              .empty());
    CHECK(offenders(house,
                    "SELECT CAST(c.relname AS TEXT) FROM pg_class AS c WHERE c.relkind = 'r' "
                    "AND c.relnamespace = CAST('anna' AS regnamespace) AND NOT EXISTS (SELECT FROM pg_index AS i "
                    "WHERE i.indrelid = c.oid AND i.indisunique)")
              .empty());
}

TEST_CASE("every key of what an account owns begins with the account")
{
    House house;
    house.create("anna");
    // What others call an account is looked up by that name.
    CHECK(offenders(house, "SELECT CAST(CAST(i.indexrelid AS regclass) AS TEXT) FROM pg_index AS i "
                           "JOIN pg_class AS t ON t.oid = i.indrelid "
                           "JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attname = 'account_id' "
                           "WHERE t.relnamespace = CAST('anna' AS regnamespace) AND t.relkind = 'r' AND i.indisunique "
                           "AND i.indkey[0] <> a.attnum AND t.relname <> 'account_names'")
              .empty());
    CHECK(offenders(house, "SELECT CAST(k.conname AS TEXT) FROM pg_constraint AS k "
                           "JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attname = 'account_id' "
                           "WHERE k.connamespace = CAST('anna' AS regnamespace) AND k.contype = 'f' "
                           "AND k.conkey[1] <> a.attnum AND k.confrelid <> CAST('anna.accounts' AS regclass)")
              .empty());
}
