#include "pf/jobs/serve/answers.hpp"

#include "pf/base/error.hpp"
#include "pf/base/sha256.hpp"
#include "pf/base/time.hpp"
#include "pf/cli/help.hpp"
#include "pf/cli/log.hpp"
#include "pf/jobs/books/portfolio_cache.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ostream>
#include <ratio>
#include <streambuf>

namespace pf::jobs::serve {

namespace {

constexpr std::size_t most_bytes = std::size_t{32} << 20U;

/// Keeps what is written, up to a bound: what is to be read by a browser is no export.
class Text : public std::streambuf {
public:
    [[nodiscard]] std::string take() { return std::move(m_text); }

protected:
    int_type overflow(int_type character) override
    {
        if (!traits_type::eq_int_type(character, traits_type::eof())) {
            char const value = traits_type::to_char_type(character);
            xsputn(&value, 1);
        }
        return traits_type::not_eof(character);
    }

    std::streamsize xsputn(char const* text, std::streamsize length) override
    {
        m_text.append(text, static_cast<std::size_t>(length));
        if (m_text.size() > most_bytes) {
            throw Error{ExitCode::bad_data,
                        fmt::format("the answer is larger than {} MB", most_bytes >> 20U),
                        {},
                        "ask for less (from, to, account, ticker), or let the program write it into a file"};
        }
        return length;
    }

private:
    std::string m_text;
};

/// A day begins in some zone or other at a quarter of an hour.
std::string quarter_of_hour()
{
    using Quarters = std::chrono::duration<std::int64_t, std::ratio<900>>;
    return base::to_text(Timestamp{std::chrono::floor<Quarters>(base::now())});
}

/// What the answer will be made of, when no more than the books decide it.
std::string tag_of_books(db::Database& database, Question const& question, cli::Common const& common,
                         Values const& values)
{
    return tag_of(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", moment_of_books(database), question.path,
                              values.canonical(), common.account.value_or(""), common.report_currency,
                              common.base_currency, static_cast<int>(common.output.format), cli::version()));
}

http::Response with_tag(unsigned status, std::string const& tag)
{
    return {status, {{"ETag", tag}, {"Cache-Control", "private, no-cache"}, {"Vary", "Accept"}}};
}

char const* type_of(OutputFormat format)
{
    return format == OutputFormat::csv ? "text/csv; charset=utf-8; header=present" : "application/json";
}

std::string milliseconds(std::chrono::steady_clock::duration took)
{
    auto const microseconds = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    return fmt::format("{}.{:03}", microseconds / 1000, microseconds % 1000);
}

} // namespace

std::string tag_of(std::string const& text)
{
    base::Sha256 hash;
    hash.add(text);
    return "\"" + hash.hex().substr(0, 32) + "\"";
}

bool is_known(http::Request const& request, std::string const& tag)
{
    return http::names_etag(request.value("If-None-Match"), tag);
}

bool was_given(http::Request const& request, std::string const& tag)
{
    return http::lists_etag(request.value("If-None-Match"), tag);
}

http::ProblemDocument not_ready(Error const& error)
{
    auto const is_passing = error.code() == ExitCode::busy || error.code() == ExitCode::schema;
    auto problem =
        http::problem_of(is_passing ? error : Error{ExitCode::unavailable, error.message(), {}, error.hint()});
    problem.retry_after_s = 5;
    return problem;
}

http::ProblemDocument wrong_question(std::vector<http::Fault> const& faults)
{
    return {400,
            "wrong-question",
            "The question is wrong",
            faults.front().parameter + ": " + faults.front().detail,
            faults.front().hint,
            faults};
}

std::string moment_of_books(db::Database& database)
{
    return digest_of_data(database) + "\n" + quarter_of_hour();
}

void set_for(cli::Common& common, cli::Common const& program, Values const& values, OutputFormat format)
{
    common.database = program.database;
    common.redis = program.redis;
    common.account = values.has("account") ? values.text("account") : program.account;
    common.base_currency = program.base_currency;
    common.report_currency = program.report_currency;
    common.config_directory = program.config_directory;
    common.symbols = program.symbols;
    common.rates_source = program.rates_source;
    common.run_id = program.run_id;
    common.output.format = format;
}

Document document_of(Question const& question, db::Database& database, cli::Common const& common, Values const& values,
                     Part const& part)
{
    Text text;
    std::ostream out{&text};
    out.exceptions(std::ios_base::badbit);
    cli::Muted const muted;
    if (part.limit == 0) {
        auto const outcome = question.ask(database, common, values, out);
        return {text.take(), outcome};
    }
    auto keep = keep_of(question.list);
    keep.most = part.limit;
    keep.after = part.after;
    report::KeptReports reports{std::move(keep)};
    auto const outcome = question.ask(database, common, values, reports);
    auto const& kept = reports.reports().front();
    report::write(out, kept.report, common.output);
    auto const& window = kept.window;
    return {text.take(), outcome,
            window.skipped + window.taken < window.count ? std::optional{window.last} : std::nullopt};
}

std::optional<http::Response> Answers::open(std::optional<Sessions::Lease>& lease) const
{
    try {
        lease.emplace(m_sessions);
    } catch (Error const& error) {
        return problem(not_ready(error));
    }
    return std::nullopt;
}

http::Response Answers::problem(http::ProblemDocument const& problem) const
{
    return http::response_of(problem, m_common.run_id);
}

http::Response Answers::answer(Question const& question, http::Call const& call, std::optional<http::Media> media)
{
    std::vector<http::Fault> faults;
    auto const values = read_parameters(question.parameters, call.target, call.places, faults);
    auto const scope = scope_of(question, values, m_common);
    auto const part = part_of(values, scope, faults);
    if (!faults.empty()) {
        return problem(wrong_question(faults));
    }
    media = media ? media : http::chosen_media(call.request.value("Accept"));
    if (!media) {
        return problem({406, "media", "The answer is JSON or CSV", {}, "accept application/json or text/csv"});
    }
    auto const begin = std::chrono::steady_clock::now();
    cli::Common common;
    set_for(common, m_common, values, media == http::Media::csv ? OutputFormat::csv : OutputFormat::json);
    std::optional<Sessions::Lease> lease;
    if (auto refusal = open(lease)) {
        return *std::move(refusal);
    }
    auto const leased = std::chrono::steady_clock::now();
    db::Atomic const moment{lease->database(), db::Atomic::Mode::read};
    auto const is_of_books = question.depends == Depends::on_books && !values.has("live");
    auto tag = is_of_books ? tag_of_books(lease->database(), question, common, values) : "";
    if (is_of_books && was_given(call.request, tag)) {
        return with_tag(304, tag);
    }
    auto document = document_of(question, lease->database(), common, values, part);
    auto const next = document.last ? link_to_next(call.target, cursor_at(*document.last, scope)) : std::string{};
    tag = is_of_books ? tag : tag_of(document.text + next);
    if (is_known(call.request, tag)) {
        return with_tag(304, tag);
    }
    auto response = with_tag(200, tag);
    response.fields.emplace_back("Content-Type", type_of(common.output.format));
    response.fields.emplace_back("Pf-Exit-Code", std::to_string(static_cast<int>(document.outcome.code)));
    response.fields.emplace_back("Server-Timing",
                                 fmt::format("session;dur={}, answer;dur={}", milliseconds(leased - begin),
                                             milliseconds(std::chrono::steady_clock::now() - leased)));
    if (!next.empty()) {
        response.fields.emplace_back("Link", next);
    }
    response.body = std::move(document.text);
    return response;
}

http::Response Answers::ready()
{
    std::optional<Sessions::Lease> lease;
    if (auto refusal = open(lease)) {
        return *std::move(refusal);
    }
    return {200, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, "{\"status\":\"ready\"}\n"};
}

http::Response Answers::version(http::Call const& call)
{
    std::optional<Sessions::Lease> lease;
    if (auto refusal = open(lease)) {
        return *std::move(refusal);
    }
    auto const digest = digest_of_data(lease->database());
    auto const tag = tag_of(digest + std::string{cli::version()});
    if (is_known(call.request, tag)) {
        return with_tag(304, tag);
    }
    auto response = with_tag(200, tag);
    response.fields.emplace_back("Content-Type", "application/json");
    response.body = fmt::format("{{\n  \"schema\": \"pf.version/1\",\n  \"version\": \"{}\",\n  \"data\": \"{}\"\n}}\n",
                                cli::version(), digest);
    return response;
}

} // namespace pf::jobs::serve
