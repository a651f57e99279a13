#include "pf/importer/expression.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <algorithm>
#include <array>

namespace pf::importer {

using money::Excess;
using money::Rounding;

namespace {

/// A hint where the reason alone does not help.
std::string hint_for(std::string_view value, Problem const& problem)
{
    if (problem.hint == "this looks like a decimal comma") {
        return "this file uses decimal commas where the format has a decimal point; see `numbers` in docs/formats.md";
    }
    if (value.starts_with('=')) {
        return "this is a spreadsheet's formula; export its value instead";
    }
    return problem.hint;
}

Fault fault_at(Slot slot, std::string_view value, Problem const& problem)
{
    return {slot, std::string(value), problem.message, hint_for(value, problem)};
}

NumberStyles const& styles_of(Slot slot, Scope const& scope)
{
    return slot.kind == Slot::Kind::column ? *scope.column_styles[slot.index] : *scope.capture_styles;
}

SharedValue const* shared_value(Slot slot, Scope const& scope)
{
    auto const values = slot.kind == Slot::Kind::group ? scope.group : scope.companion;
    return slot.index < values.size() ? &values[slot.index] : nullptr;
}

bool is_shared(Slot slot)
{
    return slot.kind == Slot::Kind::group || slot.kind == Slot::Kind::companion;
}

/// `scale(contracts * price, amount)`: a hundred, where a contract is of so many units; nothing where it is of one. An
/// amount of few cents is rounded coarsely, and the next power is far away.
std::optional<Decimal> power_between(Decimal value, Decimal wanted)
{
    constexpr std::array hundredths{10'000, 1, 100'000, 1'000, 10, 1'000'000};
    constexpr int nearest = 20; // as a part of the amount
    for (int const power : hundredths) {
        Decimal const scaled = money::divide(money::multiply(value, Decimal(power), Rounding::half_even), Decimal(100),
                                             Rounding::half_even);
        Decimal const off = (scaled - wanted).abs();
        if (!wanted.is_zero() && money::multiply(off, Decimal(nearest), Rounding::half_even) <= wanted) {
            return money::divide(Decimal(power), Decimal(100), Rounding::half_even);
        }
    }
    return std::nullopt;
}

} // namespace

void Findings::clear()
{
    faults.clear();
    marks.clear();
    rounded = 0;
}

std::string_view text_of(Slot slot, Scope const& scope)
{
    switch (slot.kind) {
    case Slot::Kind::column:
        return scope.columns[slot.index];
    case Slot::Kind::capture:
        return slot.index < scope.captures.size() ? scope.captures[slot.index] : std::string_view();
    case Slot::Kind::default_account:
        return scope.default_account;
    case Slot::Kind::default_ticker:
        return scope.default_ticker;
    case Slot::Kind::default_currency:
        return scope.default_currency;
    case Slot::Kind::group:
    case Slot::Kind::companion:
        break;
    }
    SharedValue const* const value = shared_value(slot, scope);
    return value != nullptr ? std::string_view(value->text) : std::string_view();
}

std::optional<Decimal> number_of(Slot slot, Scope const& scope, Excess excess, Findings& findings)
{
    if (is_shared(slot)) {
        SharedValue const* const value = shared_value(slot, scope);
        return value != nullptr ? value->number : std::nullopt;
    }
    std::string_view const value = text_of(slot, scope);
    if (value.empty()) {
        return std::nullopt;
    }
    auto const read = read_number(value, styles_of(slot, scope), excess);
    if (!read) {
        findings.faults.push_back(fault_at(slot, value, read.problem()));
        return std::nullopt;
    }
    findings.rounded += read->parsed.was_rounded ? 1 : 0;
    if (!read->mark.empty()) {
        findings.marks.push_back({slot, read->mark});
    }
    return read->parsed.value;
}

bool Expression::is_text() const
{
    return is_list() || (!m_nodes.empty() && m_nodes.back().op == Op::text);
}

bool Expression::is_list() const
{
    return !m_nodes.empty() && m_nodes.back().op == Op::each;
}

bool Expression::uses(Slot::Kind kind) const
{
    return std::any_of(m_nodes.begin(), m_nodes.end(),
                       [kind](Node const& node) { return node.op == Op::slot && node.slot.kind == kind; });
}

std::optional<Slot> Expression::first_slot() const
{
    auto const found =
        std::find_if(m_nodes.begin(), m_nodes.end(), [](Node const& node) { return node.op == Op::slot; });
    return found == m_nodes.end() ? std::nullopt : std::optional(found->slot);
}

std::optional<Slot> Expression::told_slot(Scope const& scope) const
{
    if (m_nodes.empty()) {
        return std::nullopt;
    }
    auto const tells = [&](Node const& node) { return node.op != Op::slot || !text_of(node.slot, scope).empty(); };
    auto const* told = &m_nodes.back();
    while (told->op == Op::otherwise) {
        auto const& first = m_nodes[told->left];
        told = first.op == Op::otherwise || tells(first) ? &first : &m_nodes[told->right];
    }
    return told->op == Op::slot && tells(*told) ? std::optional{told->slot} : first_slot();
}

std::vector<Slot> Expression::slots() const
{
    std::vector<Slot> slots;
    for (Node const& node : m_nodes) {
        if (node.op == Op::slot) {
            slots.push_back(node.slot);
        }
    }
    return slots;
}

/// `when_same(fee, fee_currency, currency)`: the fee, when it is in the row's currency.
bool Expression::are_same(Node const& node, Scope const& scope) const
{
    std::string left;
    std::string right;
    text(m_nodes[node.right], scope, left);
    text(m_nodes[node.third], scope, right);
    return left == right;
}

std::optional<Decimal> Expression::number(Scope const& scope, Excess excess, Findings& findings) const
{
    if (m_nodes.empty()) {
        return std::nullopt;
    }
    try {
        return number(m_nodes.back(), scope, excess, findings);
    } catch (Error const& error) {
        auto const slot = first_slot();
        findings.faults.push_back(
            {slot, slot ? std::string(text_of(*slot, scope)) : std::string(), error.message(), {}});
        return std::nullopt;
    }
}

std::optional<Decimal> Expression::number(Node const& node, Scope const& scope, Excess excess, Findings& findings) const
{
    switch (node.op) {
    case Op::slot:
        return number_of(node.slot, scope, excess, findings);
    case Op::number:
        return node.number;
    case Op::negate:
    case Op::abs: {
        auto const value = number(m_nodes[node.left], scope, excess, findings);
        return !value ? value : node.op == Op::abs ? value->abs() : -*value;
    }
    case Op::cents: {
        auto const value = number(m_nodes[node.left], scope, excess, findings);
        return value ? std::optional(value->rounded(2, Rounding::half_even)) : std::nullopt;
    }
    case Op::otherwise: {
        auto const value = number(m_nodes[node.left], scope, excess, findings);
        return value ? value : number(m_nodes[node.right], scope, excess, findings);
    }
    case Op::nonzero: {
        auto const value = number(m_nodes[node.left], scope, excess, findings);
        return value && value->is_zero() ? std::nullopt : value;
    }
    case Op::text:
    case Op::each:
        return number(m_nodes[node.left], scope, excess, findings);
    case Op::when_same:
        return are_same(node, scope) ? number(m_nodes[node.left], scope, excess, findings) : std::nullopt;
    case Op::literal:
    case Op::before:
    case Op::before_last:
    case Op::after:
    case Op::after_last:
    case Op::upper:
    case Op::given:
    case Op::currency_of:
        return written_number(node, scope, excess);
    default:
        return combined(node, scope, excess, findings);
    }
}

/// A text where a number is wanted: the number that it spells.
std::optional<Decimal> Expression::written_number(Node const& node, Scope const& scope, Excess excess) const
{
    std::string spelled;
    text(node, scope, spelled);
    if (spelled.empty()) {
        return std::nullopt;
    }
    auto const parsed = money::parse_decimal(spelled, {}, excess);
    if (!parsed) {
        throw Error(ExitCode::bad_data, base::quoted(spelled) + " " + parsed.problem().message);
    }
    return parsed->value;
}

std::optional<Decimal> Expression::combined(Node const& node, Scope const& scope, Excess excess,
                                            Findings& findings) const
{
    auto const left = number(m_nodes[node.left], scope, excess, findings);
    auto const right = number(m_nodes[node.right], scope, excess, findings);
    if (!left || !right) {
        return std::nullopt;
    }
    switch (node.op) {
    case Op::add:
        return *left + *right;
    case Op::subtract:
        return *left - *right;
    case Op::multiply:
        return money::multiply(*left, *right, Rounding::half_even);
    case Op::divide:
        return money::divide(*left, *right, Rounding::half_even);
    case Op::scale:
        return power_between(left->abs(), right->abs());
    default:
        return std::nullopt;
    }
}

std::string_view Expression::view(Scope const& scope, std::string& buffer) const
{
    if (m_nodes.size() == 1 && m_nodes.front().op == Op::slot) {
        return text_of(m_nodes.front().slot, scope);
    }
    buffer.clear();
    text(scope, buffer);
    return buffer;
}

void Expression::text(Scope const& scope, std::string& out) const
{
    if (!m_nodes.empty()) {
        text(m_nodes.back(), scope, out);
    }
}

void Expression::text(Node const& node, Scope const& scope, std::string& out) const
{
    std::size_t const before = out.size();
    switch (node.op) {
    case Op::slot:
        out += text_of(node.slot, scope);
        return;
    case Op::literal:
        out += node.literal;
        return;
    case Op::number:
        out += node.number.to_text();
        return;
    case Op::add:
        joined_text(node, scope, out);
        return;
    case Op::otherwise:
        text(m_nodes[node.left], scope, out);
        if (out.size() == before) {
            text(m_nodes[node.right], scope, out);
        }
        return;
    case Op::when_same:
        if (are_same(node, scope)) {
            text(m_nodes[node.left], scope, out);
        }
        return;
    case Op::text:
    case Op::each:
        text(m_nodes[node.left], scope, out);
        return;
    default:
        text_of_function(node, scope, out);
    }
}

/// Both with a blank between, where both are there.
void Expression::joined_text(Node const& node, Scope const& scope, std::string& out) const
{
    std::size_t const before = out.size();
    text(m_nodes[node.left], scope, out);
    std::size_t const joint = out.size();
    text(m_nodes[node.right], scope, out);
    if (joint > before && out.size() > joint) {
        out.insert(joint, 1, ' ');
    }
}

void Expression::text_of_function(Node const& node, Scope const& scope, std::string& out) const
{
    std::string whole;
    text(m_nodes[node.left], scope, whole);
    if (node.op == Op::given) {
        out += whole.empty() ? std::string() : node.literal;
        return;
    }
    if (node.op == Op::currency_of) {
        out += currency_at(whole);
        return;
    }
    std::size_t const at = node.literal.empty()        ? std::string::npos
                           : node.op == Op::after_last ? whole.rfind(node.literal)
                                                       : whole.find(node.literal);
    if (node.op == Op::upper) {
        out += base::to_upper(whole);
    } else if (node.op == Op::before_last) {
        out += base::trimmed(std::string_view(whole).substr(0, whole.rfind(node.literal)));
    } else if (node.op == Op::before) {
        out += base::trimmed(std::string_view(whole).substr(0, at));
    } else if (at != std::string::npos) {
        out += base::trimmed(std::string_view(whole).substr(at + node.literal.size()));
    }
}

} // namespace pf::importer
