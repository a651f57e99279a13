#include "pf/base/error.hpp"
#include "pf/cli/file_text.hpp"
#include "pf/cli/replace_file.hpp"

#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <sys/stat.h>

using namespace pf;

namespace {

unsigned mode_of(std::filesystem::path const& path)
{
    return static_cast<unsigned>(std::filesystem::status(path).permissions());
}

} // namespace

TEST_CASE("a file is for everybody, or for whom the umask says")
{
    test::TempFolder const folder;
    auto const path = folder.path() / "chart.svg";
    auto const mask = ::umask(0077);
    cli::replace_file(path.string(), "one");
    CHECK(mode_of(path) == 0644);
    cli::replace_file(path.string(), "two", cli::FileMode::as_umask_says);
    CHECK(mode_of(path) == 0600);
    ::umask(mask);
    CHECK(cli::file_text(path) == "two");
}

TEST_CASE("a link stays a link, and what is no file is not replaced")
{
    test::TempFolder const folder;
    auto const file = folder.path() / "file";
    auto const link = folder.path() / "link";
    cli::replace_file(file.string(), "old");
    std::filesystem::create_symlink(file, link);
    cli::replace_file(link.string(), "new");
    CHECK(std::filesystem::is_symlink(link));
    CHECK(cli::file_text(file) == "new");
    try {
        cli::replace_file("/dev/null", "x");
        FAIL("not refused");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::cannot_create);
        CHECK(error.message() == "is not a regular file");
        CHECK(error.where() == "/dev/null");
    }
    CHECK(std::filesystem::is_character_file("/dev/null"));
}
