#include "pf/jobs/import/file_lines.hpp"

#include "pf/db/import_store.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pf::jobs {

namespace {

constexpr std::size_t most_taken = 1000;

bool has_id(importer::Entry const& entry)
{
    return std::ranges::any_of(entry.drafts, [](auto const& draft) { return !draft.transaction.external_id.empty(); });
}

} // namespace

FileLines::FileLines(db::Database& database, std::string const& file, std::string const& format,
                     std::string const& sha256)
{
    auto const update = "update from " + file; // what such a row has brought since
    auto imports = db::ImportStore{database}.of_files({file, update});
    std::erase_if(imports, [&](model::Import const& one) { return one.source_file == file && one.format != format; });
    if (std::ranges::all_of(imports, [&](model::Import const& one) { return one.file_sha256 == sha256; })) {
        return;
    }
    for (auto const& one : imports) {
        add(database, one.id);
    }
}

/// Of a file that had its own rows in these lines before, a monthly one, nothing is taken.
void FileLines::add(db::Database& database, std::int64_t import_id)
{
    auto const lines = db::TransactionStore{database}.lines_of_import(import_id);
    bool const collides = std::ranges::any_of(lines, [&](auto const& line) { return !at(line.line_no).empty(); });
    if (collides) {
        return;
    }
    for (auto const& line : lines) {
        m_lines.push_back({line.line_no, import_id, line.fingerprint});
    }
    std::ranges::stable_sort(m_lines, {}, &Line::line_no);
}

std::span<FileLines::Line const> FileLines::at(std::int64_t line_no) const
{
    auto const first = std::ranges::lower_bound(m_lines, line_no, {}, &Line::line_no);
    auto const last = std::ranges::upper_bound(m_lines, line_no, {}, &Line::line_no);
    return {first, last};
}

void FileLines::see_known(importer::Entry const& entry)
{
    if (m_lines.empty()) {
        return;
    }
    auto const lines = at(entry.line);
    if (lines.empty()) {
        for (auto const& draft : entry.drafts) {
            m_elsewhere.insert(draft.transaction.fingerprint);
        }
        return;
    }
    auto const stands_here = [&](importer::Draft const& draft) {
        return std::ranges::find(lines, draft.transaction.fingerprint, &Line::fingerprint) != lines.end();
    };
    if (lines.size() != entry.drafts.size() || !std::ranges::all_of(entry.drafts, stands_here)) {
        return give_up();
    }
    m_same += lines.size();
}

void FileLines::see_other(std::int64_t line)
{
    if (!m_lines.empty() && !at(line).empty()) {
        give_up();
    }
}

bool FileLines::take(importer::Entry& entry)
{
    auto const lines = at(entry.line);
    if (lines.empty()) {
        return false;
    }
    if (lines.size() != entry.drafts.size() || has_id(entry) || m_taken.size() == most_taken) {
        give_up();
        return false;
    }
    m_taken.push_back({std::move(entry), lines.front().import_id});
    return true;
}

void FileLines::give_up()
{
    std::ranges::transform(m_taken, std::back_inserter(m_given_back), [](auto& one) { return std::move(one.entry); });
    m_taken.clear();
    m_lines.clear();
    m_elsewhere.clear();
}

std::vector<importer::Entry> FileLines::given_back()
{
    return std::exchange(m_given_back, {});
}

std::vector<ChangedLine> FileLines::changed()
{
    std::size_t replaced = 0;
    bool is_elsewhere = false;
    for (auto const& one : m_taken) {
        for (auto const& line : at(one.entry.line)) {
            ++replaced;
            is_elsewhere = is_elsewhere || m_elsewhere.contains(line.fingerprint);
        }
    }
    bool const is_all = m_same + replaced == m_lines.size();
    if (!is_all || is_elsewhere || replaced > m_same) {
        give_up();
    }
    return std::exchange(m_taken, {});
}

} // namespace pf::jobs
