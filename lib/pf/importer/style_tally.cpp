#include "pf/importer/style_tally.hpp"

#include "pf/importer/row_check.hpp"

#include <algorithm>
#include <array>

namespace pf::importer {

namespace {

constexpr std::array number_fields{Field::quantity,  Field::price,     Field::total, Field::fee,  Field::fx_rate,
                                   Field::split_new, Field::split_old, Field::open,  Field::high, Field::low,
                                   Field::close,     Field::volume,    Field::rate};

void add_slots(std::vector<Slot>& slots, Expression const& formula)
{
    for (Slot const slot : formula.slots()) {
        bool const is_cell = slot.kind == Slot::Kind::column || slot.kind == Slot::Kind::capture;
        if (is_cell && std::find(slots.begin(), slots.end(), slot) == slots.end()) {
            slots.push_back(slot);
        }
    }
}

void add_slots(std::vector<Slot>& slots, Emission const& emission)
{
    for (Field const field : number_fields) {
        add_slots(slots, emission.field(field));
    }
}

std::vector<Slot> slots_of(Rule const& rule, std::vector<Emission> const& balances)
{
    std::vector<Slot> slots;
    std::ranges::for_each(rule.emissions, [&](Emission const& emission) { add_slots(slots, emission); });
    if (!rule.emissions.empty() || !rule.gifts.empty()) {
        std::ranges::for_each(balances, [&](Emission const& balance) { add_slots(slots, balance); });
    }
    for (Gift const& gift : rule.gifts) {
        if (!gift.expression.is_text()) {
            add_slots(slots, gift.expression);
        }
    }
    for (RowCheck const& check : rule.checks) {
        add_slots(slots, check.value);
        add_slots(slots, check.equals);
    }
    return slots;
}

bool is_one(unsigned styles)
{
    return (styles & (styles - 1)) == 0;
}

} // namespace

StyleTally::StyleTally(Format const& format) : m_format(format), m_evidence(format.columns.size() + 1)
{
    for (money::NumberStyle const& style : format.numbers.styles) {
        auto& columns = m_single.emplace_back();
        for (Column const& column : format.columns) {
            columns.push_back(column.numbers);
            if (column.numbers.styles == format.numbers.styles) {
                columns.back().styles = {style};
            }
        }
    }
}

std::vector<Slot> const& StyleTally::number_slots(Rule const& rule)
{
    auto const known = m_slots.find(&rule);
    return known != m_slots.end() ? known->second
                                  : m_slots.emplace(&rule, slots_of(rule, m_format.running_balances)).first->second;
}

NumberStyles const& StyleTally::styles_of(Slot slot) const
{
    return slot.kind == Slot::Kind::column ? m_format.columns[slot.index].numbers : m_format.numbers;
}

bool StyleTally::note_text(Slot slot, std::string_view text, std::int64_t line)
{
    NumberStyles styles = styles_of(slot);
    unsigned const readable = text.empty() || styles.styles.size() == 1 ? 0U : styles_that_read(text, styles);
    if (readable == 0) {
        return false;
    }
    auto& evidence = m_evidence[slot.kind == Slot::Kind::column ? slot.index : m_format.columns.size()];
    if ((evidence.styles & readable) == 0) {
        evidence.other_line = evidence.other_line == 0 ? line : evidence.other_line;
    } else if ((evidence.styles & readable) != evidence.styles) {
        evidence.line = (~readable & ((1U << styles.styles.size()) - 1)) != 0 ? line : evidence.line;
        evidence.styles &= readable;
    }
    styles.first_wins = false;
    return !is_one(readable) && !read_number(text, styles, money::Excess::round);
}

void StyleTally::note(Rule const& rule, Scope const& scope, std::int64_t line)
{
    bool is_ambiguous = false;
    for (Slot const slot : number_slots(rule)) {
        is_ambiguous = note_text(slot, text_of(slot, scope), line) || is_ambiguous;
    }
    if (is_ambiguous && !rule.checks.empty()) {
        note_checks(rule, scope);
    }
}

void StyleTally::note_checks(Rule const& rule, Scope const& scope)
{
    unsigned holding = 0;
    for (std::size_t index = 0; index < m_single.size(); ++index) {
        std::vector<NumberStyles const*> styles;
        for (NumberStyles const& column : m_single[index]) {
            styles.push_back(&column);
        }
        NumberStyles captures = m_format.numbers;
        captures.styles = {m_format.numbers.styles[index]};
        Scope read = scope;
        read.column_styles = styles;
        read.capture_styles = &captures;
        bool const holds = std::all_of(rule.checks.begin(), rule.checks.end(), [&read](RowCheck const& check) {
            auto const row = checked(check, read);
            return row && row->holds;
        });
        holding |= holds ? 1U << index : 0U;
    }
    m_checked = (m_checked & holding) != 0 ? m_checked & holding : m_checked;
}

NumberStyles StyleTally::settled(std::size_t place) const
{
    NumberStyles styles = place < m_format.columns.size() ? m_format.columns[place].numbers : m_format.numbers;
    Evidence const& own = m_evidence[place];
    if (own.other_line > 0) {
        styles.one_way = own.line;
        styles.other_way = own.other_line;
        styles.of_spreadsheets = 0;
        return styles;
    }
    unsigned possible = own.styles & ((1U << styles.styles.size()) - 1);
    if (styles.styles == m_format.numbers.styles) {
        for (std::size_t index = 0; index < m_evidence.size(); ++index) {
            bool const is_alike =
                index == m_format.columns.size() || m_format.columns[index].numbers.styles == m_format.numbers.styles;
            unsigned const both = possible & m_evidence[index].styles;
            possible = is_alike && m_evidence[index].other_line == 0 && both != 0 ? both : possible;
        }
        possible = (possible & m_checked) != 0 ? possible & m_checked : possible;
    }
    unsigned const of_source = (1U << (styles.styles.size() - styles.of_spreadsheets)) - 1;
    possible = (possible & of_source) != 0 ? possible & of_source : possible;
    styles.of_spreadsheets = 0;
    std::vector<money::NumberStyle> left;
    for (std::size_t index = 0; index < styles.styles.size(); ++index) {
        if ((possible >> index & 1U) != 0) {
            left.push_back(styles.styles[index]);
        }
    }
    styles.styles = std::move(left);
    return styles;
}

void StyleTally::settle(std::vector<NumberStyles>& columns, NumberStyles& captures) const
{
    for (std::size_t index = 0; index < m_format.columns.size(); ++index) {
        columns.push_back(settled(index));
    }
    captures = settled(m_format.columns.size());
}

} // namespace pf::importer
