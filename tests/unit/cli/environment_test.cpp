#include "pf/base/error.hpp"
#include "pf/cli/environment.hpp"
#include "pf/cli/terminal.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <utility>

using pf::cli::Environment;

namespace {

Environment with(Environment::Variables variables)
{
    return Environment(std::move(variables));
}

// A file that lives as long as the test.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string const& content)
        : m_path(std::filesystem::temp_directory_path() / ("pf-cli-test-" + std::to_string(::getpid())))
    {
        std::ofstream(m_path) << content;
    }
    ~TemporaryFile() { std::filesystem::remove(m_path); }
    TemporaryFile(TemporaryFile const&) = delete;
    TemporaryFile& operator=(TemporaryFile const&) = delete;
    [[nodiscard]] std::string path() const { return m_path.string(); }

private:
    std::filesystem::path m_path;
};

} // namespace

TEST_CASE("a variable that is set but empty counts as not set")
{
    Environment const environment = with({{"A", ""}, {"B", "b"}});
    CHECK(environment.find("A") == std::nullopt);
    CHECK(environment.find("B") == "b");
    CHECK(environment.find("C") == std::nullopt);
}

TEST_CASE("a secret may stand in a file, of which one trailing newline is no part")
{
    TemporaryFile const file("hunter2\n\n");
    Environment const environment = with({{"X_FILE", file.path()}});
    CHECK(environment.find_secret("X") == "hunter2\n");
}

TEST_CASE("a secret given twice is refused without showing it")
{
    TemporaryFile const file("other");
    Environment const environment = with({{"X", "hunter2"}, {"X_FILE", file.path()}});
    try {
        (void)environment.find_secret("X");
        FAIL("accepted");
    } catch (pf::Error const& error) {
        CHECK(error.code() == pf::ExitCode::config);
        CHECK(error.message() == "both X and X_FILE are set");
    }
}

TEST_CASE("a secret's file that cannot be read is named with its variable")
{
    try {
        (void)with({{"X_FILE", "/nowhere/secret"}}).find_secret("X");
        FAIL("accepted");
    } catch (pf::Error const& error) {
        CHECK(error.code() == pf::ExitCode::config);
        CHECK(std::string(error.what()) ==
              "X_FILE: cannot read the file \"/nowhere/secret\": No such file or directory");
    }
}

TEST_CASE("a secret that stands where its file's name should is not shown")
{
    for (auto const* const secret : {"hunter2", "postgresql://ann:hunter2@db/money"}) {
        try {
            (void)with({{"X_FILE", secret}}).find_secret("X");
            FAIL("accepted");
        } catch (pf::Error const& error) {
            CHECK(std::string(error.what()).find("hunter2") == std::string::npos);
            CHECK(!error.hint().empty());
        }
    }
}

TEST_CASE("directories follow the XDG variables, else the home directory")
{
    CHECK(with({{"HOME", "/h"}}).config_directory() == "/h/.config/pf");
    CHECK(with({{"HOME", "/h"}}).data_directory() == "/h/.local/share/pf");
    CHECK(with({{"HOME", "/h"}}).cache_directory() == "/h/.cache/pf");
    CHECK(with({{"HOME", "."}}).config_directory() == with({}).config_directory());
    CHECK(with({{"HOME", "/h"}, {"XDG_CONFIG_HOME", "/c"}}).config_directory() == "/c/pf");
    CHECK(with({{"HOME", "/h"}, {"XDG_DATA_HOME", "/d"}}).data_directory() == "/d/pf");
    CHECK(with({{"HOME", "/h"}, {"XDG_DATA_HOME", "relative"}}).data_directory() == "/h/.local/share/pf");
}

TEST_CASE("the locale says whether characters are UTF-8, the first variable that is set before the others")
{
    CHECK(pf::cli::speaks_utf8(with({{"LANG", "de_DE.UTF-8"}})));
    CHECK(pf::cli::speaks_utf8(with({{"LC_ALL", "C.utf8"}, {"LANG", "C"}})));
    CHECK(pf::cli::speaks_utf8(with({{"LC_ALL", ""}, {"LC_CTYPE", "tr_TR.UTF-8"}})));
    CHECK_FALSE(pf::cli::speaks_utf8(with({{"LC_ALL", "C"}, {"LANG", "de_DE.UTF-8"}})));
    CHECK_FALSE(pf::cli::speaks_utf8(with({{"LANG", "de_DE.ISO-8859-1"}})));
    CHECK_FALSE(pf::cli::speaks_utf8(with({})));
}
