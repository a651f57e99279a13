#include "pf/base/age.hpp"
#include "pf/base/duration.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/log.hpp"
#include "pf/jobs/prices/fetch.hpp"
#include "pf/jobs/prices/needs.hpp"
#include "pf/report/prices.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pf::jobs {

namespace {

std::chrono::seconds age_of_word(std::string const& word)
{
    auto const age = base::parse_duration(word);
    if (!age) {
        throw Error(ExitCode::usage, base::quoted(word) + " is not an age", "--max-age", "write it as 26h, 4d or 2w");
    }
    return *age;
}

/// How old the newest values are, and what is wrong with that.
class Check {
public:
    Check(Timestamp now, std::chrono::seconds max_age) : m_now(now), m_max_age(max_age) {}

    void add(std::string const& subject, std::optional<Date> newest)
    {
        report::PriceAgeLine line{subject, newest, std::nullopt, false};
        if (newest) {
            // A value counts from the end of its day; that day may not be over.
            auto const age = base::age_of(std::min(base::end_of(*newest), m_now), m_now);
            line.age_seconds = age ? std::optional{age->count()} : std::nullopt;
            line.fresh = age && *age <= m_max_age;
        }
        if (!line.fresh) {
            complaints.push_back({subject,
                                  newest ? fmt::format("the newest value is of {}; {} are allowed",
                                                       base::to_text(*newest), base::shown_duration(m_max_age))
                                         : "there is none",
                                  "'pf-prices fetch' gets what is missing"});
        }
        lines.push_back(std::move(line));
    }

    std::vector<report::PriceAgeLine> lines;
    std::vector<cli::Complaint> complaints;

private:
    Timestamp m_now;
    std::chrono::seconds m_max_age;
};

/// Of a rate any day between two currencies counts that a valuation would take.
std::optional<Date> newest_rate(Needs const& needs, Currency from, Currency to, Date today)
{
    auto const rate = valuation::FxTable{needs.rates}.dated_rate(from, to, today);
    return rate ? std::optional{rate->date} : std::nullopt;
}

} // namespace

cli::Outcome check_prices(db::Database& database, cli::Common const& common, std::string const& max_age,
                          std::ostream& out)
{
    auto const now = base::now();
    auto const today = base::day_of(now);
    Check check{now, age_of_word(max_age)};
    auto const needs = needs_of(database, {}, today);
    for (auto const& [ticker, needed] : needs.instruments) {
        if (needed.is_held) {
            check.add(ticker, needed.closes.empty() ? std::nullopt : std::optional{needed.closes.back().date});
        }
    }
    for (auto const currency : needs.currencies) {
        if (currency != *needs.currencies.begin()) {
            auto const first = *needs.currencies.begin();
            check.add(fmt::format("{}/{}", first.code(), currency.code()), newest_rate(needs, first, currency, today));
        }
    }
    report::write_price_ages(out, check.lines, age_of_word(max_age).count(), common.output);
    cli::print_complaints(check.complaints);
    return cli::outcome_of(check.complaints);
}

} // namespace pf::jobs
