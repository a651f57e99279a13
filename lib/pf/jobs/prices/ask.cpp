#include "pf/jobs/prices/ask.hpp"

#include "pf/base/secret.hpp"
#include "pf/base/sha256.hpp"
#include "pf/base/text.hpp"
#include "pf/prices/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace pf::jobs {

namespace {

using prices::Answer;
using prices::Question;
using prices::Request;

constexpr int most_failures_in_a_row = 3;
constexpr std::chrono::milliseconds a_minute{60'000};

std::string digest_of(Request const& request)
{
    base::Sha256 sha;
    sha.add(request.url);
    for (auto const& word : request.command) {
        sha.add("\n" + word);
    }
    return sha.hex();
}

bool has_expected_type(prices::Source const& source, Answer const& answer)
{
    auto const type = base::to_lower(answer.content_type);
    return source.expect.empty() || type.empty() ||
           std::ranges::any_of(source.expect, [&](std::string const& one) { return type.starts_with(one); });
}

/// What the server has to say about it, in a line.
std::string words_of(Answer const& answer)
{
    auto const text = base::trimmed(answer.body);
    bool const is_page = text.starts_with('<');
    return text.empty() || is_page ? std::string{} : ": " + base::quoted(text.substr(0, 200));
}

std::string problem_of_status(Answer const& answer)
{
    static std::map<int, std::string_view> const meanings{{401, "the key is refused"},
                                                          {403, "this is not allowed"},
                                                          {404, "there is no such symbol"},
                                                          {429, "too many questions"}};
    auto const meaning = meanings.find(answer.status);
    return fmt::format("HTTP {}{}{}", answer.status,
                       meaning == meanings.end() ? "" : fmt::format(", {}", meaning->second), words_of(answer));
}

/// A wrong symbol is no sign that the source itself is out of order.
bool speaks_of_the_source(Answer const& answer)
{
    return answer.status != 404 && answer.status != 400;
}

} // namespace

/// The questions to one source, in groups of as many as may be asked at once.
class Asker::OfSource {
public:
    OfSource(Asker& asker, prices::Source const& source)
        : m_asker(asker), m_settings(asker.m_settings), m_source(source)
    {
    }

    void ask(std::vector<Asked*> const& all)
    {
        if (auto const obstacle = find_obstacle()) {
            std::ranges::for_each(all, [&](Asked* one) { fail(*one, obstacle->message, obstacle->hint); });
            return;
        }
        auto const& limits = m_source.limits;
        auto const at_once = static_cast<std::size_t>(
            limits.per_minute == 0 ? limits.at_once : std::min(limits.at_once, limits.per_minute));
        for (std::size_t begin = 0; begin < all.size(); begin += at_once) {
            auto const end = std::min(begin + at_once, all.size());
            ask_group(
                {all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end)});
        }
    }

private:
    /// One question of a group on its way.
    struct Try {
        Asked* asked = nullptr;
        Request request;
        std::string digest;
        Answer answer;
        bool is_open = true;
    };

    /// Why the source cannot be asked at all.
    [[nodiscard]] std::optional<Problem> find_obstacle()
    {
        if (m_settings.offline) {
            return std::nullopt;
        }
        auto const key = m_settings.key_of(m_source);
        if (!key) {
            return key.problem();
        }
        m_key = *key;
        auto const next = m_asker.m_folder.next_time(m_source);
        auto const now = m_settings.now();
        // A clock that was wrong must not close a source for ever.
        bool const is_near = next && *next <= now + std::chrono::days{366};
        if (next && is_near && *next > now) {
            return Problem{fmt::format("it asked us to wait until {}", base::to_text(*next)), "try again then"};
        }
        return std::nullopt;
    }

    void ask_group(std::vector<Asked*> const& group)
    {
        if (m_failures >= most_failures_in_a_row) {
            std::ranges::for_each(group, [&](Asked* one) {
                fail(*one, fmt::format("not asked: {} failed {} times in a row", m_source.name, m_failures), {});
            });
            return;
        }
        std::vector<Try> tries;
        for (auto* const one : group) {
            add_try(*one, tries);
        }
        for (int made = 1; !tries.empty(); ++made) {
            ask_open(tries);
            auto const wait = wait_before(tries, made);
            if (!wait) {
                break;
            }
            m_settings.wait(*wait);
            m_waited += *wait;
        }
        std::ranges::for_each(tries, [&](Try& one) { take(one); });
    }

    void add_try(Asked& asked, std::vector<Try>& tries)
    {
        auto const nameless = prices::request_of(asked.question, {}, m_settings.base_url);
        auto const kept = m_asker.m_folder.find(asked.question);
        if (m_settings.offline) {
            answer_from(kept, asked);
            return;
        }
        auto const request = prices::request_of(asked.question, m_key, m_settings.base_url);
        if (!request) {
            fail(asked, request.problem().message, request.problem().hint);
            return;
        }
        Try one{&asked, *request, digest_of(*nameless), {}, true};
        if (kept && kept->request == one.digest) {
            one.request.etag = kept->etag;
            one.request.last_modified = kept->last_modified;
        }
        tries.push_back(std::move(one));
    }

    void answer_from(std::optional<KeptAnswer> const& kept, Asked& asked)
    {
        if (kept) {
            asked.body = kept->body;
        } else {
            fail(asked, "no answer is kept", "leave --offline out");
        }
    }

    void ask_open(std::vector<Try>& tries)
    {
        std::vector<Request> requests;
        std::vector<Try*> open;
        for (auto& one : tries) {
            if (one.is_open) {
                pace();
                requests.push_back(one.request);
                open.push_back(&one);
            }
        }
        auto answers = m_asker.m_transfer.ask(requests);
        for (std::size_t i = 0; i < open.size(); ++i) {
            open[i]->answer = std::move(answers[i]);
            open[i]->is_open = prices::may_get_better(open[i]->answer);
        }
    }

    /// No more than the source allows in a minute.
    void pace()
    {
        auto const most = m_source.limits.per_minute;
        if (most == 0) {
            return;
        }
        auto const passed = std::chrono::steady_clock::now() - m_minute_began;
        if (m_in_this_minute == 0 || passed >= a_minute) {
            begin_minute();
        }
        if (m_in_this_minute == most) {
            m_settings.wait(a_minute - std::chrono::duration_cast<std::chrono::milliseconds>(passed));
            begin_minute();
        }
        ++m_in_this_minute;
    }

    void begin_minute()
    {
        m_minute_began = std::chrono::steady_clock::now();
        m_in_this_minute = 0;
    }

    /// Before those that are open are asked again; nothing: none is, or the source has had its time.
    std::optional<std::chrono::milliseconds> wait_before(std::vector<Try> const& tries, int made)
    {
        bool const is_any_open = std::ranges::any_of(tries, &Try::is_open);
        if (!is_any_open) {
            return std::nullopt;
        }
        std::optional<std::chrono::seconds> least;
        for (auto const& one : tries) {
            auto const asked = one.is_open ? prices::parse_retry_after(one.answer.retry_after, m_settings.now())
                                           : std::optional<std::chrono::seconds>{};
            least = asked ? std::max(least.value_or(*asked), *asked) : least;
        }
        auto const wait = prices::wait_before_next(made, m_waited, least, m_settings.per_mille(), m_settings.retry);
        if (!wait && least) {
            m_asker.m_folder.keep_next_time(m_source, m_settings.now() + *least);
        }
        return wait;
    }

    /// A source may say our key, in words that are shown or an answer that is kept.
    [[nodiscard]] std::string without_key(std::string text) const
    {
        return base::scrubbed(std::move(text), {m_key, prices::percent_encoded(m_key)});
    }

    void take(Try& one)
    {
        auto& answer = one.answer;
        auto& asked = *one.asked;
        answer.body = without_key(std::move(answer.body));
        if (!answer.problem.empty()) {
            note_failure(asked, answer, answer.problem);
        } else if (answer.status == 304) {
            m_failures = 0;
            answer_from(m_asker.m_folder.find(asked.question), asked);
        } else if (answer.status != 200) {
            note_failure(asked, answer, problem_of_status(answer));
        } else if (!has_expected_type(m_source, answer)) {
            note_failure(asked, answer,
                         fmt::format("the answer is {}, not {}", base::quoted(answer.content_type),
                                     fmt::join(m_source.expect, " or ")));
        } else {
            m_failures = 0;
            asked.body = std::move(answer.body);
            m_asker.m_folder.keep(asked.question, {one.digest, answer.etag, answer.last_modified, *asked.body});
        }
    }

    void note_failure(Asked& asked, Answer const& answer, std::string const& problem)
    {
        m_failures += speaks_of_the_source(answer) ? 1 : 0;
        fail(asked, problem, {});
    }

    void fail(Asked& asked, std::string const& problem, std::string const& hint) const
    {
        asked.problem = fmt::format("{}: {}", m_source.name, without_key(problem));
        asked.hint = hint;
    }

    Asker& m_asker;
    AskSettings const& m_settings;
    prices::Source const& m_source;
    std::string m_key;
    int m_failures = 0; ///< in a row
    std::chrono::milliseconds m_waited{0};
    std::chrono::steady_clock::time_point m_minute_began;
    std::int64_t m_in_this_minute = 0;
};

std::vector<Asked> Asker::ask(std::vector<Question> const& questions)
{
    std::vector<Asked> all;
    std::map<prices::Source const*, std::vector<Asked*>> by_source;
    for (auto const& question : questions) {
        all.push_back({question, std::nullopt, {}, {}});
    }
    for (auto& one : all) {
        by_source[one.question.source].push_back(&one);
    }
    for (auto const& [source, asked] : by_source) {
        OfSource{*this, *source}.ask(asked);
    }
    return all;
}

} // namespace pf::jobs
