#include "pf/importer/companions.hpp"

#include "pf/importer/row_matcher.hpp"
#include "pf/importer/row_source.hpp"

#include <algorithm>
#include <utility>

namespace pf::importer {

std::string companion_key(CompanionRule const& rule, Scope const& scope)
{
    std::string key;
    for (Slot const slot : rule.key) {
        key.append(text_of(slot, scope)).append(1, '\x1f');
    }
    return key;
}

SharedValue shared_value_of(Expression const& expression, Scope const& scope, Findings& findings)
{
    SharedValue value;
    if (expression.is_text()) {
        expression.text(scope, value.text);
    } else {
        value.number = expression.number(scope, money::Excess::reject, findings);
    }
    return value;
}

Companions::Companions() : m_impl(std::make_unique<Impl>()) {}
Companions::Companions(Companions&&) noexcept = default;
Companions& Companions::operator=(Companions&&) noexcept = default;
Companions::~Companions() = default;

void Companions::collect(csv::Source source, Format const& format)
{
    if (!format.companion) {
        return;
    }
    CompanionRule const& rule = *format.companion;
    RowSource rows(std::move(source), format);
    RowMatcher matcher(format, rows.binding(), rows.header());
    auto& lent = m_impl->by_format[format.name];
    lent.names = rule.lent_names;
    PreparedRow prepared;
    Findings findings;
    csv::Row row;
    while (rows.next(row)) {
        matcher.prepare(row.fields, row.raw, row.line, prepared);
        Scope const scope = matcher.scope_of(prepared, {});
        if (!prepared.is_data() || !matcher.holds(rule.conditions, scope, prepared.captures)) {
            continue;
        }
        findings.clear();
        Impl::Values values(rule.lent_names.size());
        for (Gift const& value : rule.values) {
            values[value.index] = shared_value_of(value.expression, scope, findings);
        }
        if (findings.faults.empty()) {
            lent.by_key[companion_key(rule, scope)].push_back(std::move(values));
        }
    }
}

std::span<SharedValue const> TakenCompanions::take(Scope const& scope)
{
    if (!m_format.companion) {
        return {};
    }
    auto const& rule = *m_format.companion;
    auto const& by_format = m_companions.impl().by_format;
    auto const of_format = by_format.find(rule.format.empty() ? m_format.name : rule.format);
    if (of_format == by_format.end()) {
        return {};
    }
    auto const key = companion_key(rule, scope);
    auto const found = of_format->second.by_key.find(key);
    if (found == of_format->second.by_key.end()) {
        return {};
    }
    auto const used = m_used[key]++;
    if (used >= found->second.size()) {
        return {};
    }
    assign(found->second[used], of_format->second.names);
    return m_values;
}

void TakenCompanions::assign(std::span<SharedValue const> lent, std::vector<std::string> const& names)
{
    m_values.assign(m_format.companion_names.size(), {});
    for (std::size_t index = 0; index < m_values.size(); ++index) {
        auto const found = std::ranges::find(names, m_format.companion_names[index]);
        if (found != names.end()) {
            m_values[index] = lent[static_cast<std::size_t>(found - names.begin())];
        }
    }
}

} // namespace pf::importer
