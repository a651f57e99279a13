#include "pf/importer/proposal.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/importer/learn_profile.hpp"
#include "pf/importer/learn_questions.hpp"
#include "pf/money/currency.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

namespace pf::importer {

namespace {

using money::Excess;
using money::operator""_dec;

constexpr std::array number_roles{Role::quantity, Role::price, Role::total, Role::fee, Role::balance};

bool is_number_role(Role role)
{
    return std::find(number_roles.begin(), number_roles.end(), role) != number_roles.end();
}

std::optional<Decimal> number_in(std::string_view cell, LearnedColumn const& column, std::string_view sample)
{
    if (says_nothing(cell)) {
        return std::nullopt;
    }
    auto const read = read_number(cell, styles_of({std::string(sample)}, column.has_money_marks), Excess::round);
    return read ? std::optional(read->parsed.value) : std::nullopt;
}

/// Without a word in the header: what only one role's cells look like.
int fit_of_content(Role role)
{
    return role == Role::isin ? 200 : role == Role::currency || role == Role::date ? 150 : 0;
}

/// Finds out what the columns are, then what their cells tell.
class Proposer {
public:
    Proposer(LearnTable const& table, LearnAnswers const& answers) : m_table(table), m_answers(answers)
    {
        for (std::size_t index = 0; index < table.header.size(); ++index) {
            m_profiles.push_back(profile_of(table, index));
        }
    }

    Proposal propose()
    {
        take_answers();
        assign_columns();
        settle_styles();
        find_words();
        find_signs();
        settle_total();
        find_other_columns();
        m_proposal.questions = questions_about(m_proposal, m_table, m_answers, m_profiles, m_left);
        return std::move(m_proposal);
    }

private:
    struct Candidate {
        int fit = 0;
        Role role = Role::date;
        std::size_t column = 0;
    };

    void assign(Role role, std::size_t column)
    {
        Profile const& profile = m_profiles[column];
        m_proposal.columns[static_cast<std::size_t>(role)] =
            LearnedColumn{m_table.header[column], column, profile.numbers, profile.has_money_marks};
        m_left.taken.insert(column);
    }

    [[nodiscard]] std::size_t column_named(Role role, std::string const& header) const
    {
        auto const found = std::find_if(m_table.header.begin(), m_table.header.end(), [&](std::string const& name) {
            return base::equal_ignoring_case(name, header);
        });
        if (header.empty() || found == m_table.header.end()) {
            auto const nearest = base::nearest(header, m_table.header);
            throw Error(ExitCode::usage, "the file has no column " + base::quoted(header), "--column",
                        nearest ? "did you mean " + base::quoted(*nearest) + "?"
                                : "its columns: " + base::join(m_table.header, ", "));
        }
        auto const column = static_cast<std::size_t>(found - m_table.header.begin());
        bool const fits = is_number_role(role) || role == Role::date ? may_be(role, m_profiles[column]) : true;
        if (!fits) {
            throw Error(ExitCode::usage,
                        "the column " + base::quoted(header) + " holds something else than " +
                            (role == Role::date ? "dates" : "numbers"),
                        "--column " + std::string(name_of(role)), "name another, or mend the cells that are none");
        }
        return column;
    }

    void take_answers()
    {
        for (auto const& [role, header] : m_answers.columns) {
            m_left.answered.insert(role);
            if (!header.empty()) {
                assign(role, column_named(role, header));
            }
        }
    }

    [[nodiscard]] std::vector<Candidate> candidates() const
    {
        std::vector<Candidate> all;
        for (std::size_t column = 0; column < m_table.header.size(); ++column) {
            for (std::size_t index = 0; index < role_count; ++index) {
                auto const role = static_cast<Role>(index);
                int const by_words = m_table.header[column].empty() ? 0 : fit_of(m_table.header[column], role);
                int const fit = std::max(by_words, fit_of_content(role));
                if (fit > 0 && may_be(role, m_profiles[column])) {
                    all.push_back({fit, role, column});
                }
            }
        }
        std::stable_sort(all.begin(), all.end(),
                         [](Candidate const& left, Candidate const& right) { return left.fit > right.fit; });
        return all;
    }

    [[nodiscard]] bool are_alike(std::size_t left, std::size_t right) const
    {
        return std::all_of(m_table.rows.begin(), m_table.rows.end(),
                           [&](auto const& row) { return row[left] == row[right]; });
    }

    [[nodiscard]] bool is_free(Candidate const& one) const
    {
        return !m_left.taken.contains(one.column) && !m_proposal.has(one.role) && !m_left.answered.contains(one.role);
    }

    /// The best first; of two that are as good as each other none.
    void assign_columns()
    {
        auto const all = candidates();
        for (Candidate const& best : all) {
            if (!is_free(best) || m_left.rivals.contains(best.role)) {
                continue;
            }
            std::vector<std::string> rivals;
            for (Candidate const& other : all) {
                if (other.role == best.role && other.fit == best.fit && is_free(other) &&
                    !are_alike(other.column, best.column)) {
                    rivals.push_back(m_table.header[other.column]);
                }
            }
            if (rivals.empty()) {
                assign(best.role, best.column);
            } else {
                rivals.insert(rivals.begin(), m_table.header[best.column]);
                m_left.rivals.emplace(best.role, std::move(rivals));
            }
        }
        bool const has_time = m_proposal.has(Role::time) && m_proposal.has(Role::date) &&
                              m_profiles[m_proposal.column(Role::date)->index].are_times;
        if (has_time) {
            m_proposal.columns[static_cast<std::size_t>(Role::time)].reset();
        }
    }

    void settle_styles()
    {
        if (auto const& date = m_proposal.column(Role::date)) {
            m_proposal.dates = m_profiles[date->index].dates;
            add_times(m_proposal.dates);
        }
        for (std::string_view const sample : number_samples) {
            bool const reads_all = std::all_of(number_roles.begin(), number_roles.end(), [&](Role role) {
                auto const& column = m_proposal.column(role);
                return !column ||
                       std::find(column->numbers.begin(), column->numbers.end(), sample) != column->numbers.end();
            });
            if (reads_all) {
                m_proposal.numbers.emplace_back(sample);
            }
        }
        drop_twins();
        std::set<std::string> empty;
        for (auto const& row : m_table.rows) {
            std::copy_if(row.begin(), row.end(), std::inserter(empty, empty.end()),
                         [](std::string const& cell) { return !cell.empty() && says_nothing(cell); });
        }
        m_proposal.empty_words.assign(empty.begin(), empty.end());
    }

    /// Styles that differ from one that reads all cells as well only by marks that no cell has.
    void drop_twins()
    {
        auto& numbers = m_proposal.numbers;
        auto const has = [&numbers](std::string_view sample) {
            return std::find(numbers.begin(), numbers.end(), sample) != numbers.end();
        };
        if (has("1,234.56")) {
            std::erase(numbers, "1'234.56");
        }
        if (has("1.234,56")) {
            std::erase(numbers, "1 234,56");
        }
    }

    /// Day and time in two columns are read as one, with a blank between.
    void add_times(std::vector<std::string>& dates) const
    {
        if (!m_proposal.has(Role::time)) {
            return;
        }
        std::vector<std::string> both;
        for (std::string const& day : dates) {
            both.push_back(day);
            both.push_back(day + " h:mm");
            both.push_back(day + " h:mm:ssf");
        }
        dates = std::move(both);
    }

    void find_words()
    {
        auto const& type = m_proposal.column(Role::type);
        std::map<std::string, std::int64_t> counts;
        for (auto const& row : m_table.rows) {
            if (type && !row[type->index].empty()) {
                ++counts[row[type->index]];
            }
        }
        for (auto const& [word, rows] : counts) {
            auto const answer = m_answers.words.find(word);
            m_proposal.words.push_back(
                {word, rows, answer != m_answers.words.end() ? answer->second : meaning_of(word)});
        }
        std::stable_sort(m_proposal.words.begin(), m_proposal.words.end(),
                         [](LearnedWord const& left, LearnedWord const& right) { return left.rows > right.rows; });
        refuse_unknown_answers();
    }

    void refuse_unknown_answers() const
    {
        for (auto const& [word, meaning] : m_answers.words) {
            auto const is_word = [&word = word](LearnedWord const& known) { return known.word == word; };
            if (std::none_of(m_proposal.words.begin(), m_proposal.words.end(), is_word)) {
                throw Error(ExitCode::usage, "no row has the word " + base::quoted(word), "--word",
                            "words are written as they stand in the file's column of kinds");
            }
        }
    }

    /// The type of a row, as far as it is known.
    [[nodiscard]] std::string type_of(std::vector<std::string> const& row) const
    {
        auto const& type = m_proposal.column(Role::type);
        if (!type) {
            return m_answers.all == "sign" ? std::string() : m_answers.all;
        }
        auto const word = std::find_if(m_proposal.words.begin(), m_proposal.words.end(),
                                       [&](LearnedWord const& known) { return known.word == row[type->index]; });
        return word == m_proposal.words.end() ? std::string() : word->meaning;
    }

    /// A style that reads the column, to see its figures' signs by.
    [[nodiscard]] std::string_view any_style(LearnedColumn const& column) const
    {
        return !m_proposal.numbers.empty() ? m_proposal.numbers.front() : column.numbers.front();
    }

    void find_signs()
    {
        for (auto const& row : m_table.rows) {
            std::string const type = type_of(row);
            for (Role const role : number_roles) {
                auto const& column = m_proposal.column(role);
                auto const number =
                    column && !type.empty() ? number_in(row[column->index], *column, any_style(*column)) : std::nullopt;
                if (!number || number->is_zero()) {
                    continue;
                }
                LearnedSign& sign = m_proposal.signs[type][role];
                LearnedSign const own = number->is_negative() ? LearnedSign::negative : LearnedSign::positive;
                sign = sign == LearnedSign::none || sign == own ? own : LearnedSign::both;
            }
        }
    }

    /// How far quantity × price is from the amount, in all purchases and sales, when it is read so.
    struct Deviation {
        std::size_t rows = 0;
        std::size_t with_fee = 0;
        Decimal most;
        bool is_within_usual = true;
    };

    [[nodiscard]] Deviation deviation(std::string_view sample, bool is_net) const
    {
        Deviation result;
        for (auto const& row : m_table.rows) {
            std::string const type = type_of(row);
            if (type == "BUY" || type == "SELL") {
                add(result, row, sample, is_net ? (type == "BUY" ? 1 : -1) : 0);
            }
        }
        return result;
    }

    void add(Deviation& result, std::vector<std::string> const& row, std::string_view sample, int fee_sign) const
    {
        auto const figure = [&](Role role) {
            auto const& column = m_proposal.column(role);
            return column ? number_in(row[column->index], *column, sample) : std::nullopt;
        };
        auto const quantity = figure(Role::quantity);
        auto const price = figure(Role::price);
        auto const total = figure(Role::total);
        if (!quantity || !price || !total) {
            return;
        }
        Decimal const fee = figure(Role::fee).value_or(Decimal()).abs();
        Decimal expected = money::multiply(quantity->abs(), price->abs(), Rounding::half_even);
        expected = fee_sign > 0 ? expected + fee : fee_sign < 0 ? expected - fee : expected;
        Decimal const off = (expected - total->abs()).abs();
        Decimal const usual = money::multiply(total->abs(), "0.005"_dec, Rounding::half_even) + "0.01"_dec;
        ++result.rows;
        result.with_fee += fee.is_zero() ? 0U : 1U;
        result.most = std::max(result.most, off);
        result.is_within_usual = result.is_within_usual && off <= usual;
    }

    /// Is the amount what the units cost, or that with the fee? Only rows with a fee tell.
    void settle_total()
    {
        bool const has_all =
            m_proposal.has(Role::quantity) && m_proposal.has(Role::price) && m_proposal.has(Role::total);
        m_proposal.total = m_answers.total;
        if (!has_all) {
            m_proposal.total = m_answers.total.empty() && !m_proposal.has(Role::fee) ? "gross" : m_answers.total;
            return;
        }
        std::vector<std::string> const styles =
            m_proposal.numbers.empty() ? std::vector<std::string>{"1,234.56"} : m_proposal.numbers;
        bool is_open = false;
        for (std::string const& style : styles) {
            Deviation const gross = deviation(style, false);
            Deviation const net = deviation(style, true);
            bool const is_gross = gross.rows > 0 && gross.most <= "0.02"_dec;
            bool const is_net = net.rows > 0 && net.most <= "0.02"_dec;
            m_proposal.total_is_exact = m_proposal.total_is_exact || is_gross || is_net;
            is_open = is_open || (is_gross && is_net && m_proposal.has(Role::fee));
            if (m_proposal.total.empty() && is_gross != is_net) {
                m_proposal.total = is_gross ? "gross" : "net";
            }
            if (m_proposal.total.empty() && is_gross && !m_proposal.has(Role::fee)) {
                m_proposal.total = "gross";
            }
        }
        m_left.has_trades = deviation(styles.front(), false).rows > 0;
    }

    void find_other_columns()
    {
        for (std::size_t column = 0; column < m_table.header.size(); ++column) {
            if (m_left.taken.contains(column) || m_table.header[column].empty()) {
                continue;
            }
            bool const may_be_money = m_profiles[column].given > 0 && !m_profiles[column].numbers.empty();
            (may_be_money ? m_proposal.unread : m_proposal.unused).push_back(m_table.header[column]);
        }
        auto const& id = m_proposal.column(Role::id);
        m_proposal.ids_are_unique = id && m_profiles[id->index].are_distinct;
    }

    LearnTable const& m_table;
    LearnAnswers const& m_answers;
    std::vector<Profile> m_profiles;
    Proposal m_proposal;
    LeftOpen m_left;
};

void check(LearnAnswers const& answers)
{
    auto const is_type = [](std::string const& type) {
        return std::find(meanings().begin(), meanings().end(), type) != meanings().end();
    };
    for (auto const& [word, meaning] : answers.words) {
        if (!is_type(meaning)) {
            throw Error(ExitCode::usage, base::quoted(meaning) + " is nothing that a row can be", "--word",
                        "one of " + base::join(meanings(), ", "));
        }
    }
    if (!answers.all.empty() && answers.all != "sign" && (answers.all == "ignore" || !is_type(answers.all))) {
        throw Error(ExitCode::usage, base::quoted(answers.all) + " is nothing that a row can be", "--all",
                    "sign, or one of " + base::join(meanings(), ", "));
    }
    if (!answers.currency.empty() && !Currency::parse(answers.currency)) {
        throw Error(ExitCode::usage, base::quoted(answers.currency) + " is no currency", "--currency",
                    "a code such as EUR");
    }
    if (!answers.total.empty() && answers.total != "gross" && answers.total != "net") {
        throw Error(ExitCode::usage, base::quoted(answers.total) + " is neither gross nor net", "--total");
    }
}

} // namespace

bool Proposal::is_enough() const
{
    bool const is_open = std::any_of(questions.begin(), questions.end(),
                                     [](LearnQuestion const& question) { return question.is_needed; });
    bool const knows_none = !words.empty() && std::all_of(words.begin(), words.end(),
                                                          [](LearnedWord const& word) { return word.meaning.empty(); });
    return !is_open && !knows_none;
}

Proposal propose(LearnTable const& table, LearnAnswers const& answers)
{
    check(answers);
    return Proposer(table, answers).propose();
}

} // namespace pf::importer
