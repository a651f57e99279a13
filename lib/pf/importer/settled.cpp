#include "pf/importer/settled.hpp"

#include "pf/base/text.hpp"
#include "pf/importer/row_check.hpp"
#include "pf/importer/row_matcher.hpp"
#include "pf/importer/row_source.hpp"
#include "pf/importer/style_tally.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace pf::importer {

namespace {

bool has_both_orders(Format const& format)
{
    auto const has = [&format](DateOrder order) {
        return std::any_of(format.dates.begin(), format.dates.end(),
                           [order](DatePattern const& pattern) { return pattern.order() == order; });
    };
    return has(DateOrder::day_first) && has(DateOrder::month_first);
}

bool has_many_styles(Format const& format)
{
    return format.numbers.styles.size() > 1 ||
           std::any_of(format.columns.begin(), format.columns.end(),
                       [](Column const& column) { return column.numbers.styles.size() > 1; });
}

/// Looks at every row once, and settles what only the whole file can tell.
class Settler {
public:
    Settler(csv::Source source, Format const& format, Settled::Impl& settled)
        : m_format(format),
          m_settled(settled),
          m_rows(std::move(source), format),
          m_matcher(format, m_rows.binding(), m_rows.header()),
          m_tally(format),
          m_has_both_orders(has_both_orders(format))
    {
        m_matcher.take_first_reading();
    }

    void run()
    {
        StoredRow stored;
        while (m_rows.next(stored)) {
            m_matcher.prepare(stored.fields, stored.raw, stored.line, m_row);
            look_at(m_row);
        }
        m_tally.settle(m_settled.columns, m_settled.captures);
        settle_dates();
        settle_taken_back();
    }

private:
    void look_at(PreparedRow const& row)
    {
        if (row.is_blank || !row.width_problem.empty() || !row.set_aside.empty()) {
            return;
        }
        Scope const scope = m_matcher.scope_of(row, {});
        note_level(row);
        note_account(row);
        note_taking_back(scope);
        note_silent_balances(scope);
        if (row.rule != nullptr) {
            m_tally.note(*row.rule, scope, row.line);
            note_dates(row, scope);
        }
    }

    void note_level(PreparedRow const& row)
    {
        if (!m_matcher.has_level(m_row)) {
            return;
        }
        auto const& events = m_format.levels->events;
        auto const found = std::find_if(events.begin(), events.end(), [&](std::string const& event) {
            return base::equal_ignoring_case(event, row.columns[m_format.levels->column]);
        });
        if (found != events.end()) {
            auto const level = static_cast<std::size_t>(found - events.begin());
            m_settled.event_level = std::min(m_settled.event_level.value_or(level), level);
        }
    }

    void note_account(PreparedRow const& row)
    {
        if (!m_format.account_column || row.columns[*m_format.account_column].empty()) {
            return;
        }
        std::string_view const account = row.columns[*m_format.account_column];
        m_settled.has_several_accounts = m_settled.has_several_accounts || (!m_account.empty() && m_account != account);
        m_account = account;
    }

    void note_taking_back(Scope const& scope)
    {
        if (!m_format.taking_back) {
            return;
        }
        std::uint64_t const key = taking_back_key(*m_format.taking_back, scope);
        if (m_matcher.holds(m_format.taking_back->conditions, scope, m_row.captures)) {
            ++m_settled.taken_back[key];
        } else if (!is_ignored(m_row)) {
            m_others.push_back(key);
        }
    }

    void note_silent_balances(Scope const& scope)
    {
        auto const& balances = m_format.running_balances;
        m_settled.silent_balances.resize(balances.size());
        for (std::size_t index = 0; index < balances.size(); ++index) {
            for (Conditions const& rows : balances[index].nowhere) {
                m_settled.silent_balances[index] =
                    m_settled.silent_balances[index] || m_matcher.holds(rows, scope, m_row.captures);
            }
        }
    }

    /// A row that takes back what the file does not have stays without a partner.
    void settle_taken_back()
    {
        std::sort(m_others.begin(), m_others.end());
        for (auto& [key, count] : m_settled.taken_back) {
            auto const [first, last] = std::equal_range(m_others.begin(), m_others.end(), key);
            count = std::min<std::int64_t>(count, last - first);
        }
    }

    void note_dates(PreparedRow const& row, Scope const& scope)
    {
        for (Emission const& emission : row.rule->emissions) {
            if (!m_has_both_orders) {
                return;
            }
            std::string_view const text = emission.field(Field::date).view(scope, m_buffer);
            DateOrders const orders = orders_that_read(text, m_format.dates);
            if (orders.plain || text.empty()) {
                continue;
            }
            m_is_day_first = m_is_day_first || (orders.day_first && !orders.month_first);
            m_is_month_first = m_is_month_first || (orders.month_first && !orders.day_first);
        }
    }

    void settle_dates()
    {
        m_settled.date_order = m_is_day_first && m_is_month_first ? DateOrder::mixed
                               : m_is_day_first                   ? DateOrder::day_first
                               : m_is_month_first                 ? DateOrder::month_first
                                                                  : DateOrder::plain;
    }

    Format const& m_format;
    Settled::Impl& m_settled;
    RowSource m_rows;
    RowMatcher m_matcher;
    StyleTally m_tally;
    PreparedRow m_row;
    std::string m_buffer;
    std::string m_account;               ///< of the last row that names one
    std::vector<std::uint64_t> m_others; ///< keys of rows that take back none
    bool m_has_both_orders = false;
    bool m_is_day_first = false;
    bool m_is_month_first = false;
};

} // namespace

std::uint64_t taking_back_key(TakingBack const& rule, Scope const& scope)
{
    std::string key;
    for (Expression const& part : rule.by) {
        Findings findings;
        auto const number = part.number(scope, money::Excess::round, findings);
        if (number) {
            key += number->to_text();
        } else {
            part.text(scope, key);
        }
        key += '\x1f';
    }
    return std::hash<std::string>{}(key);
}

bool needs_settling(Format const& format)
{
    bool const may_be_silent =
        std::ranges::any_of(format.running_balances, [](Emission const& balance) { return !balance.nowhere.empty(); });
    return may_be_silent || has_many_styles(format) || has_both_orders(format) || format.levels || format.taking_back ||
           format.account_column;
}

void Settled::say(Said said)
{
    m_impl->said = std::move(said);
}

Settled::Settled() : m_impl(std::make_unique<Impl>()) {}

Settled::Settled(csv::Source source, Format const& format) : Settled()
{
    if (needs_settling(format)) {
        Settler(std::move(source), format, *m_impl).run();
    }
}

Settled::Settled(Settled&&) noexcept = default;
Settled& Settled::operator=(Settled&&) noexcept = default;
Settled::~Settled() = default;

} // namespace pf::importer
