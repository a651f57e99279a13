#include "pf/db/postgres/conninfo.hpp"
#include "pf/db/session.hpp"
#include "pf/db/stored_tables.hpp"

#include "support/process.hpp"
#include "support/temp_database.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace pf;
using namespace pf::test;

namespace {

constexpr char const* password = "correct+horse";

Error refusal(std::string const& url, db::OpenOptions const& options = {})
{
    try {
        auto const database = db::Database::open(db::Target::parse(url), options);
    } catch (Error const& error) {
        CHECK(std::string{error.what()}.find(password) == std::string::npos);
        CHECK(error.hint().find(password) == std::string::npos);
        CHECK(!error.hint().empty());
        return error;
    }
    FAIL("no error");
    return Error{ExitCode::internal, ""};
}

bool contains(std::string const& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

std::string port()
{
    return db::postgres::Conninfo::parse(postgresql_url()).value("port");
}

/// The test server over TCP, where it asks for passwords.
std::string over_tcp(std::string const& user_and_password, std::string const& database)
{
    return "postgresql://" + user_and_password + "@127.0.0.1:" + port() + "/" + database;
}

/// A role that has the password; dropped again.
struct Role {
    Role() { TempDatabase::administrate("CREATE ROLE pf_test_ann LOGIN PASSWORD '" + std::string{password} + "'"); }
    Role(Role const&) = delete;
    Role& operator=(Role const&) = delete;
    ~Role() { TempDatabase::administrate("DROP ROLE pf_test_ann"); }
};

/// A TCP port on which nobody listens: bound, so that nobody else takes it, and not listening.
struct DeafPort {
    DeafPort()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(file, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::getsockname(file, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        number = std::to_string(ntohs(address.sin_port));
    }
    DeafPort(DeafPort const&) = delete;
    DeafPort& operator=(DeafPort const&) = delete;
    ~DeafPort() { ::close(file); }

    int file = ::socket(AF_INET, SOCK_STREAM, 0);
    std::string number;
};

/// The exit code that opening the URL would lead to, tried by a process that is not root (root may do everything).
ExitCode code_as_nobody(std::string const& url)
{
    auto const child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) {
            ::_exit(1);
        }
        try {
            auto const database = db::Database::open(db::Target::parse(url), {});
            ::_exit(0);
        } catch (Error const& error) {
            ::_exit(static_cast<int>(error.code()));
        }
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return static_cast<ExitCode>(WEXITSTATUS(status));
}

} // namespace

TEST_CASE("a wrong password is a matter of permission, and is not shown")
{
    Role const role;
    auto const error = refusal(over_tcp(std::string{"pf_test_ann:"} + "not-" + password, "postgres"));
    CHECK(error.code() == ExitCode::permission);
    CHECK(error.where() == "postgresql://pf_test_ann@127.0.0.1:" + port() + "/postgres");
    CHECK(error.message() == "password authentication failed for user \"pf_test_ann\"");
    CHECK(contains(error.hint(), "PGPASSWORD"));
}

TEST_CASE("the right password opens the database")
{
    Role const role;
    auto database = db::Database::open(db::Target::parse(over_tcp(std::string{"pf_test_ann:"} + password, "postgres")));
    CHECK(database.session().driver().where() == "postgresql://pf_test_ann@127.0.0.1:" + port() + "/postgres");
}

TEST_CASE("a missing password is a matter of permission")
{
    Role const role;
    auto const error = refusal(over_tcp("pf_test_ann", "postgres") + "?passfile=/nonexistent/pgpass");
    CHECK(error.code() == ExitCode::permission);
    CHECK(contains(error.message(), "no password supplied"));
}

TEST_CASE("a user that the server does not know is a matter of permission")
{
    CHECK(refusal(over_tcp(std::string{"nobody_at_all:"} + password, "postgres")).code() == ExitCode::permission);
}

TEST_CASE("a database that does not exist is unavailable, and named")
{
    auto const error = refusal(postgresql_url("no_such_database"));
    CHECK(error.code() == ExitCode::unavailable);
    CHECK(error.message() == "database \"no_such_database\" does not exist");
    CHECK(contains(error.where(), "/no_such_database?host="));
    CHECK(contains(error.hint(), "createdb"));
}

TEST_CASE("a port on which nobody listens is unavailable, and named")
{
    DeafPort const deaf;
    auto const error = refusal("postgresql://ann:" + std::string{password} + "@127.0.0.1:" + deaf.number + "/money");
    CHECK(error.code() == ExitCode::unavailable);
    CHECK(error.where() == "postgresql://ann@127.0.0.1:" + deaf.number + "/money");
    CHECK(error.message() == "Connection refused");
}

TEST_CASE("a host that does not exist is unavailable, and named")
{
    auto const error = refusal("postgresql://ann@no-such-host.invalid/money");
    CHECK(error.code() == ExitCode::unavailable);
    CHECK(contains(error.where(), "no-such-host.invalid"));
    CHECK(contains(error.message(), "no-such-host.invalid"));
}

TEST_CASE("a socket that is not there is unavailable, and named")
{
    TempFolder const folder;
    auto const error = refusal("postgresql://ann@/money?host=" + folder.path().string());
    CHECK(error.code() == ExitCode::unavailable);
    CHECK(contains(error.where(), folder.path().string()));
}

TEST_CASE("the session is set up for us whatever the server's defaults are")
{
    TempDatabase temporary{db::Backend::postgresql, TempDatabase::Content::nothing};
    CHECK(temporary.value("SELECT current_setting('TimeZone')") == "UTC");
    CHECK(temporary.value("SELECT current_setting('DateStyle')")->starts_with("ISO"));
    CHECK(temporary.value("SELECT current_setting('client_encoding')") == "UTF8");
    CHECK(temporary.value("SELECT current_setting('application_name')") == "pf-test");
    CHECK(temporary.value("SELECT current_setting('statement_timeout')") == "0");
}

TEST_CASE("options in the URL are kept")
{
    auto database = db::Database::open(db::Target::parse(postgresql_url() + "&options=-c%20statement_timeout%3D4321"));
    auto const rows = database.session().driver().read({"test", "SELECT current_setting('statement_timeout')", ""}, {});
    REQUIRE(rows->next());
    CHECK(rows->text() == "4321ms");
}

TEST_CASE("a new SQLite database and its folders belong to the user alone")
{
    TempFolder const folder;
    auto const path = folder.path() / "new" / "folder" / "my \"best\" 100% = portfolio?#&.db";
    auto database = open("sqlite:" + path.string());
    database.session().driver().run_script("CREATE TABLE t (a INTEGER) STRICT");
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
    REQUIRE(::stat((path.string() + "-wal").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600);
    REQUIRE(::stat((folder.path() / "new").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0700);
}

TEST_CASE("SQLite writes ahead, waits for the disk and holds foreign keys")
{
    TempFolder const folder;
    auto database = open("sqlite:" + (folder.path() / "x.db").string());
    auto const setting = [&](char const* name) {
        auto const rows =
            database.session().driver().read({"test", "", std::string{"SELECT * FROM pragma_"} + name}, {});
        REQUIRE(rows->next());
        return std::string{rows->text()};
    };
    CHECK(setting("journal_mode") == "wal");
    CHECK(setting("synchronous") == "2");
    CHECK(setting("foreign_keys") == "1");
}

TEST_CASE("another connection of this process leaves the locks of the first where they are")
{
    TempFolder const folder;
    auto const path = (folder.path() / "x.db").string();
    auto const url = "sqlite:" + path;
    auto first = open(url);
    first.session().driver().run_script("CREATE TABLE t (a INTEGER) STRICT");
    static_cast<void>(open(url));
    // Without the log nobody else may have the database open.
    Process other{{"sqlite3", path, "PRAGMA journal_mode = DELETE"}, folder.path() / "said"};
    static_cast<void>(other.wait());
    CHECK(contains(other.output(), "locked"));
}

TEST_CASE("a SQLite database that must exist is not created")
{
    TempFolder const folder;
    auto const path = folder.path() / "missing.db";
    auto const error = refusal("sqlite:" + path.string(), {"pf", db::Missing::refused, false});
    CHECK(error.code() == ExitCode::no_input);
    CHECK(error.where() == path.string());
    CHECK(!std::filesystem::exists(path));
}

TEST_CASE("a SQLite database that is missing can be taken as an empty one, which leaves nothing behind")
{
    TempFolder const folder;
    auto const path = folder.path() / "below" / "missing.db";
    auto const target = db::Target::parse("sqlite:" + path.string());
    CHECK(!db::is_there(target));
    CHECK(db::is_there(db::Target::parse("sqlite::memory:")));
    CHECK(db::is_there(db::Target::parse("postgresql://localhost/nowhere")));
    {
        auto database = db::Database::open(target, {"pf", db::Missing::taken_as_empty, false});
        CHECK(db::schema_version(database) == 0);
        CHECK(database.target().connection == path.string());
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a file that is not a SQLite database is refused and left alone")
{
    TempFolder const folder;
    auto const path = folder.path() / "statement.csv";
    std::ofstream{path} << "date,type,ticker,quantity,price,fee,currency\n2024-01-01,BUY,A,1,1,0,EUR\n";
    auto const size = std::filesystem::file_size(path);
    auto const error = refusal("sqlite:" + path.string());
    CHECK(error.code() == ExitCode::config);
    CHECK(error.message() == "the file is not a SQLite database");
    CHECK(std::filesystem::file_size(path) == size);
}

TEST_CASE("a directory or a device is not a database")
{
    TempFolder const folder;
    CHECK(refusal("sqlite:" + folder.path().string()).message() == "the database is a directory");
    CHECK(refusal("sqlite:/dev/null").message() == "the database is not a regular file");
}

TEST_CASE("a file where a folder should be cannot be created below")
{
    TempFolder const folder;
    std::ofstream{folder.path() / "file"} << "x";
    auto const error = refusal("sqlite:" + (folder.path() / "file" / "x.db").string());
    CHECK(error.code() == ExitCode::cannot_create);
}

TEST_CASE("what others' rights forbid is a matter of permission")
{
    TempFolder const folder;
    auto const path = (folder.path() / "x.db").string();
    open("sqlite:" + path).session().driver().run_script("CREATE TABLE t (a INTEGER) STRICT");
    ::chmod(folder.path().c_str(), 0555);
    ::chmod(path.c_str(), 0600);
    if (::geteuid() != 0) {
        ::chmod(path.c_str(), 0000);
    }
    CHECK(code_as_nobody("sqlite:" + path) == ExitCode::permission);
    CHECK(code_as_nobody("sqlite:" + (folder.path() / "new.db").string()) == ExitCode::permission);
    CHECK(code_as_nobody("sqlite:" + (folder.path() / "new" / "new.db").string()) == ExitCode::permission);
    ::chmod(folder.path().c_str(), 0000);
    CHECK(code_as_nobody("sqlite:" + path) == ExitCode::permission);
    ::chmod(folder.path().c_str(), 0700);
}
