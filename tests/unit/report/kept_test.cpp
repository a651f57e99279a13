#include "pf/base/error.hpp"
#include "pf/report/kept.hpp"
#include "pf/report/writers.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;
using namespace pf::report;

namespace {

/// The numbers that are kept of a grid of the numbers 0 to 9, which is gone by then.
std::string kept_of(Keep keep)
{
    KeptReports out{std::move(keep)};
    {
        std::vector<std::int64_t> const numbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        Grid grid{"numbers", "", {{"number", "Number"}}};
        grid.source = rows_of(numbers, [](std::int64_t number) { return Row{number}; });
        write(out, {"test/1", {}, {grid}, {}}, {OutputFormat::json});
    }
    REQUIRE(out.reports().size() == 1);
    CHECK(out.reports()[0].counts == std::vector<std::size_t>{10});
    std::string text;
    visit_rows(out.reports()[0].report.grids[0],
               [&](Row const& row) { text += std::to_string(std::get<std::int64_t>(row[0])); });
    return text;
}

} // namespace

TEST_CASE("a report that is kept outlives what its rows were made of")
{
    CHECK(kept_of({}) == "0123456789");
}

TEST_CASE("of many rows some are kept, counted from either end")
{
    CHECK(kept_of({4}) == "0123");
    CHECK(kept_of({40}) == "0123456789");
    CHECK(kept_of({4, true}) == "6789");
    CHECK(kept_of({40, true}) == "0123456789");
    CHECK(kept_of({4, false, "others"}) == "0123456789");
}

TEST_CASE("rows are kept behind another, or the last ones before it")
{
    Keep keep{4, false, "numbers", {"number"}};
    keep.after = RowMark{{"3"}};
    CHECK(kept_of(keep) == "4567");
    keep.after = RowMark{{"7"}};
    CHECK(kept_of(keep) == "89");
    keep.after = RowMark{{"9"}};
    CHECK(kept_of(keep).empty());
    keep.after.reset();
    keep.before = RowMark{{"7"}};
    CHECK(kept_of(keep) == "3456");
    keep.before = RowMark{{"2"}};
    CHECK(kept_of(keep) == "01");
    keep.before = RowMark{{"0"}};
    CHECK(kept_of(keep).empty());
}

TEST_CASE("a row that is not there is no place")
{
    Keep keep{4, false, "numbers", {"number"}};
    for (auto const& mark : {RowMark{{"10"}}, RowMark{{"3"}, 2}, RowMark{{}}, RowMark{{"3", "3"}}}) {
        keep.after = mark;
        CHECK_THROWS_WITH_AS(kept_of(keep), "the row that the cursor stands at is no longer there", Error);
    }
}

TEST_CASE("every row is in one part, whatever rows have the same key, and wherever others are put between")
{
    std::string letters = "abaabbbca";
    std::string seen;
    Keep keep{2, false, "letters", {"letter"}, true};
    while (true) {
        KeptReports out{keep};
        Grid grid{"letters", "", {{"letter", "Letter"}}};
        for (char const letter : letters) {
            grid.rows.push_back({text(std::string{letter})});
        }
        write(out, {"test/1", {}, {grid}, {}}, {OutputFormat::json});
        auto const& kept = out.reports()[0];
        CHECK(kept.window.count == letters.size());
        for (auto const& row : kept.report.grids[0].rows) {
            seen += exact(row[0]);
        }
        if (kept.window.skipped + kept.report.grids[0].rows.size() == letters.size()) {
            break;
        }
        keep.after = kept.window.last;
        letters.insert(0, "x"); // before all that was seen
        letters += seen.size() == 4 ? "y" : "";
    }
    CHECK(seen == "abaabbbcay");
}

TEST_CASE("what is not kept is seen")
{
    std::int64_t sum = 0;
    Keep keep{1};
    keep.see = [&](Grid const& /*grid*/, Row const& row) { sum += std::get<std::int64_t>(row[0]); };
    CHECK(kept_of(keep) == "0");
    CHECK(sum == 45);
}
