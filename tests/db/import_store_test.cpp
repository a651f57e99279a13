#include "store_fixture.hpp"

using namespace pf;
using namespace pf::test;

TEST_CASE_TEMPLATE("an import is stored, counted, listed newest first and marked as undone", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    auto second = import_of(2, stores.main);
    second.source_file = "it's; 10% \\ of \"x\".csv";
    second.import_timestamp = at("2024-06-02T12:00:00.000001Z");
    stores.imports.add({second});
    CHECK(stores.imports.list() == std::vector{second, import_of(1, stores.main), import_of(1, stores.second)});

    second.counts = {10, 4, 3, 2, 1};
    stores.imports.update_counts(2, {{stores.main, second.counts}});
    CHECK(stores.imports.find(2) == std::vector{second});
    CHECK(stores.imports.find(3).empty());

    stores.imports.mark_undone(1);
    for (auto const& import : stores.imports.find(1)) {
        CHECK(import.undone_at.has_value());
    }
    CHECK(!stores.imports.find(2).front().undone_at);
    auto const undone = stores.imports.find(1);
    stores.imports.mark_undone(1);
    CHECK(stores.imports.find(1) == undone);
}

TEST_CASE_TEMPLATE("I1: counts that do not add up to the rows of the file are refused", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    CHECK_THROWS_AS(stores.imports.update_counts(1, {{stores.main, {10, 4, 3, 2, 0}}}), Error);
    auto wrong = import_of(2, stores.main);
    wrong.counts.read = 6;
    CHECK_THROWS_AS(stores.imports.add({wrong}), Error);
}

TEST_CASE_TEMPLATE("the next import id is one more than the highest", Where, PF_BACKENDS)
{
    Stores stores{Where::backend};
    CHECK(stores.imports.next_id() == 2);
    stores.imports.add({import_of(7, stores.second)});
    CHECK(stores.imports.next_id() == 8);
}

TEST_CASE("on PostgreSQL, imports that run at the same time get different ids, and a given up one is free again")
{
    Stores stores{db::Backend::postgresql};
    auto other = stores.temporary.connect();
    db::ImportStore others{other};
    {
        db::Atomic const first{stores.database};
        db::Atomic second{other};
        CHECK(stores.imports.next_id() == 2);
        CHECK(others.next_id() == 3);
        others.add({import_of(3, stores.second)});
        second.commit();
    }
    CHECK(stores.imports.next_id() == 4);
}
