#include "pf/backup/folder.hpp"
#include "pf/backup/key.hpp"
#include "pf/backup/partial_file.hpp"
#include "pf/base/error.hpp"

#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

using namespace pf;
using namespace pf::backup;
namespace fs = std::filesystem;

namespace {

Timestamp const moment{std::chrono::seconds{1'795'249'800}}; // 2026-11-21T08:30:00Z

void touch(fs::path const& path)
{
    std::ofstream{path} << "x";
}

mode_t mode_of(fs::path const& path)
{
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

/// While it lives, files are created without any of these permissions.
class Umask {
public:
    explicit Umask(mode_t mask) : m_before(::umask(mask)) {}
    Umask(Umask const&) = delete;
    Umask& operator=(Umask const&) = delete;
    ~Umask() { ::umask(m_before); }

private:
    mode_t m_before;
};

/// What an action complains about, without the file.
template <typename Action>
std::string complaint(Action const& action)
{
    try {
        static_cast<void>(action());
        return "";
    } catch (Error const& error) {
        return error.message();
    }
}

std::string text_of(fs::path const& path)
{
    std::ifstream stream{path};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

} // namespace

TEST_CASE("a backup's name is its moment in UTC, and nothing else is one")
{
    CHECK(file_name(moment, false) == "pf-20261121T083000Z.tar.zst");
    CHECK(file_name(moment + std::chrono::microseconds{999'999}, true) == "pf-20261121T083000Z.tar.zst.enc");
    auto const parsed = parse_file_name("pf-20261121T083000Z.tar.zst.enc");
    REQUIRE(parsed);
    CHECK(parsed->created_at == moment);
    CHECK(parsed->encrypted);
    CHECK_FALSE(parse_file_name("pf-20261121T083000Z.tar.zst")->encrypted);
    for (auto const* const name :
         {"pf-20261121T083000Z.tar", "pf-20261121T083000Z.tar.zst.partial", ".pf-20261121T083000Z.tar.zst",
          "pf-20261321T083000Z.tar.zst", "pf-20261121T083000.tar.zst", "pf-2026-11-21.tar.zst", "pf-.tar.zst",
          "pf-20261121 083000Z.tar.zst", "xpf-20261121T083000Z.tar.zst", "pf-20261121T083000z.tar.zst", ""}) {
        CHECK_MESSAGE(!parse_file_name(name), name);
    }
    CHECK_FALSE(parse_file_name(partial_name("pf-20261121T083000Z.tar.zst")));
}

TEST_CASE("a folder's backups are listed newest first, and other files are not")
{
    test::TempFolder const folder;
    CHECK(list_folder(folder.path() / "nowhere").empty());
    for (auto const* const name : {"pf-20261121T083000Z.tar.zst", "pf-20271121T083000Z.tar.zst.enc", "notes.txt",
                                   "pf-20251121T083000Z.tar.zst", ".pf-20261121T083001Z.tar.zst.partial"}) {
        touch(folder.path() / name);
    }
    fs::create_directory(folder.path() / "pf-20291121T083000Z.tar.zst");
    auto const files = list_folder(folder.path());
    REQUIRE(files.size() == 3);
    CHECK(files[0].path.filename() == "pf-20271121T083000Z.tar.zst.enc");
    CHECK(files[1].path.filename() == "pf-20261121T083000Z.tar.zst");
    CHECK(files[2].path.filename() == "pf-20251121T083000Z.tar.zst");
    CHECK(files[0].size == 1);
}

TEST_CASE("B8: a second run in the folder is told who works there, and the next one is free to go")
{
    test::TempFolder const temporary;
    auto const folder = temporary.path() / "deep" / "backups";
    {
        FolderLock const lock{folder, "pf-backup/3f9a2c"};
        try {
            FolderLock const second{folder, "pf-backup/000000"};
            FAIL("two at once");
        } catch (Error const& error) {
            CHECK(error.code() == ExitCode::busy);
            CHECK(error.message().starts_with("another run works in this folder: pf-backup/3f9a2c, pid " +
                                              std::to_string(::getpid()) + ", since 2"));
            CHECK(error.where() == folder.string());
        }
    }
    CHECK_NOTHROW(FolderLock(folder, "pf-backup/000000"));
}

TEST_CASE("B1: what a dead run has left behind is swept, and nothing else")
{
    test::TempFolder const folder;
    auto const kept = folder.path() / "pf-20261121T083000Z.tar.zst";
    touch(kept);
    touch(folder.path() / ".hidden.partial");
    touch(folder.path() / partial_name("pf-20261121T083001Z.tar.zst"));
    touch(folder.path() / partial_name("pf-20261121T083002Z.tar.zst.enc"));
    FolderLock const lock{folder.path(), "test"};
    CHECK(lock.sweep() == 2);
    CHECK(lock.sweep() == 0);
    CHECK(fs::exists(kept));
    CHECK(fs::exists(folder.path() / ".hidden.partial"));
}

TEST_CASE("B9: whatever the umask, only the owner can read folder, backup and key")
{
    for (mode_t const mask : {mode_t{0}, mode_t{0022}, mode_t{0777}}) {
        test::TempFolder const temporary;
        auto const folder = temporary.path() / "backups";
        Umask const umask{mask};
        FolderLock const lock{folder, "test"};
        PartialFile file{folder, "pf-20261121T083000Z.tar.zst"};
        auto const path = file.publish();
        create_key_file(folder / "key");
        CHECK(mode_of(folder) == 0700);
        CHECK(mode_of(path) == 0600);
        CHECK(mode_of(folder / "key") == 0600);
    }
}

TEST_CASE("B1: a file that was not published leaves nothing behind")
{
    test::TempFolder const folder;
    {
        PartialFile const file{folder.path(), "pf-20261121T083000Z.tar.zst"};
        CHECK(fs::exists(file.path()));
        CHECK(list_folder(folder.path()).empty());
        CHECK_THROWS_AS(PartialFile(folder.path(), "pf-20261121T083000Z.tar.zst"), Error);
    }
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a key file is read as it was written, and no other file is one")
{
    test::TempFolder const folder;
    auto const file = folder.path() / "key";
    create_key_file(file);
    auto const text = text_of(file);
    CHECK(text.size() == 81);
    CHECK(text.starts_with("pf-backup-key-1:"));
    CHECK(read_key_file(file).bytes() == read_key_file(file).bytes());
    CHECK(complaint([&] { return create_key_file(file), 0; }) == "the key file cannot be created: File exists");
    CHECK(text_of(file) == text);
    create_key_file(folder.path() / "other");
    CHECK(text_of(folder.path() / "other") != text);

    for (auto const& content : {std::string{}, text.substr(1), text.substr(0, 79), text + "x", text + text,
                                std::string{"pf-backup-key-1:"} + std::string(64, 'g') + "\n"}) {
        std::ofstream{folder.path() / "wrong", std::ios::trunc} << content;
        fs::permissions(folder.path() / "wrong", fs::perms::owner_read | fs::perms::owner_write);
        CHECK(complaint([&] { return read_key_file(folder.path() / "wrong"); }) == "the file does not hold a key");
    }
    CHECK(complaint([&] { return read_key_file(folder.path() / "nowhere"); }) ==
          "the key file cannot be read: No such file or directory");
}

TEST_CASE("a key that others can read, change or swap is none")
{
    test::TempFolder const folder;
    auto const file = folder.path() / "key";
    create_key_file(file);
    for (auto const perm : {fs::perms::others_read, fs::perms::others_write, fs::perms::group_write}) {
        fs::permissions(file, perm, fs::perm_options::add);
        CHECK(complaint([&] { return read_key_file(file); }) == "others can read or change the key file");
        fs::permissions(file, perm, fs::perm_options::remove);
    }
    fs::permissions(file, fs::perms::group_read, fs::perm_options::add); // as the secrets of a stack
    fs::permissions(folder.path(), fs::perms::others_write, fs::perm_options::add);
    CHECK(complaint([&] { return read_key_file(file); }) == "anybody can put another key file in its place");
    fs::permissions(folder.path(), fs::perms::sticky_bit, fs::perm_options::add);
    CHECK(read_key_file(file).bytes() == read_key_file(file).bytes());
}
