#include "pf/jobs/tax/assess.hpp"

#include "pf/db/import_store.hpp"
#include "pf/db/price_store.hpp"
#include "pf/db/transaction_store.hpp"
#include "pf/jobs/books/booking.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/lots/moment.hpp"
#include "pf/tax/income.hpp"
#include "pf/tax/splits.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <tuple>
#include <utility>

namespace pf::jobs {

namespace {

/// Gathers the rows of one family after the other, and hands each to the rules.
class Families {
public:
    Families(std::vector<model::Account> const& accounts, std::set<std::int64_t> own, valuation::FxTable const& rates,
             tax::Rules const& rules, tax::Context const& context, tax::Assessment& assessment)
        : m_days(accounts),
          m_own(std::move(own)),
          m_rates(rates),
          m_rules(rules),
          m_context(context),
          m_assessment(assessment),
          m_income(context, assessment)
    {
        for (auto const& account : accounts) {
            m_accounts.emplace(account.id, &account);
        }
    }

    void add(std::string const& family, std::span<model::Transaction> moment)
    {
        if (family != m_name) {
            finish();
            m_name = family;
        }
        lots::put_in_order(
            moment,
            [&](std::int64_t account_id, std::string const& ticker) {
                return lots::Held{m_holdings.of(account_id, ticker), m_accounts.at(account_id)->allows_short};
            },
            lots::default_dust());
        for (auto const& row : moment) {
            m_holdings.apply(row);
            m_family.push_back(entry_of(row));
            m_income.add(m_family.back());
        }
    }

    /// A row of no instrument.
    void add_cash(model::Transaction const& row) { m_income.add(entry_of(row)); }

    void finish()
    {
        m_income.finish();
        if (!m_family.empty()) {
            auto const lines = m_assessment.lines.size();
            auto const remarks = static_cast<std::ptrdiff_t>(m_assessment.remarks.size());
            assess();
            if (m_assessment.lines.size() == lines) {
                forget_the_past(remarks);
            }
        }
        m_family.clear();
        m_holdings = {};
    }

private:
    template <typename Values>
    static void cut(Values& values, std::size_t size)
    {
        values.erase(values.begin() + static_cast<std::ptrdiff_t>(std::min(size, values.size())), values.end());
    }

    /// What is out of range is missing, and named; all the others are there.
    void assess()
    {
        auto const lines = m_assessment.lines.size();
        auto const pool = m_assessment.pool.size();
        auto const income = m_assessment.income.size();
        try {
            m_rules.assess(m_family, m_context, m_assessment);
        } catch (money::OutOfRange const& why) {
            cut(m_assessment.lines, lines);
            cut(m_assessment.pool, pool);
            cut(m_assessment.income, income);
            m_assessment.remarks.push_back({m_name, why.message() + "; nothing of it is in the report", true, {}});
        }
    }

    /// Nothing of the year rests on what earlier years lack.
    void forget_the_past(std::ptrdiff_t first)
    {
        std::set<std::pair<std::int64_t, std::int64_t>> past;
        for (auto const& entry : m_family) {
            if (entry.day < m_context.year.first) {
                past.emplace(entry.row.account_id, entry.row.id);
            }
        }
        auto& remarks = m_assessment.remarks;
        remarks.erase(std::remove_if(remarks.begin() + first, remarks.end(),
                                     [&](tax::Remark const& remark) {
                                         return remark.row && past.contains({remark.row->account_id, remark.row->id});
                                     }),
                      remarks.end());
    }

    [[nodiscard]] tax::Entry entry_of(model::Transaction const& row) const
    {
        auto const& account = *m_accounts.at(row.account_id);
        tax::Entry entry{row, m_days.day_of(row), {}, m_own.contains(row.account_id)};
        entry.rate = rate_of(row, entry.day, account.base_currency);
        entry.changes_owner = row.counter_account_id && m_own.contains(*row.counter_account_id) != entry.is_own;
        entry.allows_short = account.allows_short;
        entry.zone = account.time_zone;
        return entry;
    }

    /// What the row says itself, where that leads to the tax currency, else the last rate on or before its day.
    [[nodiscard]] std::optional<Decimal> rate_of(model::Transaction const& row, Date day, Currency base) const
    {
        auto const wanted = m_context.currency;
        return base == wanted || row.currency == wanted ? rate_to_base(row, day, wanted, m_rates)
                                                        : m_rates.rate(row.currency, wanted, day);
    }

    Days m_days;
    std::set<std::int64_t> m_own;
    valuation::FxTable const& m_rates;
    tax::Rules const& m_rules;
    tax::Context const& m_context;
    tax::Assessment& m_assessment;
    std::map<std::int64_t, model::Account const*> m_accounts;
    tax::IncomeFinder m_income;
    std::string m_name;
    tax::Family m_family;
    tax::Holdings m_holdings;
};

/// By day; disposals are numbered in that order. What is told twice of a row is told once.
void sort(tax::Assessment& assessment)
{
    std::ranges::stable_sort(assessment.lines, {},
                             [](tax::Line const& line) { return std::tie(line.sold, line.ticker, line.disposal); });
    std::map<std::int64_t, std::int64_t> numbers;
    for (auto& line : assessment.lines) {
        auto const next = static_cast<std::int64_t>(numbers.size()) + 1;
        line.disposal = numbers.try_emplace(line.disposal, next).first->second;
    }
    std::set<std::tuple<std::int64_t, std::int64_t, std::string>> told;
    std::erase_if(assessment.remarks, [&](tax::Remark const& remark) {
        return remark.row && !told.emplace(remark.row->account_id, remark.row->id, remark.text).second;
    });
    std::ranges::stable_sort(assessment.income, {},
                             [](tax::Income const& one) { return std::tie(one.day, one.ticker); });
}

/// A sum of amounts that are all known may be none of ours.
void note_large_sums(tax::Assessment& assessment)
{
    auto const& lines = assessment.lines;
    auto const is_known = [](tax::Line const& line) { return line.proceeds && line.cost && line.gain && line.taxable; };
    auto const summary = tax::summary_of(lines);
    auto const& all = summary.at("");
    bool const has_all = all.proceeds && all.cost && all.gain && all.gains && all.losses && all.taxable;
    if (!has_all && std::ranges::all_of(lines, is_known)) {
        assessment.remarks.push_back(
            {"total", "a sum is out of range (at most 20 digits before the decimal mark)", true, {}});
    }
}

} // namespace

TaxYear assess(db::Database& database, std::string const& account, tax::Rules const& rules, tax::Context const& context)
{
    db::Atomic const still{database, db::Atomic::Mode::read};
    TaxYear result;
    auto const all = chosen_accounts(database, {});
    auto const own = ids_of(chosen_accounts(database, account));
    for (auto const& one : all) {
        result.accounts.emplace(one.id, one.name);
    }
    for (auto const& import : db::ImportStore{database}.list()) {
        if (import.made_by.empty()) {
            result.files.emplace(import.id, import.source_file);
        }
    }
    valuation::FxTable const rates{db::PriceStore{database}.rates(base::latest_day)};
    db::TransactionStore const transactions{database};
    auto const families = transactions.families();
    auto const until = base::end_of(base::latest_day);
    Families gathered{all, {own.begin(), own.end()}, rates, rules, context, result.assessment};
    transactions.visit_accounts(ids_of(all), until, families, [&](std::span<model::Transaction> moment) {
        gathered.add(families.name_of(moment.front().ticker), moment);
    });
    gathered.finish();
    transactions.visit_cash(own, until, [&](model::Transaction const& row) { gathered.add_cash(row); });
    gathered.finish();
    sort(result.assessment);
    note_large_sums(result.assessment);
    return result;
}

} // namespace pf::jobs
