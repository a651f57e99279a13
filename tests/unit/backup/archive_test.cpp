#include "pf/backup/archive.hpp"
#include "pf/backup/digest.hpp"
#include "pf/backup/inspect.hpp"
#include "pf/backup/streams.hpp"
#include "pf/backup/tar.hpp"
#include "pf/base/error.hpp"

#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <random>
#include <unistd.h>

using namespace pf;
using namespace pf::backup;

namespace {

void nothing(std::uint64_t /*bytes*/) {}

std::string content_of(std::filesystem::path const& path)
{
    std::ifstream stream{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

void write(std::filesystem::path const& path, std::string_view bytes)
{
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

Manifest head()
{
    Manifest manifest;
    manifest.schema_version = 4;
    manifest.created_at = Timestamp{std::chrono::seconds{1'795'249'800}};
    manifest.tool_version = "1.2.3";
    manifest.source = "sqlite:/home/you/portfolio.db";
    return manifest;
}

/// A folder with an archive of three tables in it: a usual one, an empty one, and one with awkward texts.
class Archive {
public:
    explicit Archive(std::optional<Key> key = {}, std::string_view third = "a,\"b\"\nc") : m_key(key)
    {
        Writer writer{m_folder.path()};
        writer.begin_table("accounts", {"id", "name"});
        for (int id = 1; id <= 3; ++id) {
            writer.row().plain(std::to_string(id));
            writer.row().text("account " + std::to_string(id));
            writer.end_row();
        }
        writer.end_table();
        writer.begin_table("imports", {"id"});
        writer.end_table();
        writer.begin_table("notes", {"text", "other"});
        writer.row().text(third);
        writer.row().null();
        writer.end_row();
        writer.row().text("");
        writer.row().text("\xC3\xA9");
        writer.end_row();
        writer.end_table();
        Descriptor const file{::open(path().c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600)};
        m_manifest = writer.finish(file.get(), path(), head(), m_key, nothing);
    }

    [[nodiscard]] std::string path() const { return (m_folder.path() / "a.tar.zst").string(); }
    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path(); }
    [[nodiscard]] Manifest const& manifest() const { return m_manifest; }
    [[nodiscard]] std::string bytes() const { return content_of(path()); }

private:
    test::TempFolder m_folder;
    std::optional<Key> m_key;
    Manifest m_manifest;
};

void ignore(std::uint64_t /*done*/, std::uint64_t /*size*/) {}

/// What reading all of a file complains about; empty: nothing.
std::string complaint(std::string const& path, Trust const& trust = {})
{
    try {
        static_cast<void>(verify(path, trust, ignore));
        return "";
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::bad_data);
        CHECK(error.where() == path);
        return error.message();
    }
}

std::string complaint_about(Archive const& archive, std::string_view bytes, Trust const& trust = {})
{
    write(archive.path(), bytes);
    return complaint(archive.path(), trust);
}

std::string in_frame(std::string const& bytes)
{
    std::string compressed;
    ZstdFrame frame{[&](std::string_view part) { compressed += part; }};
    frame.put(bytes);
    frame.finish();
    return compressed;
}

struct Member {
    std::string name;
    std::string content;
};

/// An archive of whatever members, sealed as ours are: what somebody makes who knows the format.
std::string complaint_about(std::vector<Member> const& members)
{
    test::TempFolder const folder;
    auto const path = (folder.path() / "forged.tar.zst").string();
    {
        Descriptor const file{::open(path.c_str(), O_WRONLY | O_CREAT, 0600)};
        SealedSink sink{file.get(), path, nothing};
        for (auto const& [name, content] : members) {
            sink.put(in_frame(tar_header(name, content.size(), 0) + content + tar_padding(content.size())));
        }
        sink.put(in_frame(tar_end()));
        sink.finish();
    }
    return complaint(path);
}

std::vector<Member> members_of(Archive const& archive)
{
    std::vector<Member> members{{"manifest.json", to_json(archive.manifest())}};
    Reader reader{archive.path()};
    while (reader.next_table()) {
        auto& member = members.emplace_back(Member{reader.table().name + ".csv", {}});
        for (auto part = reader.read(); !part.empty(); part = reader.read()) {
            member.content += part;
        }
    }
    return members;
}

} // namespace

TEST_CASE("an archive gives back what was put in, and its manifest first")
{
    Archive const archive;
    Reader reader{archive.path()};
    CHECK(reader.manifest() == archive.manifest());
    CHECK(reader.manifest().rows() == 5);
    auto const members = members_of(archive);
    REQUIRE(members.size() == 4);
    CHECK(members[1].content == "id,name\n1,account 1\n2,account 2\n3,account 3\n");
    CHECK(members[2].content == "id\n");
    CHECK(members[3].content == "text,other\n\"a,\"\"b\"\"\nc\",\n\"\",\xC3\xA9\n");
    CHECK(reader.manifest().tables[2].rows == 2);
    CHECK(reader.manifest().tables[2].bytes == members[3].content.size());
}

TEST_CASE("a table that is not read to its end is checked all the same")
{
    Archive const archive;
    Reader reader{archive.path()};
    int tables = 0;
    while (reader.next_table()) {
        ++tables;
    }
    CHECK(tables == 3);
    CHECK(reader.bytes_read() + Seal::size == reader.size());
}

TEST_CASE("digests are BLAKE2b with 256 bits")
{
    Digest digest; // b2sum -l 256 of these
    digest.add("ab");
    digest.add("c");
    CHECK(hex(digest.finish()) == "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    CHECK(hex(Digest{}.finish()) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST_CASE("B4: every flipped bit is found")
{
    Archive const archive;
    auto const bytes = archive.bytes();
    REQUIRE(complaint(archive.path()) == "");
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
        CHECK_MESSAGE(complaint_about(archive, changed) != "", "byte ", i);
    }
    CHECK(complaint_about(archive, bytes) == "");
}

TEST_CASE("B4: an archive that is cut short at any byte says so")
{
    Archive const archive;
    auto const bytes = archive.bytes();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        auto const text = complaint_about(archive, bytes.substr(0, size));
        bool const told = size == 0 ? text == "the file is empty"
                                    : text == "it is cut short, or is no backup: " + std::to_string(size) +
                                                  " bytes and no seal at their end";
        CHECK_MESSAGE(told, size, ": ", text);
    }
}

TEST_CASE("B4: bytes that were appended, removed or put in are counted")
{
    Archive const archive;
    auto const bytes = archive.bytes();
    auto const sealed = std::to_string(bytes.size() - Seal::size);
    CHECK(complaint_about(archive, bytes + "x") == "1 byte was appended to it");
    CHECK(complaint_about(archive, bytes + std::string(1'000'000, '\0')) == "1000000 bytes were appended to it");
    CHECK(complaint_about(archive, bytes + bytes) ==
          std::to_string(2 * bytes.size() - Seal::size) + " bytes stand before the seal, it was put after " + sealed);
    CHECK(complaint_about(archive, bytes.substr(0, 100) + bytes.substr(103)) ==
          std::to_string(bytes.size() - Seal::size - 3) + " bytes stand before the seal, it was put after " + sealed);
}

TEST_CASE("B4: a manifest of another backup is refused, and the message names the table")
{
    auto const members = members_of(Archive{});
    CHECK(complaint_about(members) == "");

    auto other = members;
    other[0] = {"manifest.json", to_json(Archive{{}, "a,\"b\"\nc!"}.manifest())};
    CHECK(complaint_about(other) == "notes.csv has " + std::to_string(members[3].content.size()) +
                                        " bytes, the manifest says " + std::to_string(members[3].content.size() + 1));
    other[0] = {"manifest.json", to_json(Archive{{}, "a,\"b\"\nd"}.manifest())};
    CHECK(complaint_about(other) == "notes.csv does not have the digest that the manifest says");
}

TEST_CASE("B4: an archive in which something is missing, added or changed is refused")
{
    auto const members = members_of(Archive{});
    auto changed = members;
    changed[1].content += "4,account 4\n";
    CHECK(complaint_about(changed) == "accounts.csv has 4 rows, the manifest says 3");
    changed = members;
    changed.pop_back();
    CHECK(complaint_about(changed) == "notes.csv is missing");
    changed = members;
    changed.push_back({"more.csv", "id\n"});
    CHECK(complaint_about(changed) == "\"more.csv\" is in it, of which the manifest says nothing");
    std::swap(changed[1], changed[2]);
    CHECK(complaint_about(changed) == "\"imports.csv\" stands where the manifest says accounts.csv");
    changed.erase(changed.begin());
    CHECK(complaint_about(changed) == "it does not begin with manifest.json");
    CHECK(complaint_about({{"manifest.json", "{}"}}).starts_with("manifest.json is not a manifest: "));
    CHECK(complaint_about({}) == "it does not begin with manifest.json");
}

TEST_CASE("what is no archive is refused")
{
    test::TempFolder const folder;
    auto const path = (folder.path() / "x").string();
    write(path, "date,type,ticker\n");
    CHECK(complaint(path) == "it is cut short, or is no backup: 17 bytes and no seal at their end");
    CHECK_THROWS_WITH_AS(Reader{folder.path() / "nowhere"}, doctest::Contains("No such file or directory"), Error);
    CHECK_THROWS_WITH_AS(Reader{folder.path()}, doctest::Contains("is not a regular file"), Error);
}

TEST_CASE("B11: an encrypted archive gives back what was put in, to whoever has the key")
{
    auto const key = Key::random();
    Archive const archive{key};
    CHECK(is_encrypted(archive.path()));
    CHECK_FALSE(is_encrypted(Archive{}.path()));
    CHECK(complaint(archive.path(), {key, false}) == "");
    CHECK(Reader{archive.path(), {key, false}}.manifest() == archive.manifest());
    CHECK(complaint(archive.path(), {Key::random(), false}) ==
          "the key does not open it: it is another one, or the beginning of the file is damaged");
    try {
        Reader const reader{archive.path()};
        FAIL("opened without a key");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::config);
        CHECK(error.hint() == "pass the key file that it was made with: --key-file FILE");
    }
}

TEST_CASE("B11: an encrypted archive shows nothing of what is in it, and never the same bytes twice")
{
    auto const key = Key::random();
    auto const first = Archive{key}.bytes();
    auto const second = Archive{key}.bytes();
    for (std::string_view const text : {"account", "manifest", "portfolio", "ustar", "\x28\xB5\x2F\xFD"}) {
        CHECK(first.find(text) == std::string::npos);
    }
    REQUIRE(first.size() == second.size());
    int equal = 0; // in all but what every encrypted file begins and ends with
    for (std::size_t i = 10; i < first.size() - Seal::size; ++i) {
        equal += first[i] == second[i] ? 1 : 0;
    }
    CHECK(equal < static_cast<int>(first.size() / 50));
}

TEST_CASE("B11: every flipped bit of an encrypted archive is found, before anything of it is believed")
{
    auto const key = Key::random();
    Archive const archive{key};
    auto const bytes = archive.bytes();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 8)));
        CHECK_MESSAGE(complaint_about(archive, changed, {key, false}) != "", "byte ", i);
    }
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
        CHECK_MESSAGE(complaint_about(archive, bytes.substr(0, size), {key, false}) != "", size, " bytes");
    }
}

TEST_CASE("large tables wait in a file that has no name and cannot be read, and come out as they went in")
{
    test::TempFolder const folder;
    std::mt19937_64 random{7};
    std::string expected = "value\n";
    auto const path = folder.path() / "large.tar.zst";
    std::optional<Key> const key = Key::random();
    Writer writer{folder.path()};
    writer.begin_table("numbers", {"value"});
    while (expected.size() < 4'000'000) {
        auto const value = std::to_string(random());
        writer.row().plain(value);
        writer.end_row();
        expected += value + "\n";
    }
    writer.end_table();
    CHECK(writer.csv_bytes() == expected.size());
    CHECK(writer.waiting_bytes() > 1'000'000);
    CHECK(std::filesystem::is_empty(folder.path()));
    std::uint64_t told = 0;
    {
        Descriptor const file{::open(path.c_str(), O_WRONLY | O_CREAT, 0600)};
        static_cast<void>(writer.finish(file.get(), path, head(), key, [&](std::uint64_t bytes) { told = bytes; }));
    }
    CHECK(told + Seal::size == std::filesystem::file_size(path));
    Reader reader{path, {key, false}};
    REQUIRE(reader.next_table());
    std::string received;
    for (auto part = reader.read(); !part.empty(); part = reader.read()) {
        received += part;
    }
    CHECK(received == expected);
    CHECK_FALSE(reader.next_table());
}

TEST_CASE("inspecting tells damage without unpacking, and needs no key to find it")
{
    auto const key = Key::random();
    Archive const plain;
    Archive const secret{key};
    CHECK(inspect(plain.path(), {}, false, ignore).intact == true);
    CHECK(inspect(plain.path(), {}, false, ignore).manifest == plain.manifest());
    CHECK(inspect(plain.path(), {}, true, ignore).intact == std::nullopt);
    CHECK(inspect(secret.path(), {}, false, ignore).intact == true);
    CHECK_FALSE(inspect(secret.path(), {}, false, ignore).manifest);
    CHECK(inspect(secret.path(), {key, false}, false, ignore).manifest == secret.manifest());
    auto bytes = secret.bytes();
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write(secret.path(), bytes);
    auto const found = inspect(secret.path(), {}, false, ignore);
    CHECK(found.intact == false);
    REQUIRE(found.problem);
    CHECK(found.problem->message() == "some of its bytes have changed since it was sealed");
}

namespace {

/// Text of a few encrypted chunks, however it is packed.
std::string incompressible()
{
    std::mt19937_64 random{11};
    std::string text;
    while (text.size() < 600'000) {
        text += std::to_string(random());
    }
    return text;
}

/// The same bytes, with the seal that belongs to them.
std::string sealed_again(std::string const& bytes)
{
    test::TempFolder const folder;
    auto const path = (folder.path() / "sealed").string();
    {
        Descriptor const file{::open(path.c_str(), O_WRONLY | O_CREAT, 0600)};
        SealedSink sink{file.get(), path, nothing};
        sink.put(std::string_view{bytes}.substr(0, bytes.size() - Seal::size));
        sink.finish();
    }
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

TEST_CASE("B11: with a key only what it proves is a backup, unless plain ones are allowed")
{
    Archive const plain;
    Trust const trust{Key::random(), false};
    constexpr auto unproven = "it is not encrypted, and so the key does not prove that it is a backup of yours";
    CHECK(complaint(plain.path(), trust) == unproven);
    CHECK(complaint(plain.path(), {trust.key, true}) == "");
    auto const found = inspect(plain.path(), trust, false, ignore);
    CHECK_FALSE(found.manifest);
    REQUIRE(found.problem);
    CHECK(found.problem->message() == unproven);
    CHECK(inspect(plain.path(), {trust.key, true}, false, ignore).manifest == plain.manifest());
}

TEST_CASE("B11: inspecting with a key proves every chunk, and not the first alone")
{
    Trust const trust{Key::random(), false};
    Archive const secret{trust.key, incompressible()};
    auto bytes = secret.bytes();
    auto& victim = bytes[bytes.size() - Seal::size - 1];
    victim = static_cast<char>(victim ^ 1);
    write(secret.path(), sealed_again(bytes));
    CHECK_FALSE(inspect(secret.path(), {}, false, ignore).problem);
    auto const found = inspect(secret.path(), trust, false, ignore);
    CHECK(found.intact == false);
    REQUIRE(found.problem);
    CHECK(found.problem->message().find("was changed") != std::string::npos);
}

TEST_CASE("a full disk is an error that names the file and says what to do")
{
    test::TempFolder const folder;
    Writer writer{folder.path()};
    writer.begin_table("accounts", {"id"});
    writer.end_table();
    Descriptor const full{::open("/dev/full", O_WRONLY)};
    try {
        static_cast<void>(writer.finish(full.get(), "b.tar.zst", head(), {}, nothing));
        FAIL("written to a full disk");
    } catch (Error const& error) {
        CHECK(error.code() == ExitCode::io_error);
        CHECK(error.where() == "b.tar.zst");
        CHECK(error.message() == "the backup cannot be written: No space left on device");
    }
}
