#include "pf/jobs/import/words.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <utility>

namespace pf::jobs {

namespace {

std::string message_of(model::Issue const& issue)
{
    if (issue.column.empty()) {
        return issue.reason;
    }
    return issue.value.empty() ? fmt::format("{} {}", issue.column, issue.reason)
                               : fmt::format("{} {} {}", issue.column, base::quoted(issue.value), issue.reason);
}

} // namespace

cli::Complaint complaint_of(model::Issue const& issue)
{
    auto where = issue.line > 0 ? fmt::format("{}:{}", issue.file, issue.line) : issue.file;
    return {std::move(where), message_of(issue), issue.hint};
}

std::string outcome_of(importer::Entry const& entry)
{
    return !entry.issues.empty() ? "rejected" : entry.ignored_by.empty() ? "booked" : "ignored by " + entry.ignored_by;
}

} // namespace pf::jobs
