#include "pf/importer/learn_questions.hpp"

#include "pf/base/text.hpp"

#include <utility>

namespace pf::importer {

namespace {

bool are_needed_units(Proposal const& proposal)
{
    return proposal.has(Role::quantity) || proposal.has(Role::total);
}

class Questioner {
public:
    Questioner(Proposal const& proposal, LearnTable const& table, LearnAnswers const& answers,
               std::span<Profile const> profiles, LeftOpen const& left)
        : m_proposal(proposal), m_table(table), m_answers(answers), m_profiles(profiles), m_left(left)
    {
    }

    std::vector<LearnQuestion> ask()
    {
        ask_for_column(Role::date, true);
        if (m_answers.all.empty()) {
            ask_for_column(Role::type, false);
        }
        ask_for_type();
        if (!are_needed_units(m_proposal)) {
            ask_for_column(Role::quantity, false);
            ask_for_column(Role::total, true);
        }
        if (!m_proposal.has(Role::currency) && m_answers.currency.empty()) {
            m_questions.push_back({LearnQuestion::Kind::currency,
                                   "currency",
                                   "No column names a currency. Which one are the amounts in?",
                                   {},
                                   {},
                                   "--currency CODE",
                                   true});
        }
        for (auto const& [role, rivals] : m_left.rivals) {
            if (role != Role::date && role != Role::type) {
                ask_for_column(role, false);
            }
        }
        ask_for_total();
        ask_for_words();
        return std::move(m_questions);
    }

private:
    void ask_for_column(Role role, bool is_needed)
    {
        if (m_proposal.has(role) || m_left.answered.contains(role)) {
            return;
        }
        auto const rivals = m_left.rivals.find(role);
        std::string const name(name_of(role));
        auto const choices = rivals != m_left.rivals.end() ? rivals->second : fitting(role);
        m_questions.push_back({LearnQuestion::Kind::column,
                               name,
                               rivals != m_left.rivals.end() ? "Several columns may be the " + name + "."
                                                             : "No column's header says that it is the " + name + ".",
                               choices,
                               {},
                               "--column " + name + "=HEADER",
                               is_needed});
    }

    [[nodiscard]] std::vector<std::string> fitting(Role role) const
    {
        std::vector<std::string> headers;
        for (std::size_t column = 0; column < m_table.header.size(); ++column) {
            if (!m_left.taken.contains(column) && !m_table.header[column].empty() && may_be(role, m_profiles[column])) {
                headers.push_back(m_table.header[column]);
            }
        }
        return headers;
    }

    void ask_for_type()
    {
        if (!m_proposal.has(Role::type) && m_answers.all.empty()) {
            auto choices = meanings();
            choices.back() = "sign";
            m_questions.push_back(
                {LearnQuestion::Kind::all,
                 "type",
                 "No column says what a row is. What are all rows? (sign: purchases, and sales where the quantity is "
                 "negative)",
                 std::move(choices),
                 {},
                 "--all TYPE",
                 true});
        }
    }

    void ask_for_total()
    {
        if (m_proposal.total.empty() && m_proposal.has(Role::fee) && m_proposal.has(Role::total)) {
            m_questions.push_back(
                {LearnQuestion::Kind::total,
                 "total",
                 "Do the amounts of purchases and sales hold the fee (net), or stand beside it (gross)? " +
                     std::string(m_left.has_trades && !m_proposal.total_is_exact
                                     ? "The rows do not tell: quantity × price is neither."
                                     : "No row tells."),
                 {"gross", "net"},
                 {},
                 "--total gross|net",
                 false});
        }
    }

    void ask_for_words()
    {
        for (LearnedWord const& word : m_proposal.words) {
            if (word.meaning.empty()) {
                m_questions.push_back({LearnQuestion::Kind::word, word.word,
                                       "What is " + base::quoted(word.word) + " (" + std::to_string(word.rows) +
                                           (word.rows == 1 ? " row)?" : " rows)?"),
                                       meanings(), perhaps_meaning_of(word.word),
                                       "--word " + base::quoted(word.word + "=TYPE"), false});
            }
        }
    }

    Proposal const& m_proposal;
    LearnTable const& m_table;
    LearnAnswers const& m_answers;
    std::span<Profile const> m_profiles;
    LeftOpen const& m_left;
    std::vector<LearnQuestion> m_questions;
};

} // namespace

std::vector<LearnQuestion> questions_about(Proposal const& proposal, LearnTable const& table,
                                           LearnAnswers const& answers, std::span<Profile const> profiles,
                                           LeftOpen const& left)
{
    return Questioner(proposal, table, answers, profiles, left).ask();
}

} // namespace pf::importer
