#include "pf/importer/row_group.hpp"

#include "pf/base/text.hpp"
#include "pf/importer/companions.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pf::importer {

namespace {

/// `EUR,USD`: each text once.
void add_to_list(std::string& list, std::string_view text)
{
    auto const known = base::split(list, ',');
    if (!text.empty() && std::find(known.begin(), known.end(), text) == known.end()) {
        list.append(list.empty() ? "" : ",").append(text);
    }
}

} // namespace

bool GroupValues::accepts(Gift const& gift, SharedValue const& value) const
{
    std::string const& had = m_values[gift.index].text;
    return gift.expression.is_list() || had.empty() || value.text.empty() || had == value.text;
}

void GroupValues::add(Gift const& gift, SharedValue const& value)
{
    SharedValue& target = m_values[gift.index];
    if (gift.expression.is_list()) {
        add_to_list(target.text, value.text);
    } else if (!value.text.empty()) {
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
            row->is_absorbed =
                std::any_of(given.begin(), given.end(), [](auto const& one) { return one.first->is_once; }) ||
                row->prepared.rule->emissions.empty();
        }
    }
}

void GroupValues::take_once(Emission const& emission)
{
    auto const is_once = [this](Slot slot) { return slot.kind == Slot::Kind::group && m_is_once[slot.index]; };
    bool const takes = std::ranges::any_of(
        emission.fields, [&](Expression const& field) { return std::ranges::any_of(field.slots(), is_once); });
    if (!takes) {
        return;
    }
    for (std::size_t index = 0; index < m_values.size(); ++index) {
        if (m_is_once[index]) {
            m_values[index] = {};
        }
    }
}

bool GroupValues::has_untaken() const
{
    for (std::size_t index = 0; index < m_values.size(); ++index) {
        if (m_is_once[index] && m_values[index].number) {
            return true;
        }
    }
    return false;
}

RowGroups::RowGroups(Format const& format, RowSource& source, RowMatcher& matcher)
    : m_format(format), m_source(source), m_matcher(matcher)
{
}

std::string RowGroups::key_of(PreparedRow& row, std::size_t which)
{
    Grouping const& grouping = m_format.groupings[which];
    Scope const scope = m_matcher.scope_of(row, {});
    if (!m_matcher.holds(grouping.conditions, scope, row.captures)) {
        return {};
    }
    std::string key = std::to_string(which) + '\x1f' + std::to_string(row.part);
    for (Slot const slot : grouping.by) {
        std::string_view const part = text_of(slot, scope);
        if (part.empty()) {
            return {};
        }
        key.append(1, '\x1f').append(part);
    }
    return key;
}

void RowGroups::set_key(GroupRow& row)
{
    row.key.clear();
    for (std::size_t which = 0; row.prepared.is_data() && row.key.empty() && which < m_format.groupings.size();
         ++which) {
        row.key = key_of(row.prepared, which);
        row.within = m_format.groupings[which].within;
    }
}

bool RowGroups::read_ahead()
{
    auto row = m_spare.empty() ? std::make_unique<GroupRow>() : std::move(m_spare.back());
    if (!m_spare.empty()) {
        m_spare.pop_back();
    }
    if (!m_source.next(row->stored)) {
        return false;
    }
    m_matcher.prepare(row->stored.fields, row->stored.raw, row->stored.line, row->prepared);
    row->prepared.rows = row->stored.rows;
    set_key(*row);
    if (!row->key.empty()) {
        ++m_waiting[row->key];
    }
    m_ahead.push_back(std::move(row));
    return true;
}

void RowGroups::take(std::deque<std::unique_ptr<GroupRow>>::iterator const& row)
{
    auto const waiting = m_waiting.find((*row)->key);
    if (waiting != m_waiting.end() && --waiting->second == 0) {
        m_waiting.erase(waiting);
    }
    m_rows.push_back(std::move(*row));
}

bool RowGroups::next()
{
    std::move(m_rows.begin(), m_rows.end(), std::back_inserter(m_spare));
    m_rows.clear();
    if (m_ahead.empty() && !read_ahead()) {
        return false;
    }
    take(m_ahead.begin());
    m_ahead.pop_front();
    std::string const& key = m_rows.front()->key;
    if (key.empty()) {
        return true;
    }
    while (m_ahead.size() + 1 < m_rows.front()->within && read_ahead()) {
    }
    for (auto row = m_ahead.begin(); row != m_ahead.end() && m_waiting.contains(key);) {
        if ((*row)->key != key) {
            ++row;
            continue;
        }
        take(row);
        row = m_ahead.erase(row);
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
