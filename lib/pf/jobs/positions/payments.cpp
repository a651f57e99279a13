#include "pf/jobs/positions/payments.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/db/account_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/booking.hpp"
#include "pf/jobs/books/days.hpp"
#include "pf/jobs/books/portfolio.hpp"
#include "pf/jobs/books/report_currency.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/words.hpp"
#include "pf/lots/amounts.hpp"
#include "pf/report/payments.hpp"
#include "pf/valuation/amounts.hpp"
#include "pf/valuation/payments.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

namespace pf::jobs {

namespace {

using valuation::PaidAmount;
using valuation::PaymentKind;

struct Range {
    std::optional<Date> first;
    Date last{};

    [[nodiscard]] bool has(Date day) const { return (!first || *first <= day) && day <= last; }
};

Range range_of(PaymentWords const& words, Date today)
{
    Range range;
    auto const given = [today] { return today; };
    range.last = day_of_word(words.to, "--to", base::DayEdge::last, given, today);
    if (!words.from.empty()) {
        range.first = day_of_word(words.from, "--from", base::DayEdge::first, given);
        if (*range.first > range.last) {
            throw Error{ExitCode::usage, base::quoted(words.from) + " is after " + base::to_text(range.last), "--from",
                        "the first day comes first"};
        }
    }
    return range;
}

/// The day a year before: of the same number, or the last of its month.
Date a_year_before(Date day)
{
    std::chrono::year_month_day const date{day};
    auto const before = date - std::chrono::years{1};
    return before.ok() ? Date{before} : Date{before.year() / before.month() / std::chrono::last};
}

std::pair<int, unsigned> month_of(Date day)
{
    std::chrono::year_month_day const date{day};
    return {static_cast<int>(date.year()), static_cast<unsigned>(date.month())};
}

/// Sums by group and currency.
class Sums {
public:
    Sums(std::vector<model::Account> const& accounts, valuation::FxTable const& rates, std::string by, Range range,
         Currency total)
        : m_rates(rates), m_by(std::move(by)), m_range(range), m_total(total), m_year_from(a_year_before(range.last))
    {
        for (auto const& account : accounts) {
            m_accounts.emplace(account.id, &account);
        }
    }

    void add(PaidAmount const& paid)
    {
        auto const in_total = valuation::converted(valuation::converted(paid.amount, paid.rate_to_base), rate_of(paid));
        if (paid.day > m_year_from && paid.day <= m_range.last && paid.kind <= PaymentKind::reward) {
            valuation::add_to(m_of_year.try_emplace(paid.ticker, Decimal{}).first->second, in_total);
        }
        if (!m_range.has(paid.day)) {
            return;
        }
        auto& at = place_of(paid);
        for (auto const& [sums, amount] : {std::pair{&at.row->own, paid.amount},
                                           {&at.row->total, in_total},
                                           {at.month, in_total},
                                           {&m_sum.total, in_total}}) {
            valuation::add_to(sums->try_emplace(paid.kind, Decimal{}).first->second, amount);
        }
        m_has_foreign = m_has_foreign || paid.currency != m_total;
    }

    [[nodiscard]] report::Payments result(bool as_grid) const
    {
        report::Payments payments{m_by, as_grid, m_range.first, m_range.last, m_total,
                                  {},   m_sum,   m_months,      m_has_foreign};
        for (auto const& [key, row] : m_rows) {
            payments.rows.push_back(row);
            payments.rows.back().group = key.first;
            payments.rows.back().currency = key.second;
        }
        return payments;
    }

    /// Gross income of the year to the last day by ticker, in the currency of the total.
    [[nodiscard]] std::map<std::string, std::optional<Decimal>> const& of_year() const { return m_of_year; }

private:
    /// Where an amount is added.
    struct Place {
        std::int64_t account_id = 0;
        Date day{};
        std::string ticker;
        Currency currency;
        report::PaymentRow* row = nullptr;
        report::PaymentSums* month = nullptr;
    };

    /// Amounts of one place mostly follow each other.
    [[nodiscard]] Place& place_of(PaidAmount const& paid)
    {
        auto& at = m_place;
        bool const is_same = at.row != nullptr && at.account_id == paid.account_id && at.day == paid.day &&
                             at.currency == paid.currency && (m_by != "ticker" || at.ticker == paid.ticker);
        if (!is_same) {
            at = {paid.account_id,
                  paid.day,
                  paid.ticker,
                  paid.currency,
                  &m_rows[{key_of(paid), paid.currency}],
                  &m_months[month_of(paid.day)]};
        }
        return at;
    }

    [[nodiscard]] std::optional<Decimal> rate_of(PaidAmount const& paid) const
    {
        auto const base = m_accounts.at(paid.account_id)->base_currency;
        if (base == m_total) {
            return Decimal{1};
        }
        return m_rates.rate(base, m_total, paid.day);
    }

    [[nodiscard]] std::string key_of(PaidAmount const& paid) const
    {
        auto const [year, month] = month_of(paid.day);
        if (m_by == "month") {
            return fmt::format("{:04}-{:02}", year, month);
        }
        if (m_by == "quarter") {
            return fmt::format("{:04}-Q{}", year, (month + 2) / 3);
        }
        if (m_by == "year") {
            return fmt::format("{:04}", year);
        }
        return m_by == "ticker" ? paid.ticker : m_accounts.at(paid.account_id)->name;
    }

    std::map<std::int64_t, model::Account const*> m_accounts;
    valuation::FxTable const& m_rates;
    std::string m_by;
    Range m_range;
    Currency m_total;
    Date m_year_from;
    std::map<std::pair<std::string, Currency>, report::PaymentRow> m_rows;
    std::map<std::pair<int, unsigned>, report::PaymentSums> m_months;
    report::PaymentRow m_sum;
    Place m_place; ///< of the last amount
    std::map<std::string, std::optional<Decimal>> m_of_year;
    bool m_has_foreign = false;
};

/// What is needed of the books, in one view.
class Books {
public:
    std::vector<model::Account> all;
    std::vector<model::Account> chosen;
    Days days;
    Range range;
    valuation::FxTable rates;
    Currency total;

    Books(db::Database& database, cli::Common const& common, PaymentWords const& words)
        : all(db::AccountStore{database}.list()),
          chosen(chosen_accounts(database, common.account.value_or(""))),
          days(all),
          range(range_of(words, Days{chosen}.today())),
          rates(db::PriceStore{database}.rates(range.last)),
          total(report_currency(common, words.in, used(database)))
    {
    }

private:
    /// An account without transactions has no say in the currency.
    [[nodiscard]] std::vector<model::Account> used(db::Database& database) const
    {
        auto accounts = chosen;
        auto const moments = db::TransactionStore{database}.first_moments(ids_of(chosen));
        std::erase_if(accounts, [&](auto const& account) { return !moments.contains(account.id); });
        return accounts.empty() ? chosen : accounts;
    }
};

using Visit = void (db::TransactionStore::*)(std::vector<std::int64_t> const&, Timestamp,
                                             db::TransactionStore::Visitor const&) const;

void visit(db::Database& database, Books const& books, Visit rows,
           std::function<void(valuation::BookedRow const&)> const& visitor)
{
    std::map<std::int64_t, Currency> base;
    for (auto const& account : books.chosen) {
        base.emplace(account.id, account.base_currency);
    }
    db::TransactionStore const store{database};
    (store.*rows)(ids_of(books.chosen), books.days.end_of(books.range.last), [&](model::Transaction const& row) {
        auto const day = books.days.day_of(row);
        auto const currency = base.at(row.account_id);
        visitor({row, day, currency, rate_to_base(row, day, currency, books.rates)});
    });
}

/// What the units of each ticker cost that are held at the end of the last day, in the currency of the total.
std::map<std::string, std::optional<Decimal>> costs_of_held(db::Database& database, cli::Common const& common,
                                                            Books const& books)
{
    PortfolioRequest request;
    request.account = common.account.value_or("");
    if (books.range.last < Days{books.chosen}.today()) {
        request.as_of = books.range.last;
    }
    auto const portfolio = load_portfolio(database, until_today(database, request));
    std::map<std::int64_t, Currency> base;
    for (auto const& account : portfolio.accounts) {
        base.emplace(account.id, account.base_currency);
    }
    std::map<std::string, std::optional<Decimal>> costs;
    for (auto const& position : portfolio.positions) {
        if (position.quantity.is_positive()) {
            auto const rate = books.rates.rate(base.at(position.account_id), books.total, books.range.last);
            valuation::add_to(costs.try_emplace(position.ticker, Decimal{}).first->second,
                              valuation::converted(position.total_cost_base, rate));
        }
    }
    return costs;
}

void set_yield(report::PaymentRow& row, std::optional<Decimal> income, std::optional<Decimal> cost)
{
    row.has_yield = !cost || cost->is_positive();
    row.yield = income && cost && row.has_yield ? lots::per_unit(income, *cost) : std::nullopt;
}

/// Of what is held, and of all of it together; what is sold out has no cost to be a yield of.
void add_yields(report::Payments& payments, Sums const& sums,
                std::map<std::string, std::optional<Decimal>> const& costs)
{
    std::optional<Decimal> all_income{Decimal{}};
    std::optional<Decimal> all_cost{Decimal{}};
    for (auto const& [ticker, cost] : costs) {
        auto const found = sums.of_year().find(ticker);
        auto const income = found == sums.of_year().end() ? std::optional{Decimal{}} : found->second;
        valuation::add_to(all_income, income);
        valuation::add_to(all_cost, cost);
        for (auto& row : payments.rows) {
            if (payments.by == "ticker" && row.group == ticker) {
                set_yield(row, income, cost);
            }
        }
    }
    if (!costs.empty()) {
        set_yield(payments.total, all_income, all_cost);
    }
}

cli::Outcome outcome_of(cli::Common const& common, report::Payments const& payments)
{
    auto const unknown = report::unknown_payments(payments);
    if (unknown > 0) {
        cli::log(cli::Level::warning, "unknown_amounts",
                 fmt::format("{} row{} with an unknown amount or rate", unknown, unknown == 1 ? "" : "s"),
                 {{"count", unknown}});
    }
    return cli::outcome_of_unknown(unknown > 0, common.allow_unknown);
}

} // namespace

cli::Outcome show_income(db::Database& database, cli::Common const& common, PaymentWords const& words,
                         std::ostream& out)
{
    db::Atomic const snapshot{database, db::Atomic::Mode::read};
    Books const books{database, common, words};
    Sums sums{books.chosen, books.rates, words.by.empty() ? "month" : words.by, books.range, books.total};
    valuation::IncomeFinder finder{[&](PaidAmount const& paid) { sums.add(paid); }};
    visit(database, books, &db::TransactionStore::visit_income,
          [&](valuation::BookedRow const& booked) { finder.add(booked); });
    finder.finish();
    auto payments = sums.result(words.by.empty());
    add_yields(payments, sums, costs_of_held(database, common, books));
    report::write_income(out, payments, common.output);
    return outcome_of(common, payments);
}

cli::Outcome show_costs(db::Database& database, cli::Common const& common, PaymentWords const& words, std::ostream& out)
{
    db::Atomic const snapshot{database, db::Atomic::Mode::read};
    Books const books{database, common, words};
    Sums sums{books.chosen, books.rates, words.by.empty() ? "month" : words.by, books.range, books.total};
    valuation::PaymentReceiver const receiver{[&](PaidAmount const& paid) { sums.add(paid); }};
    visit(database, books, &db::TransactionStore::visit_costs,
          [&](valuation::BookedRow const& booked) { valuation::visit_costs(booked, receiver); });
    auto const payments = sums.result(words.by.empty());
    report::write_costs(out, payments, common.output);
    return outcome_of(common, payments);
}

} // namespace pf::jobs
