#include "pf/jobs/import/import_files.hpp"

#include "pf/base/text.hpp"
#include "pf/jobs/import/find_gaps.hpp"
#include "pf/jobs/import/store_files.hpp"

#include <algorithm>
#include <utility>

namespace pf::jobs {

namespace {

/// Nothing is stored; the counts tell what was read alone.
model::ImportReport refused(ReadFiles const& read, model::IssueList issues, ImportRequest const& request)
{
    model::ImportReport report;
    report.dry_run = request.dry_run;
    report.refused = true;
    report.issues = std::move(issues);
    report.bad_rows = read.bad_rows;
    for (auto const& read_file : read.files) {
        auto& file = report.files.emplace_back();
        file.file = read_file.input.name();
        file.format = importer::name_of(read_file.input.format());
        file.file_sha256 = read_file.input.digest_of_file(read_file.scan.sha256);
        file.counts.read = read_file.scan.rows;
    }
    return report;
}

model::ImportReport done(Stored stored, model::IssueList issues, ImportRequest const& request)
{
    model::ImportReport report;
    report.dry_run = request.dry_run;
    report.stored = !request.dry_run;
    report.files = std::move(stored.files);
    report.issues = std::move(issues);
    report.notes = std::move(stored.notes);
    report.held_back = std::move(stored.held_back);
    report.balances = std::move(stored.balances);
    report.remarks = std::move(stored.remarks);
    report.changed = std::move(stored.changed);
    report.changes = std::move(stored.changes);
    return report;
}

void add_all(model::IssueList& issues, std::vector<model::Issue> const& more)
{
    std::ranges::for_each(more, [&](model::Issue const& issue) { issues.add(issue); });
}

/// What stands in them may be events.
void remark_on_unread(ReadFiles const& read, model::IssueList& remarks)
{
    for (auto const& file : read.files) {
        for (auto const& sheet : file.input.left_out()) {
            remarks.add({file.input.name(),
                         0,
                         {},
                         {},
                         "its sheet " + base::quoted(sheet) + " was not read",
                         "--sheet takes one by its name; chosen so, the others are not named"});
        }
        for (auto const& table : file.input.unknown_tables()) {
            remarks.add({table,
                         0,
                         {},
                         {},
                         "was not read: no format knows its columns",
                         "what it holds is not booked: book it by hand in a file of the format pf"});
        }
    }
}

void leave_out(Contradicted const& contradicted, LeftOut& left_out)
{
    for (std::size_t i = 0; i < contradicted.rows.lines.size(); ++i) {
        auto const& lines = contradicted.rows.lines[i];
        left_out.excluded[i].insert(lines.begin(), lines.end());
    }
    left_out.has_contradicting_names = left_out.has_contradicting_names || contradicted.is_of_names;
}

/// Tries until no other command comes between and no row is left that cannot be booked.
model::ImportReport store(db::Database& database, AccountsByName const& accounts, ReadFiles read,
                          ImportRequest const& request, ReadProgress& progress)
{
    auto const none = std::vector<ExcludedRows>(read.files.size());
    LeftOut left_out{none, none, Gaps{accounts, request.account}, false};
    bool has_more = !read.issues.empty();
    while (true) {
        if (std::exchange(has_more, false)) {
            find_gaps(left_out.gaps, read, accounts, left_out.excluded, request, progress);
        }
        auto attempt = store_files(database, accounts, read, left_out, request, progress);
        if (auto* const stored = std::get_if<Stored>(&attempt)) {
            stored->left_out.visit([&](model::Issue const& issue) { read.issues.add(issue); });
            remark_on_unread(read, stored->remarks);
            return done(std::move(*stored), std::move(read.issues), request);
        }
        if (auto const* const contradicted = std::get_if<Contradicted>(&attempt)) {
            add_all(read.issues, contradicted->issues);
            if (!request.partial) {
                read.bad_rows += contradicted->rows.count;
                return refused(read, std::move(read.issues), request);
            }
            leave_out(*contradicted, left_out);
            has_more = true;
        }
        if (auto* const unbalanced = std::get_if<Unbalanced>(&attempt)) {
            auto report = refused(read, std::move(read.issues), request);
            report.balances = std::move(unbalanced->balances);
            return report;
        }
        auto const* const oversold = std::get_if<Oversold>(&attempt);
        if (oversold != nullptr && !take_as_income(*oversold, read, left_out.as_income)) {
            complain_of_oversold(database, accounts, read, *oversold);
            if (!request.partial || !exclude(*oversold, left_out.excluded)) {
                return refused(read, std::move(read.issues), request);
            }
            has_more = true;
        }
    }
}

} // namespace

model::ImportReport import_files(db::Database& database, importer::Catalog const& catalog, ImportRequest const& request)
{
    return import_files([&]() -> db::Database& { return database; }, catalog, request);
}

model::ImportReport import_files(DatabaseOnDemand const& database, importer::Catalog const& catalog,
                                 ImportRequest const& request)
{
    auto inputs = open_files(catalog, request);
    ReadProgress progress{request.progress, bytes_to_read(inputs, request)};
    auto read = read_files(std::move(inputs), request, progress);
    auto const accounts = known_accounts(database(), request);
    complain_of_accounts(read, accounts, request);
    if (!read.issues.empty() && !request.partial) {
        return refused(read, std::move(read.issues), request);
    }
    auto placed = request;
    placed.account = account_of_the_rest(read, accounts, request);
    return store(database(), accounts, std::move(read), placed, progress);
}

} // namespace pf::jobs
