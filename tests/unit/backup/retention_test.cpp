#include "pf/backup/retention.hpp"
#include "pf/base/age.hpp"
#include "pf/base/error.hpp"

#include "support/temp_folder.hpp"
#include "support/values.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <tuple>

using namespace pf;
using namespace pf::backup;
using test::at;

namespace {

FoundFile good(std::string const& moment, std::string const& source = "sqlite:portfolio.db")
{
    return {"pf-" + moment + ".tar.zst", 100, at(moment), source, {}};
}

/// When plans are made, unless a case is about that.
Timestamp const now = at("2030-01-01");

std::string shown(std::vector<FoundFile> const& files, RetentionRules const& rules, Timestamp when = now,
                  std::string const& just_made = {})
{
    std::ostringstream text;
    text << plan_retention("backups", files, rules, when, just_made);
    return text.str();
}

std::set<std::string> names(RetentionPlan const& plan, Fate fate)
{
    std::set<std::string> found;
    for (auto const& decision : plan.decisions) {
        if (decision.fate == fate) {
            found.insert(decision.name);
        }
    }
    return found;
}

/// Up to 60 good and broken backups of two databases, some at the same moment, over about four years.
std::vector<FoundFile> random_files()
{
    std::vector<FoundFile> files;
    auto const count = *rc::gen::inRange(0, 60);
    for (int i = 0; i < count; ++i) {
        auto const hours = *rc::gen::inRange(0, 4 * 365 * 24);
        FoundFile file{"pf-" + std::to_string(i), 1, at("2022-12-20") + std::chrono::hours{hours}, "a", {}};
        file.source = *rc::gen::weightedElement<std::string>({{3, "a"}, {1, "b"}});
        file.problem = *rc::gen::weightedElement<std::string>({{5, ""}, {1, "is damaged"}});
        files.push_back(file);
    }
    return files;
}

RetentionRules random_rules()
{
    auto const number = [] { return static_cast<std::size_t>(*rc::gen::inRange(0, 6)); };
    return {number(), number(), number(), number(), number()};
}

std::vector<FoundFile> without(std::vector<FoundFile> files, std::set<std::string> const& removed)
{
    std::erase_if(files, [&](FoundFile const& file) { return removed.contains(file.name); });
    return files;
}

} // namespace

TEST_CASE("B3: each rule keeps the newest of its periods, and every file has its reason")
{
    CHECK(shown({good("2026-11-20T02:00:00Z"), good("2026-11-20T14:00:00Z"), good("2026-11-21T02:00:00Z"),
                 good("2026-11-19T02:00:00Z"), good("2026-10-31T02:00:00Z"), good("2026-10-30T02:00:00Z"),
                 good("2025-12-31T02:00:00Z"), good("2025-06-01T02:00:00Z")},
                {1, 2, 2, 2, 0}) == "kept        pf-2026-11-21T02:00:00Z.tar.zst  last 1, daily 2026-11-21, weekly "
                                    "2026-W47, monthly 2026-11\n"
                                    "kept        pf-2026-11-20T14:00:00Z.tar.zst  daily 2026-11-20\n"
                                    "removed     pf-2026-11-20T02:00:00Z.tar.zst  no rule keeps it\n"
                                    "removed     pf-2026-11-19T02:00:00Z.tar.zst  no rule keeps it\n"
                                    "kept        pf-2026-10-31T02:00:00Z.tar.zst  weekly 2026-W44, monthly 2026-10\n"
                                    "removed     pf-2026-10-30T02:00:00Z.tar.zst  no rule keeps it\n"
                                    "removed     pf-2025-12-31T02:00:00Z.tar.zst  no rule keeps it\n"
                                    "removed     pf-2025-06-01T02:00:00Z.tar.zst  no rule keeps it\n");
}

TEST_CASE("B3: while a rule has some left it keeps the oldest, from which later periods grow")
{
    CHECK(shown({good("2026-11-21T02:00:00Z"), good("2026-11-20T02:00:00Z"), good("2026-11-19T02:00:00Z")},
                {0, 0, 4, 0, 0}) == "kept        pf-2026-11-21T02:00:00Z.tar.zst  weekly 2026-W47\n"
                                    "removed     pf-2026-11-20T02:00:00Z.tar.zst  no rule keeps it\n"
                                    "kept        pf-2026-11-19T02:00:00Z.tar.zst  oldest weekly 2026-W47\n");
}

TEST_CASE("B3: a week belongs to the year of its Thursday")
{
    struct Case {
        std::string day;
        std::string week;
    };
    for (auto const& example : std::vector<Case>{{"2026-12-31", "2026-W53"},
                                                 {"2027-01-01", "2026-W53"},
                                                 {"2027-01-03", "2026-W53"},
                                                 {"2027-01-04", "2027-W01"},
                                                 {"2024-12-29", "2024-W52"},
                                                 {"2024-12-30", "2025-W01"},
                                                 {"2020-12-31", "2020-W53"},
                                                 {"2023-01-01", "2022-W52"}}) {
        CAPTURE(example.day);
        auto const plan = plan_retention("", {good(example.day)}, {0, 0, 1, 0, 0}, now);
        CHECK(plan.decisions.at(0).reasons == std::vector<std::string>{"weekly " + example.week});
    }
}

TEST_CASE("B3: the newest good one stays, however old it is and whatever is broken since")
{
    auto broken = good("2026-11-21T02:00:00Z");
    broken.problem = "accounts.csv does not have the digest of the manifest";
    CHECK(shown({good("2019-01-01T02:00:00Z"), broken, good("2018-01-01T02:00:00Z")}, {}) ==
          "kept        pf-2019-01-01T02:00:00Z.tar.zst  the newest good one\n"
          "removed     pf-2018-01-01T02:00:00Z.tar.zst  no rule keeps it\n"
          "left alone  pf-2026-11-21T02:00:00Z.tar.zst  accounts.csv does not have the digest of the manifest\n");
}

TEST_CASE("B3: backups of different databases in one folder do not count for each other")
{
    CHECK(shown({good("2026-11-21T02:00:00Z"), good("2026-11-20T02:00:00Z", "postgresql://db/portfolio")},
                {1, 0, 0, 0, 0}) == "kept        pf-2026-11-21T02:00:00Z.tar.zst  last 1\n"
                                    "kept        pf-2026-11-20T02:00:00Z.tar.zst  last 1\n");
}

TEST_CASE("B3: a backup from the future takes nobody's place, and stays until its time has come")
{
    std::vector<FoundFile> const files{good("2036-05-05T00:00:00Z"), good("2026-11-21T02:00:00Z"),
                                       good("2026-11-20T02:00:00Z")};
    CHECK(shown(files, {1, 1, 0, 0, 1}, at("2026-11-21T02:00:01Z")) ==
          "kept        pf-2026-11-21T02:00:00Z.tar.zst  last 1, daily 2026-11-21, yearly 2026\n"
          "removed     pf-2026-11-20T02:00:00Z.tar.zst  no rule keeps it\n"
          "left alone  pf-2036-05-05T00:00:00Z.tar.zst  is from the future: 2036-05-05T00:00:00Z\n");
    CHECK(shown(files, {1, 0, 0, 0, 0}, at("2036-05-05T00:00:00Z")) ==
          "kept        pf-2036-05-05T00:00:00Z.tar.zst  last 1\n"
          "removed     pf-2026-11-21T02:00:00Z.tar.zst  no rule keeps it\n"
          "removed     pf-2026-11-20T02:00:00Z.tar.zst  no rule keeps it\n");
}

TEST_CASE("B3: with a clock that has fallen behind all others are from the future, and nothing is removed")
{
    CHECK(shown({good("2026-11-21T02:00:00Z"), good("1970-01-01T00:01:00Z")}, {1, 0, 0, 0, 0},
                at("1970-01-01T00:01:02Z")) ==
          "kept        pf-1970-01-01T00:01:00Z.tar.zst  last 1\n"
          "left alone  pf-2026-11-21T02:00:00Z.tar.zst  is from the future: 2026-11-21T02:00:00Z\n");
}

TEST_CASE("B3: what a run has just made stays, although another one is newer by its clock")
{
    auto const made = good("2026-11-21T02:00:00Z");
    CHECK(shown({good("2026-11-21T02:03:00Z"), made}, {1, 0, 0, 0, 0}, at("2026-11-21T02:00:01Z"), made.name) ==
          "kept        pf-2026-11-21T02:03:00Z.tar.zst  last 1\n"
          "kept        pf-2026-11-21T02:00:00Z.tar.zst  just made\n");
}

TEST_CASE("B3: whenever a plan is made, the future changes nothing in it and what was just made stays")
{
    CHECK(rc::check([] {
        auto files = random_files();
        auto const rules = random_rules();
        auto const when = at("2022-12-20") + std::chrono::hours{*rc::gen::inRange(0, 4 * 365 * 24)};
        auto const just_made = files.empty() ? std::string{} : (*rc::gen::elementOf(files)).name;
        auto const plan = plan_retention("", files, rules, when, just_made);
        auto const removed = names(plan, Fate::removed);
        RC_ASSERT(!removed.contains(just_made));
        std::erase_if(files, [&](FoundFile const& file) { return base::is_from_the_future(file.taken_at, when); });
        RC_ASSERT(removed == names(plan_retention("", files, rules, when, just_made), Fate::removed));
    }));
}

TEST_CASE("B3: what a plan would keep, it keeps again when the rest is gone")
{
    CHECK(rc::check([] {
        auto const files = random_files();
        auto const rules = random_rules();
        auto const removed = names(plan_retention("", files, rules, now), Fate::removed);
        auto const again = plan_retention("", without(files, removed), rules, now);
        RC_ASSERT(names(again, Fate::removed).empty());
    }));
}

TEST_CASE("B3: the newest good one of each database is always kept, and nothing that is not good is removed")
{
    CHECK(rc::check([] {
        auto const files = random_files();
        auto const plan = plan_retention("", files, random_rules(), now);
        auto const kept = names(plan, Fate::kept);
        RC_ASSERT(plan.decisions.size() == files.size());
        for (auto const& file : files) {
            bool const is_newest = std::ranges::none_of(files, [&](FoundFile const& other) {
                return other.problem.empty() && other.source == file.source &&
                       std::tie(other.taken_at, other.name) > std::tie(file.taken_at, file.name);
            });
            RC_ASSERT(!(file.problem.empty() && is_newest) || kept.contains(file.name));
            RC_ASSERT(file.problem.empty() || names(plan, Fate::left_alone).contains(file.name));
        }
    }));
}

TEST_CASE("B3: a larger number keeps what a smaller one keeps, and the order of the files does not matter")
{
    CHECK(rc::check([] {
        auto files = random_files();
        auto const rules = random_rules();
        auto more = rules;
        auto const which = *rc::gen::element(&RetentionRules::last, &RetentionRules::daily, &RetentionRules::weekly,
                                             &RetentionRules::monthly, &RetentionRules::yearly);
        ++(more.*which);
        auto const plan = plan_retention("", files, rules, now);
        auto const larger = names(plan_retention("", files, more, now), Fate::kept);
        RC_ASSERT(std::ranges::includes(larger, names(plan, Fate::kept)));
        std::ranges::reverse(files);
        RC_ASSERT(plan_retention("", files, rules, now) == plan);
    }));
}

TEST_CASE("B3: a rule alone keeps as many periods as it says, or all there are and the oldest")
{
    CHECK(rc::check([] {
        auto files = random_files();
        std::erase_if(files, [](FoundFile const& file) { return file.source != "a" || !file.problem.empty(); });
        std::set<Date> periods;
        for (auto const& file : files) {
            periods.insert(base::day_of(file.taken_at));
        }
        auto const number = static_cast<std::size_t>(*rc::gen::inRange(1, 90));
        auto const kept = plan_retention("", files, {0, number, 0, 0, 0}, now).count(Fate::kept);
        RC_ASSERT(kept >= std::min(number, periods.size()));
        RC_ASSERT(kept <= std::min(number, periods.size() + 1));
    }));
}

TEST_CASE("B3: apply removes what the plan says and nothing else; planning alone removes nothing")
{
    test::TempFolder const folder;
    auto const write = [&](std::string const& name) { std::ofstream{folder.path() / name} << "x"; };
    auto const is_there = [&](std::string const& name) { return std::filesystem::exists(folder.path() / name); };
    auto broken = good("2026-01-01T02:00:00Z");
    broken.problem = "is cut short";
    std::vector<FoundFile> const files{good("2026-11-21T02:00:00Z"), good("2026-11-20T02:00:00Z"), broken};
    for (auto const& file : files) {
        write(file.name);
    }
    write("notes.txt");
    auto const plan = plan_retention(folder.path(), files, {1, 0, 0, 0, 0}, now);
    CHECK(is_there(files[1].name));
    apply(plan);
    CHECK(is_there(files[0].name));
    CHECK_FALSE(is_there(files[1].name));
    CHECK(is_there(files[2].name));
    CHECK(is_there("notes.txt"));
    apply(plan); // what is gone is gone
    CHECK(is_there(files[0].name));
}

TEST_CASE("a backup that cannot be removed is an error that names it")
{
    test::TempFolder const folder;
    auto const file = good("2026-11-20T02:00:00Z");
    std::filesystem::create_directory(folder.path() / file.name);
    RetentionPlan const plan{folder.path(), {{file.name, 0, Fate::removed, {"no rule keeps it"}}}};
    try {
        apply(plan);
        FAIL("no error");
    } catch (Error const& error) {
        CHECK(error.where() == (folder.path() / file.name).string());
    }
}
