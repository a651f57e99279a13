#include "pf/importer/row_group.hpp"

#include "pf/importer/companions.hpp"

#include <algorithm>
#include <utility>

namespace pf::importer {

namespace {

constexpr std::size_t most_rows = 10'000; // what one event may take in memory

} // namespace

bool GroupValues::accepts(Gift const& gift, SharedValue const& value) const
{
    std::string const& had = m_values[gift.index].text;
    return had.empty() || value.text.empty() || had == value.text;
}

void GroupValues::add(Gift const& gift, SharedValue const& value)
{
    SharedValue& target = m_values[gift.index];
    if (!value.text.empty()) {
        target.text = value.text;
    }
    if (value.number) {
        target.number = target.number.value_or(Decimal()) + *value.number;
    }
    m_is_once[gift.index] = gift.is_once;
}

void GroupValues::collect(std::span<std::unique_ptr<GroupRow> const> rows, Format const& format,
                          RowMatcher const& matcher, Findings& findings)
{
    m_values.assign(format.group_names.size(), {});
    m_is_once.assign(format.group_names.size(), false);
    for (auto const& row : rows) {
        row->is_absorbed = false;
        if (row->prepared.rule == nullptr || row->prepared.rule->gifts.empty()) {
            continue;
        }
        Scope const scope = matcher.scope_of(row->prepared, {});
        std::vector<std::pair<Gift const*, SharedValue>> given;
        for (Gift const& gift : row->prepared.rule->gifts) {
            given.emplace_back(&gift, shared_value_of(gift.expression, scope, findings));
        }
        if (std::all_of(given.begin(), given.end(),
                        [this](auto const& one) { return accepts(*one.first, one.second); })) {
            std::for_each(given.begin(), given.end(), [this](auto const& one) { add(*one.first, one.second); });
            row->is_absorbed = true;
        }
    }
}

void GroupValues::take_once()
{
    for (std::size_t index = 0; index < m_values.size(); ++index) {
        if (m_is_once[index]) {
            m_values[index] = {};
        }
    }
}

RowGroups::RowGroups(Format const& format, RowSource& source, RowMatcher& matcher)
    : m_format(format), m_source(source), m_matcher(matcher)
{
}

std::string RowGroups::key_of(PreparedRow& row)
{
    std::string key;
    Scope const scope = m_matcher.scope_of(row, {});
    if (!m_format.grouping || row.is_blank || !row.width_problem.empty() ||
        !m_matcher.holds(m_format.grouping->conditions, scope, row.captures)) {
        return key;
    }
    for (Slot const slot : m_format.grouping->by) {
        std::string_view const part = text_of(slot, scope);
        if (part.empty()) {
            return {};
        }
        key.append(part).append(1, '\x1f');
    }
    return key;
}

bool RowGroups::read_into(std::size_t index)
{
    if (m_rows.size() == index) {
        m_rows.push_back(std::make_unique<GroupRow>());
    }
    GroupRow& row = *m_rows[index];
    if (!m_source.next(row.stored)) {
        return false;
    }
    m_matcher.prepare(row.stored.fields, row.stored.raw, row.stored.line, row.prepared);
    row.prepared.rows = row.stored.rows;
    return true;
}

bool RowGroups::next()
{
    if (m_has_ahead) {
        std::swap(m_rows[0], m_rows[m_size]);
        m_has_ahead = false;
    } else if (!read_into(0)) {
        m_size = 0;
        return false;
    }
    m_size = 1;
    std::string const key = key_of(m_rows[0]->prepared);
    while (!key.empty() && m_size < most_rows && read_into(m_size)) {
        if (key_of(m_rows[m_size]->prepared) != key) {
            m_has_ahead = true;
            break;
        }
        ++m_size;
    }
    return true;
}

bool RowGroups::has_common_event() const
{
    auto const group = rows();
    return group.size() > 1 && std::any_of(group.begin(), group.end(), [](auto const& row) {
               return row->prepared.rule != nullptr && row->prepared.rule->takes_from_group;
           });
}

} // namespace pf::importer
