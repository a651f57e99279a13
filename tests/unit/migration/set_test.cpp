#include "pf/migration/plan.hpp"

#include "unit/migration/scripts.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace pf::migration;
using scripts::headline;
using Kind = Disagreement::Kind;

namespace {

Source file(std::string const& name, std::string const& text = "SELECT 1;\n-- pf:down\nSELECT 2;")
{
    return source_of(name + ".sql", text, Dialect::postgresql);
}

Set three()
{
    return Set{{file("0003_c"), file("0001_a"), file("0002_b")}};
}

Applied applied(Source const& from)
{
    return {from.version, from.name, from.checksum, pf::Timestamp{}, 5, "pf@laptop", {}};
}

History history_of(Set const& set, std::size_t count)
{
    History history;
    for (std::size_t i = 0; i < count; ++i) {
        history.push_back(applied(set.sources()[i]));
    }
    return history;
}

std::vector<Kind> kinds(Set const& set, History const& history)
{
    std::vector<Kind> found;
    for (auto const& disagreement : compare(set, history)) {
        found.push_back(disagreement.kind);
    }
    return found;
}

std::vector<std::int64_t> versions(Plan const& plan)
{
    std::vector<std::int64_t> found;
    for (auto const& step : plan.files) {
        found.push_back(step.version);
    }
    return found;
}

using Versions = std::vector<std::int64_t>;

/// A folder that is gone at the end.
class Folder {
public:
    explicit Folder(std::string const& name) : m_path(std::filesystem::temp_directory_path() / ("pf-" + name))
    {
        std::filesystem::remove_all(m_path);
        std::filesystem::create_directories(m_path);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() { std::filesystem::remove_all(m_path); }

    void write(std::string const& name, std::string const& text) const
    {
        std::filesystem::create_directories((m_path / name).parent_path());
        std::ofstream{m_path / name} << text;
    }

    [[nodiscard]] std::filesystem::path const& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace

TEST_CASE("files are ordered by version")
{
    auto const set = three();
    CHECK(set.latest() == 3);
    CHECK(set.sources().front().name == "0001_a");
    CHECK(set.find(2)->name == "0002_b");
    CHECK(set.find(4) == nullptr);
}

TEST_CASE("M6: two files with one version are refused, both named")
{
    CHECK(headline([] {
              Set{{file("0001_a"), file("0002_b"), file("2_c")}};
          }) == "2_c.sql: version 2 is there twice: \"0002_b.sql\" and \"2_c.sql\"");
}

TEST_CASE("files and history that belong together have no disagreement")
{
    auto const set = three();
    for (std::size_t count = 0; count <= 3; ++count) {
        CHECK(compare(set, history_of(set, count)).empty());
    }
}

TEST_CASE("M6: every disagreement has its own kind")
{
    auto const set = three();
    auto const history = history_of(set, 3);

    SUBCASE("edited")
    {
        CHECK(kinds(Set{{file("0001_a"), file("0002_b", "SELECT 9;"), file("0003_c")}}, history) ==
              std::vector{Kind::edited});
    }
    SUBCASE("renamed")
    {
        CHECK(kinds(Set{{file("0001_a"), file("0002_z"), file("0003_c")}}, history) == std::vector{Kind::renamed});
    }
    SUBCASE("replaced")
    {
        CHECK(kinds(Set{{file("0001_a"), file("0002_z", "SELECT 9;"), file("0003_c")}}, history) ==
              std::vector{Kind::replaced});
    }
    SUBCASE("missing")
    {
        CHECK(kinds(Set{{file("0001_a"), file("0003_c")}}, history) == std::vector{Kind::missing});
    }
    SUBCASE("late")
    {
        CHECK(kinds(set, {history[0], history[2]}) == std::vector{Kind::late});
    }
    SUBCASE("newer, once however many versions are beyond")
    {
        CHECK(kinds(Set{{file("0001_a")}}, history) == std::vector{Kind::newer});
    }
    SUBCASE("several, by version")
    {
        CHECK(kinds(Set{{file("0001_a", "SELECT 9;"), file("0003_c")}}, {history[0], history[1]}) ==
              std::vector{Kind::edited, Kind::missing});
    }
}

TEST_CASE("M5: the refusal of an edited file names both checksums, when and by whom it was applied")
{
    auto const set = Set{{file("0001_a", "SELECT 9;")}};
    auto const found = compare(set, {applied(file("0001_a"))});
    REQUIRE(found.size() == 1);
    CHECK(found.front().message == "was changed after it was applied (1970-01-01T00:00:00Z by pf@laptop)");
    CHECK(found.front().details == std::vector<std::string>{"applied: SHA-256 " + file("0001_a").checksum,
                                                            "file:    SHA-256 " + set.sources()[0].checksum});
    CHECK(found.front().where == "0001_a.sql");
}

TEST_CASE("any disagreement refuses the plan with the schema exit code")
{
    auto const set = three();
    auto const history = history_of(set, 3);
    auto const old = Set{{file("0001_a")}};
    for (auto const& make : {plan_up, plan_down}) {
        try {
            static_cast<void>(make(old, history, {}, "server/pf"));
            FAIL("not refused");
        } catch (pf::Error const& error) {
            CHECK(error.code() == pf::ExitCode::schema);
            CHECK(error.where() == "server/pf");
            CHECK(error.message() ==
                  "the schema is at version 3 (\"0003_c\"), newer than the version 1 that this program knows");
        }
    }
}

TEST_CASE("up goes to the end, to a version, or some steps")
{
    auto const set = three();
    auto const plan = [&](std::size_t done, Goal const& goal) {
        return plan_up(set, history_of(set, done), goal, "db");
    };
    CHECK(versions(plan(0, {})) == Versions{1, 2, 3});
    CHECK(versions(plan(1, {})) == Versions{2, 3});
    CHECK(plan(3, {}).empty());
    CHECK(versions(plan(0, {2, {}})) == Versions{1, 2});
    CHECK(plan(0, {2, {}}).to == 2);
    CHECK(plan(2, {2, {}}).empty());
    CHECK(versions(plan(1, {{}, 1})) == Versions{2});
    CHECK(versions(plan(1, {{}, 9})) == Versions{2, 3});
    CHECK(headline([&] { static_cast<void>(plan(3, {2, {}})); }) == "db: the database is at version 3, beyond 2");
    CHECK(headline([&] { static_cast<void>(plan(0, {7, {}})); }) == "there is no version 7");
    CHECK(headline([&] { static_cast<void>(plan(0, {{}, 0})); }) == "--steps 0 is not a number from 1");
}

TEST_CASE("down goes back one, some steps, or to a version")
{
    auto const set = three();
    auto const plan = [&](std::size_t done, Goal const& goal) {
        return plan_down(set, history_of(set, done), goal, "db");
    };
    CHECK(versions(plan(3, {})) == Versions{3});
    CHECK(plan(3, {}).to == 2);
    CHECK(versions(plan(3, {{}, 2})) == Versions{3, 2});
    CHECK(versions(plan(2, {0, {}})) == Versions{2, 1});
    CHECK(plan(2, {0, {}}).to == 0);
    CHECK(versions(plan(3, {1, {}})) == Versions{3, 2});
    CHECK(plan(2, {2, {}}).empty());
    CHECK(plan(0, {}).empty());
    CHECK(headline([&] { static_cast<void>(plan(1, {2, {}})); }) == "db: the database is at version 1, before 2");
}

TEST_CASE("down is refused before anything runs when a file has no way back")
{
    auto const set =
        Set{{file("0001_a", "SELECT 1;"), file("0002_b", "-- pf:irreversible\nSELECT 1;"), file("0003_c")}};
    CHECK(headline([&] {
              static_cast<void>(plan_down(set, history_of(set, 3), {1, {}}, "db"));
          }) == "0002_b.sql: is irreversible");
    CHECK(headline([&] { static_cast<void>(plan_down(set, history_of(set, 1), {}, "db")); }) ==
          "0001_a.sql: has no way back: no down section");
}

TEST_CASE("a plan prints itself")
{
    auto const printed = [](Plan const& plan) { return (std::ostringstream{} << plan).str(); };
    auto const set = Set{{file("0001_a"), file("0002_b", "-- pf:no-transaction\nVACUUM;")}};
    CHECK(printed(plan_up(set, {}, {}, "db")) ==
          "up   0001_a.sql  1 statement\nup   0002_b.sql  1 statement, no transaction\n");
    CHECK(printed(plan_down(set, history_of(set, 1), {}, "db")) == "down 0001_a.sql  1 statement\n");
    CHECK(printed(plan_up(set, history_of(set, 2), {}, "db")) == "nothing to do: the database is at version 2\n");
}

TEST_CASE("a folder of files is read, or its subfolder for the backend")
{
    Folder const folder{"migration-set-test"};
    folder.write("0001_a.sql", "SELECT 1;");
    folder.write("README.md", "no migration");
    folder.write(".0002_b.sql", "an editor's");
    auto const flat = read_folder(folder.path(), Dialect::sqlite);
    REQUIRE(flat.sources().size() == 1);
    CHECK(flat.sources()[0].script.path == (folder.path() / "0001_a.sql").string());

    folder.write("sqlite/0001_b.sql", "SELECT 1;");
    CHECK(read_folder(folder.path(), Dialect::sqlite).sources()[0].name == "0001_b");
    CHECK(headline([&] {
              static_cast<void>(read_folder(folder.path(), Dialect::postgresql));
          }).ends_with("holds no migrations for postgresql"));
}

TEST_CASE("a folder that is not one of migrations is refused")
{
    Folder const folder{"migration-bad-test"};
    auto const refused = [&] {
        return headline([&] { static_cast<void>(read_folder(folder.path(), Dialect::sqlite)); });
    };
    CHECK(refused().ends_with("holds no migrations"));
    folder.write("create_a.sql", "SELECT 1;");
    CHECK(refused().ends_with("create_a.sql: is not the name of a migration"));
    std::filesystem::remove_all(folder.path());
    CHECK(refused().ends_with("there is no such folder"));
}

TEST_CASE("the built-in migrations parse")
{
    CHECK_NOTHROW(static_cast<void>(plan_up(embedded_set(Dialect::postgresql), {}, {}, "db")));
    CHECK_NOTHROW(static_cast<void>(plan_up(embedded_set(Dialect::sqlite), {}, {}, "db")));
}
