#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/importer/companions.hpp"
#include "pf/importer/draft_builder.hpp"
#include "pf/importer/identifier.hpp"
#include "pf/importer/importer.hpp"
#include "pf/importer/row_group.hpp"
#include "pf/importer/row_matcher.hpp"
#include "pf/importer/row_source.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace pf::importer {

namespace {

/// The column that transactions take their external id from; empty when none does.
std::string id_column(Format const& format, Binding const& binding)
{
    for (Rule const& rule : format.rules) {
        for (Emission const& emission : rule.emissions) {
            auto const slot = emission.field(Field::external_id).first_slot();
            if (slot && slot->kind == Slot::Kind::column) {
                return binding.names[slot->index];
            }
        }
    }
    return {};
}

} // namespace

struct FileReader::Impl {
    Impl(csv::Source source, Format const& with, Companions const& others, std::string account);

    bool next(Entry& entry);

    Format const& format;
    std::string default_account;
    RowSource rows;
    bool keep_raw = false;
    Identifier identifier;

private:
    bool next_single(Entry& entry);
    bool next_of_group(Entry& entry);
    void finish_row(PreparedRow& row, Entry& entry);
    void finish_group(Entry& entry);
    void apply_rule(PreparedRow& row, Entry& entry, GroupValues* group);
    void emit(PreparedRow& row, Emission const& emission, Entry& entry, GroupValues* group);
    [[nodiscard]] std::span<SharedValue const> take_companion(PreparedRow const& row);
    void reject(PreparedRow const& row, Entry& entry, std::string reason, std::string hint) const;
    void reject_kind(PreparedRow const& row, Entry& entry, std::string reason, std::string hint) const;
    void reject_unknown(PreparedRow const& row, Entry& entry) const;
    void report_faults(PreparedRow const& row, Entry& entry);
    void close(Entry& entry);
    [[nodiscard]] std::string const& column_name(Slot slot) const;

    Companions const& m_companions;
    RowMatcher m_matcher;
    RowGroups m_groups;
    DraftBuilder m_builder;
    Findings m_findings;
    std::vector<DraftOrigin> m_origins;
    std::size_t m_legs = 0; ///< emissions of the entry so far
    PreparedRow m_row;
    GroupValues m_group_values;
    std::size_t m_group_done = 0; ///< rows of the group that were handed out one by one
    bool m_in_group = false;
    std::unordered_map<std::string, std::size_t> m_companions_used; ///< rows of each key
    std::span<SharedValue const> m_companion;                       ///< of the row
};

FileReader::Impl::Impl(csv::Source source, Format const& with, Companions const& others, std::string account)
    : format(with),
      default_account(std::move(account)),
      rows(std::move(source), with),
      identifier(with, rows.name(), id_column(with, rows.binding()), default_account),
      m_companions(others),
      m_matcher(with, rows.binding()),
      m_groups(with, rows, m_matcher),
      m_builder(with)
{
}

bool FileReader::Impl::next(Entry& entry)
{
    entry.clear();
    m_origins.clear();
    m_findings.clear();
    m_legs = 0;
    return format.grouping || format.continuation ? next_of_group(entry) : next_single(entry);
}

bool FileReader::Impl::next_single(Entry& entry)
{
    csv::Row row;
    if (!rows.next(row)) {
        return false;
    }
    m_matcher.prepare(row.fields, row.raw, row.line, m_row);
    finish_row(m_row, entry);
    return true;
}

bool FileReader::Impl::next_of_group(Entry& entry)
{
    if (!m_in_group) {
        if (!m_groups.next()) {
            return false;
        }
        if (m_groups.has_common_event()) {
            finish_group(entry);
            return true;
        }
        m_in_group = true;
        m_group_done = 0;
    }
    finish_row(m_groups.rows()[m_group_done]->prepared, entry);
    m_in_group = ++m_group_done < m_groups.rows().size();
    return true;
}

void FileReader::Impl::finish_row(PreparedRow& row, Entry& entry)
{
    entry.rows = row.rows;
    entry.line = row.line;
    apply_rule(row, entry, nullptr);
    close(entry);
    if (keep_raw || !entry.issues.empty()) {
        entry.raw = row.raw;
    }
}

void FileReader::Impl::finish_group(Entry& entry)
{
    auto const group = m_groups.rows();
    entry.line = group.front()->prepared.line;
    m_group_values.collect(group, format, m_matcher, m_findings);
    report_faults(group.front()->prepared, entry);
    for (auto const& row : group) {
        entry.rows += row->prepared.rows;
        if (!row->is_absorbed) {
            apply_rule(row->prepared, entry, &m_group_values);
        }
    }
    for (Draft& draft : entry.drafts) {
        draft.transaction.line_no = entry.line;
    }
    if (!entry.drafts.empty()) {
        entry.ignored_by.clear();
    }
    close(entry);
    for (auto const& row : group) {
        if (keep_raw || !entry.issues.empty()) {
            entry.raw.append(entry.raw.empty() ? "" : "\n").append(row->prepared.raw);
        }
    }
}

void FileReader::Impl::apply_rule(PreparedRow& row, Entry& entry, GroupValues* group)
{
    if (row.is_blank) {
        entry.ignored_by = "blank row: all of its fields are empty";
    } else if (!row.width_problem.empty()) {
        reject(row, entry, row.width_problem, "a field that holds the delimiter must stand in quotes");
    } else if (row.rule == nullptr && !row.faults.empty()) {
        m_findings.faults = row.faults;
        report_faults(row, entry);
    } else if (row.rule == nullptr) {
        reject_unknown(row, entry);
    } else if (!row.rule->reject_reason.empty()) {
        reject_kind(row, entry, row.rule->reject_reason, row.rule->reject_hint);
    } else if (!row.rule->ignore_reason.empty()) {
        entry.ignored_by = row.rule->name + ": " + row.rule->ignore_reason;
    } else {
        m_companion = take_companion(row);
        for (Emission const& emission : row.rule->emissions) {
            emit(row, emission, entry, group);
        }
    }
}

void FileReader::Impl::emit(PreparedRow& row, Emission const& emission, Entry& entry, GroupValues* group)
{
    std::size_t const leg = m_legs++;
    Scope scope = m_matcher.scope_of(row, default_account);
    if (group != nullptr) {
        scope.group = group->values();
    }
    if (!m_matcher.holds(emission.conditions, scope, row.captures)) {
        return;
    }
    scope.companion = m_companion;
    m_builder.build(emission, leg, scope, row.line, entry, m_origins, m_findings);
    report_faults(row, entry);
    if (group != nullptr && emission.uses_group) {
        group->take_once();
    }
}

/// Several rows of one key are used one after the other.
std::span<SharedValue const> FileReader::Impl::take_companion(PreparedRow const& row)
{
    auto const& by_format = m_companions.impl().by_format;
    auto const of_format = by_format.find(format.name);
    if (!format.companion || of_format == by_format.end()) {
        return {};
    }
    std::string const key = companion_key(*format.companion, m_matcher.scope_of(row, default_account));
    auto const found = of_format->second.find(key);
    if (found == of_format->second.end()) {
        return {};
    }
    std::size_t const used = m_companions_used[key]++;
    return used < found->second.size() ? std::span<SharedValue const>(found->second[used])
                                       : std::span<SharedValue const>();
}

std::string const& FileReader::Impl::column_name(Slot slot) const
{
    bool const is_column = slot.kind == Slot::Kind::column;
    return m_matcher.binding().names[is_column ? slot.index : format.rule_column];
}

void FileReader::Impl::reject(PreparedRow const& row, Entry& entry, std::string reason, std::string hint) const
{
    entry.issues.push_back({rows.name(), row.line, {}, {}, std::move(reason), std::move(hint)});
}

void FileReader::Impl::reject_kind(PreparedRow const& row, Entry& entry, std::string reason, std::string hint) const
{
    entry.issues.push_back({rows.name(), row.line, m_matcher.binding().names[format.rule_column],
                            std::string(row.columns[format.rule_column]), std::move(reason), std::move(hint)});
}

void FileReader::Impl::reject_unknown(PreparedRow const& row, Entry& entry) const
{
    bool const is_empty = row.columns[format.rule_column].empty();
    reject_kind(row, entry,
                is_empty ? "is empty" : "is no kind of row that the format " + base::quoted(format.name) + " knows",
                "write a rule for it in your own copy of the format; docs/formats.md shows how");
}

void FileReader::Impl::report_faults(PreparedRow const& row, Entry& entry)
{
    for (Fault& fault : m_findings.faults) {
        Issue issue{rows.name(),
                    row.line,
                    fault.slot ? column_name(*fault.slot) : std::string(),
                    std::move(fault.value),
                    std::move(fault.reason),
                    std::move(fault.hint)};
        if (std::find(entry.issues.begin(), entry.issues.end(), issue) == entry.issues.end()) {
            entry.issues.push_back(std::move(issue));
        }
    }
    m_findings.clear();
}

/// The last step of every entry: exactly one fate, and fingerprints for what is emitted.
void FileReader::Impl::close(Entry& entry)
{
    bool const is_empty = entry.drafts.empty() && entry.prices.empty() && entry.fx_rates.empty();
    if (entry.issues.empty() && is_empty && entry.ignored_by.empty()) {
        entry.ignored_by = "nothing to book: the row moves nothing";
    }
    if (entry.issues.empty()) {
        identifier.identify(entry, m_origins);
    }
    if (!entry.issues.empty()) {
        entry.drafts.clear();
        entry.prices.clear();
        entry.fx_rates.clear();
        entry.ignored_by.clear();
        entry.rounded_prices = 0;
    }
}

FileReader::FileReader(csv::Source source, Format const& format, Companions const& companions,
                       std::string default_account)
    : m_impl(std::make_unique<Impl>(std::move(source), format, companions, std::move(default_account)))
{
}

FileReader::FileReader(FileReader&&) noexcept = default;
FileReader& FileReader::operator=(FileReader&&) noexcept = default;
FileReader::~FileReader() = default;

std::string const& FileReader::header() const
{
    return m_impl->rows.header();
}

void FileReader::keep_raw(bool all)
{
    m_impl->keep_raw = all;
}

void FileReader::check_only()
{
    m_impl->identifier.check_only();
}

void FileReader::survey(RepeatedKeys& keys)
{
    m_impl->identifier.survey(keys);
}

void FileReader::expect(RepeatedKeys const& keys)
{
    m_impl->identifier.expect(keys);
}

bool FileReader::next(Entry& entry)
{
    return m_impl->next(entry);
}

} // namespace pf::importer
