#include "pf/importer/learn_profile.hpp"

#include "pf/importer/date_reader.hpp"
#include "pf/model/instrument.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace pf::importer {

namespace {

using money::Excess;

constexpr std::size_t most_words = 80;
constexpr std::array<std::string_view, 24> day_patterns{
    "YYYY-M-D",    "D.M.YYYY",    "D/M/YYYY",     "M/D/YYYY", "D-M-YYYY", "M-D-YYYY",   "YYYY/M/D",    "YYYY.M.D",
    "YYYYMMDD",    "D.M.YY",      "D/M/YY",       "M/D/YY",   "D-M-YY",   "M-D-YY",     "D MMM YYYY",  "D-MMM-YYYY",
    "D. MMM YYYY", "MMM D, YYYY", "MMM. D, YYYY", "D MMM YY", "D-MMM-YY", "D/MMM/YYYY", "D MMM, YYYY", "YYYY-MMM-D"};
constexpr std::array<std::string_view, 14> time_patterns{
    "",        " h:mm",    " h:mm:ssf",  "Th:mm:ssfZ",  "Th:mm",       ", h:mm",  ", h:mm:ss",
    " h:mm A", ", h:mm A", " h:mm:ss A", ", h:mm:ss A", " h:mm:ssf Z", " h:mm Z", ";hhmmss"};

class Profiler {
public:
    Profiler(LearnTable const& table, std::size_t column) : m_table(table), m_column(column) {}

    [[nodiscard]] Profile profile() const
    {
        Profile profile;
        std::set<std::string_view> all;
        for (auto const& row : m_table.rows) {
            std::string_view const cell = row[m_column];
            if (says_nothing(cell)) {
                continue;
            }
            ++profile.given;
            all.insert(cell);
            if (profile.words.size() <= most_words) {
                profile.words.insert(cell);
            }
        }
        profile.are_distinct = profile.given > 1 && all.size() == m_table.rows.size();
        if (profile.given == 0) {
            return profile;
        }
        profile.are_isins = holds([](std::string_view cell) { return model::is_isin(cell); });
        profile.are_currencies = holds([](std::string_view cell) {
            auto const currency = Currency::parse(cell);
            return currency && (currency->is_national() || cell == "GBX");
        });
        profile.are_times = holds([](std::string_view cell) { return is_time(cell); });
        add_numbers(profile);
        add_dates(profile);
        return profile;
    }

private:
    [[nodiscard]] bool holds(std::function<bool(std::string_view)> const& test) const
    {
        return std::all_of(m_table.rows.begin(), m_table.rows.end(),
                           [&](auto const& row) { return says_nothing(row[m_column]) || test(row[m_column]); });
    }

    static bool is_time(std::string_view cell)
    {
        static DatePattern const pattern("YYYY-MM-DD h:mm:ssf");
        static DatePattern const to_the_minute("YYYY-MM-DD h:mm");
        std::string const moment = "2000-01-01 " + std::string(cell);
        return pattern.read(moment, nullptr) || to_the_minute.read(moment, nullptr);
    }

    /// `A1` is no amount.
    static bool is_money(std::string_view mark)
    {
        auto const currency = Currency::parse(mark);
        return mark.empty() || !currency_at(std::string(mark) + "1").empty() || (currency && currency->is_national());
    }

    void add_numbers(Profile& profile) const
    {
        for (bool const marks : {false, true}) {
            for (std::string_view const sample : number_samples) {
                NumberStyles const styles = styles_of({std::string(sample)}, marks);
                bool const reads = holds([&styles](std::string_view cell) {
                    auto const read = read_number(cell, styles, Excess::round);
                    return cell.find_first_of("0123456789") != std::string_view::npos && read && is_money(read->mark);
                });
                if (reads) {
                    profile.numbers.emplace_back(sample);
                }
            }
            profile.has_money_marks = marks && !profile.numbers.empty();
            if (!profile.numbers.empty()) {
                return;
            }
        }
    }

    void add_dates(Profile& profile) const
    {
        for (std::string_view const day : day_patterns) {
            std::vector<DatePattern> patterns;
            for (std::string_view const time : time_patterns) {
                patterns.emplace_back(std::string(day) + std::string(time));
            }
            std::set<std::size_t> used;
            bool const reads = holds([&](std::string_view cell) {
                auto const found = std::find_if(patterns.begin(), patterns.end(), [cell](DatePattern const& pattern) {
                    return static_cast<bool>(pattern.read(cell, nullptr));
                });
                used.insert(static_cast<std::size_t>(found - patterns.begin()));
                return found != patterns.end();
            });
            if (reads) {
                std::transform(used.begin(), used.end(), std::back_inserter(profile.dates),
                               [&patterns](std::size_t index) { return patterns[index].text(); });
            }
        }
    }

    LearnTable const& m_table;
    std::size_t m_column;
};

} // namespace

NumberStyles styles_of(std::vector<std::string> const& samples, bool has_money_marks)
{
    NumberStyles styles;
    styles.styles.clear();
    for (std::string const& sample : samples) {
        styles.styles.push_back(style_of_sample(sample));
    }
    styles.first_wins = true;
    styles.money = has_money_marks;
    return styles;
}

Profile profile_of(LearnTable const& table, std::size_t column)
{
    return Profiler(table, column).profile();
}

bool may_be(Role role, Profile const& profile)
{
    bool const is_text = profile.given > 0 && profile.numbers.empty() && profile.dates.empty();
    switch (role) {
    case Role::date:
        return !profile.dates.empty();
    case Role::time:
        return profile.given > 0 && profile.are_times;
    case Role::type:
        return is_text && !profile.are_isins && profile.words.size() <= most_words;
    case Role::isin:
        return profile.given > 0 && profile.are_isins;
    case Role::currency:
        return profile.given > 0 && profile.are_currencies;
    case Role::ticker:
    case Role::name:
        return is_text;
    case Role::id:
    case Role::account:
    case Role::description:
        return profile.given > 0;
    default:
        return !profile.numbers.empty();
    }
}

} // namespace pf::importer
