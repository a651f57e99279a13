#include "pf/importer/companions.hpp"

#include "pf/importer/row_matcher.hpp"
#include "pf/importer/row_source.hpp"

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

} // namespace pf::importer
