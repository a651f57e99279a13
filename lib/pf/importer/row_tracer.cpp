#include "pf/importer/row_tracer.hpp"

#include "pf/importer/row_check.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pf::importer {

namespace {

using money::Excess;

/// Is the field read as a number?
bool is_number(Field field)
{
    switch (field) {
    case Field::quantity:
    case Field::price:
    case Field::total:
    case Field::fee:
    case Field::fx_rate:
    case Field::split_new:
    case Field::split_old:
    case Field::cost_share:
    case Field::open:
    case Field::high:
    case Field::low:
    case Field::close:
    case Field::volume:
    case Field::rate:
        return true;
    default:
        return false;
    }
}

std::string number_text(Expression const& formula, Scope const& scope)
{
    Findings findings;
    auto const number = formula.number(scope, Excess::round, findings);
    return number ? number->to_text() : findings.faults.empty() ? std::string() : findings.faults.front().reason;
}

std::string value_text(Expression const& formula, bool as_number, Scope const& scope)
{
    if (as_number) {
        return number_text(formula, scope);
    }
    std::string text;
    formula.text(scope, text);
    return text;
}

std::string record_name(Emission const& emission, std::size_t number)
{
    std::string const name = emission.record == Record::price     ? "price"
                             : emission.record == Record::fx_rate ? "rate"
                             : emission.record == Record::balance ? "balance"
                             : emission.type                      ? std::string(model::to_text(*emission.type))
                                                                  : "transaction";
    return std::to_string(number) + ": " + name;
}

} // namespace

RowTracer::RowTracer(Format const& format, RowMatcher& matcher, TraceSink sink)
    : m_format(format), m_matcher(matcher), m_sink(std::move(sink))
{
}

void RowTracer::begin(PreparedRow& row, std::string_view default_account)
{
    RowTrace& trace = m_traces.emplace_back();
    trace.line = row.line;
    trace.last_line = row.line + std::count(row.raw.begin(), row.raw.end(), '\n');
    trace.raw = row.raw;
    if (row.is_blank) {
        return;
    }
    add_columns(trace, row);
    if (!row.is_data() && !row.is_taken_back) {
        return;
    }
    Scope const scope = m_matcher.scope_of(row, default_account);
    add_rules(trace, row, scope);
    if (row.rule == nullptr) {
        return;
    }
    for (Gift const& gift : row.rule->gifts) {
        bool const as_number = !gift.expression.is_text();
        trace.formulas.push_back({gift.is_once ? "gives" : "shares",
                                  m_format.group_names[gift.index],
                                  gift.expression.source(),
                                  value_text(gift.expression, as_number, scope),
                                  {}});
    }
}

void RowTracer::add_columns(RowTrace& trace, PreparedRow const& row) const
{
    Binding const& binding = m_matcher.binding();
    for (std::size_t index = 0; index < row.columns.size(); ++index) {
        bool const is_there = binding.fields[index] != Binding::missing || !row.columns[index].empty();
        if (is_there) {
            trace.columns.push_back(
                {m_format.columns[index].alias, binding.names[index], std::string(row.columns[index])});
        }
    }
}

void RowTracer::add_rules(RowTrace& trace, PreparedRow& row, Scope const& scope)
{
    auto captures = row.captures; // what the tests of other rules keep
    Scope other = scope;
    other.captures = captures;
    for (Rule const& rule : m_format.rules) {
        bool const takes = &rule == row.rule;
        trace.tried.push_back(
            {rule.name, takes ? std::string() : m_matcher.obstacle(rule.conditions, other, captures)});
        if (takes) {
            trace.rule = rule.name;
            add_met(trace, rule, scope);
            return;
        }
    }
}

void RowTracer::add_met(RowTrace& trace, Rule const& rule, Scope const& scope)
{
    for (Condition const& condition : rule.conditions.when) {
        std::string_view const text = text_of(condition.slot, scope);
        for (std::size_t index = 0; index < condition.patterns.size(); ++index) {
            if (!condition.patterns[index].matches(text, m_kept)) {
                continue;
            }
            trace.met.push_back({rule.name, condition.name, condition.words[index]});
            for (std::size_t gap = 0; gap < m_kept.size(); ++gap) {
                trace.kept.push_back({condition.patterns[index].names()[gap], {}, std::string(m_kept[gap])});
            }
            break;
        }
    }
}

RowTrace* RowTracer::trace_of(PreparedRow const& row)
{
    auto const found = std::find_if(m_traces.begin(), m_traces.end(),
                                    [&row](RowTrace const& trace) { return trace.line == row.line; });
    return found == m_traces.end() ? nullptr : &*found;
}

void RowTracer::emission(PreparedRow& row, Emission const& emission, std::size_t number, Scope const& scope)
{
    RowTrace* const trace = trace_of(row);
    if (trace == nullptr) {
        return;
    }
    std::string const record = record_name(emission, number);
    std::string obstacle = m_matcher.obstacle(emission.conditions, scope, row.captures);
    if (!obstacle.empty()) {
        trace->formulas.push_back({record, {}, {}, {}, std::move(obstacle)});
        return;
    }
    if (emission.decides_fate()) {
        bool const rejects = !emission.reject_reason.empty();
        trace->formulas.push_back({record, {}, {}, {}, rejects ? "rejects the row" : "ignores the row"});
        return;
    }
    for (std::size_t index = 0; index < field_names.size(); ++index) {
        Expression const& formula = emission.fields[index];
        if (!formula.is_empty()) {
            trace->formulas.push_back({record,
                                       std::string(field_names[index]),
                                       formula.source(),
                                       value_text(formula, is_number(static_cast<Field>(index)), scope),
                                       {}});
        }
    }
}

void RowTracer::check(PreparedRow& row, RowCheck const& check, Scope const& scope)
{
    RowTrace* const trace = trace_of(row);
    if (trace == nullptr) {
        return;
    }
    std::string const obstacle = m_matcher.obstacle(check.conditions, scope, row.captures);
    auto const figures = obstacle.empty() ? checked(check, scope) : std::nullopt;
    std::string const outcome = !obstacle.empty() ? obstacle
                                : !figures        ? "a figure is missing"
                                : figures->holds  ? "holds"
                                                  : "fails";
    trace->checks.push_back({row.rule->name, check.name, check.value.source() + " = " + check.equals.source(),
                             number_text(check.value, scope), number_text(check.equals, scope), outcome,
                             figures.has_value()});
}

void RowTracer::finish(Entry const& entry)
{
    std::vector<std::int64_t> lines;
    if (m_traces.size() > 1) {
        std::transform(m_traces.begin(), m_traces.end(), std::back_inserter(lines),
                       [](RowTrace const& trace) { return trace.line; });
    }
    for (RowTrace& trace : m_traces) {
        trace.lines = lines;
        trace.entry = entry;
        m_sink(trace);
    }
    m_traces.clear();
}

} // namespace pf::importer
