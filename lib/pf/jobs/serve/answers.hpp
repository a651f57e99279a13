#pragma once

#include "pf/base/error.hpp"
#include "pf/cli/common.hpp"
#include "pf/http/conditions.hpp"
#include "pf/http/message.hpp"
#include "pf/http/problem.hpp"
#include "pf/http/router.hpp"
#include "pf/jobs/serve/parts.hpp"
#include "pf/jobs/serve/questions.hpp"
#include "pf/jobs/serve/sessions.hpp"

#include <optional>
#include <string>
#include <vector>

namespace pf::jobs::serve {

/// A request's own settings: those of the program, but for what the question says.
void set_for(cli::Common& common, cli::Common const& program, Values const& values, OutputFormat format);

/// What a question is answered with.
struct Document {
    std::string text;
    cli::Outcome outcome;
    std::optional<report::RowMark> last{}; ///< the row behind which more of them follow
};

/// The document of a question as it is now, in the format of `common`, or that of a part of its rows.
/// \throws pf::Error  as the command does; bad_data, when the document is larger than what is kept in memory; no_input,
///                    when the row is gone behind which the part begins
[[nodiscard]] Document document_of(Question const& question, db::Database& database, cli::Common const& common,
                                   Values const& values, Part const& part = {});

/// The entity tag of a text: another one for another.
[[nodiscard]] std::string tag_of(std::string const& text);

/// What changes whenever the books may, or the day.
[[nodiscard]] std::string moment_of_books(db::Database& database);

/// Of what was asked and is known already.
[[nodiscard]] bool is_known(http::Request const& request, std::string const& tag);

/// The same before it is asked: who has the tag has had the answer, so that there is one.
[[nodiscard]] bool was_given(http::Request const& request, std::string const& tag);

/// What of a session that cannot be had is told: the question is not at fault.
[[nodiscard]] http::ProblemDocument not_ready(Error const& error);

[[nodiscard]] http::ProblemDocument wrong_question(std::vector<http::Fault> const& faults);

/// Answers questions over HTTP: what is wrong with them, 304 before anything is computed when nothing has changed, or
/// the document.
class Answers {
public:
    Answers(cli::Common const& common, Sessions& sessions) : m_common(common), m_sessions(sessions) {}

    /// \param media  what the path asks for; nothing: what `Accept` asks for
    /// \throws pf::Error  as the command does
    [[nodiscard]] http::Response answer(Question const& question, http::Call const& call,
                                        std::optional<http::Media> media);

    /// Can questions be answered now?
    [[nodiscard]] http::Response ready();

    /// What changes whenever an answer may.
    [[nodiscard]] http::Response version(http::Call const& call);

private:
    /// \return  why there is none
    [[nodiscard]] std::optional<http::Response> open(std::optional<Sessions::Lease>& lease) const;
    [[nodiscard]] http::Response problem(http::ProblemDocument const& problem) const;

    cli::Common const& m_common;
    Sessions& m_sessions;
};

} // namespace pf::jobs::serve
