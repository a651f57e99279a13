#include "pf/jobs/prices/fetch.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cache/quotes.hpp"
#include "pf/cli/file_text.hpp"
#include "pf/cli/interrupt.hpp"
#include "pf/cli/log.hpp"
#include "pf/jobs/prices/ask.hpp"
#include "pf/jobs/prices/needs.hpp"
#include "pf/jobs/prices/questions.hpp"
#include "pf/jobs/run/redis.hpp"
#include "pf/prices/gaps.hpp"
#include "pf/prices/judge.hpp"
#include "pf/prices/table.hpp"
#include "pf/report/prices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

namespace pf::jobs {

namespace {

namespace fs = std::filesystem;
using prices::Question;

void check(FetchWords const& words, cli::Common const& common)
{
    if (words.to_redis && common.redis.empty()) {
        throw Error(ExitCode::usage, "there is no Redis server", "--to-redis", "name it with --redis or REDIS_URL");
    }
    if (words.catch_up && !words.from.empty()) {
        throw Error(ExitCode::usage, "--catch-up itself says from when on", "--from", "leave one of them out");
    }
}

/// Sleeps in short steps, so that Ctrl-C ends it.
void wait(std::chrono::milliseconds time)
{
    constexpr std::chrono::milliseconds step{100};
    for (; time.count() > 0; time -= step) {
        cli::Interrupt::check();
        std::this_thread::sleep_for(std::min(time, step));
    }
}

Result<std::string> key_of(prices::Source const& source)
{
    if (source.key_file_env.empty()) {
        return std::string{};
    }
    auto const path = cli::Environment::of_process().find(source.key_file_env);
    if (!path) {
        return Problem{source.key_file_env + " is not set", "it takes the path of a file that holds the key"};
    }
    auto const text = cli::file_text(*path);
    if (!text || base::trimmed(*text).empty()) {
        return Problem{"the file that " + source.key_file_env + " names cannot be read, or is empty",
                       "it takes the path of a file that holds the key"};
    }
    return std::string{base::trimmed(*text)};
}

AskSettings settings_of(FetchWords const& words)
{
    AskSettings settings;
    settings.retry.first_wait = std::chrono::milliseconds{words.retry_base_ms};
    settings.base_url =
        words.base_url.ends_with('/') ? words.base_url.substr(0, words.base_url.size() - 1) : words.base_url;
    settings.offline = words.offline;
    settings.key_of = key_of;
    settings.wait = wait;
    settings.now = base::now;
    auto random = std::make_shared<std::minstd_rand>(std::random_device{}());
    settings.per_mille = [random] { return static_cast<int>((*random)() % 1000); };
    return settings;
}

/// A folder for the tables that are imported, removed in the end.
class TableFolder {
public:
    TableFolder()
    {
        std::error_code problem;
        auto name = (fs::temp_directory_path(problem) / "pf-prices.XXXXXX").string();
        if (problem || ::mkdtemp(name.data()) == nullptr) {
            throw Error(ExitCode::cannot_create, "no temporary folder", name,
                        "TMPDIR names the folder for temporary files");
        }
        m_path = name;
    }
    TableFolder(TableFolder const&) = delete;
    TableFolder& operator=(TableFolder const&) = delete;
    ~TableFolder()
    {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }

    /// \return  the path
    [[nodiscard]] std::string write(std::string const& name, std::string const& text) const
    {
        auto const path = (m_path / name).string();
        std::ofstream stream{path, std::ios::binary};
        stream << text;
        stream.close();
        if (!stream) {
            throw Error(ExitCode::io_error, "cannot be written", path);
        }
        return path;
    }

private:
    fs::path m_path;
};

/// One run, from questions to what is stored.
class Fetch {
public:
    Fetch(db::Database& database, cli::Common const& common, FetchWords const& words, FetchMeans const& means)
        : m_common(common),
          m_words(words),
          m_means(means),
          m_now(base::now()),
          m_needs(needs_of(database, words.tickers, base::day_of(m_now)))
    {
    }

    cli::Outcome run(std::ostream& out)
    {
        auto const questions = questions_of(m_needs, m_means.sources, m_common, m_words, m_now);
        m_complaints = questions.unanswerable;
        AnswerFolder const folder{m_common.cache_directory ? std::optional{*m_common.cache_directory / "prices"}
                                                           : std::nullopt};
        Asker asker{m_means.transfer, folder, settings_of(m_words)};
        judge(asker.ask(questions.rates));
        judge(asker.ask(questions.prices));
        bool const none_came = m_came == 0 && m_failed > 0;
        auto const stored = none_came ? Stored{} : store();
        if (m_words.to_redis && !m_words.dry_run) {
            tell_redis();
        }
        cli::print_complaints(m_complaints);
        if (none_came) {
            return {ExitCode::unavailable, "nothing came", {{"failed", m_failed}}};
        }
        report::write_fetched(out, m_lines, m_common.output);
        return announced(m_common, outcome(stored, questions.up_to_date));
    }

private:
    struct Stored {
        std::int64_t added = 0;
        std::int64_t known = 0;
        bool is_done = false;
    };

    void judge(std::vector<Asked> const& all)
    {
        for (auto const& one : all) {
            judge_one(one);
        }
        m_fx = valuation::FxTable{m_needs.rates};
    }

    void judge_one(Asked const& asked)
    {
        auto const& question = asked.question;
        auto& line = m_lines.emplace_back();
        line.subject = question.subject();
        line.source = question.source->name;
        if (!asked.body) {
            fail(question, line, asked.problem, asked.hint);
            return;
        }
        auto const reading = prices::read_answer(question, *asked.body, m_means.formats);
        if (!reading) {
            fail(question, line, question.source->name + ": " + reading.problem().message, reading.problem().hint);
            return;
        }
        auto const judgement = prices::judged(question, reading->rows, background_of(question));
        if (judgement.problem) {
            fail(question, line, question.source->name + ": " + judgement.problem->message, judgement.problem->hint);
            return;
        }
        ++m_came;
        m_rounded += reading->rounded;
        take(question, judgement, line);
    }

    void fail(Question const& question, report::FetchedLine& line, std::string const& problem, std::string const& hint)
    {
        ++m_failed;
        line.state = "failed";
        m_complaints.push_back({question.subject(), problem, hint});
    }

    [[nodiscard]] prices::Background background_of(Question const& question) const
    {
        auto const needed = m_needs.of(question.ticker);
        prices::Background background;
        background.closes = needed.closes;
        background.splits = needed.splits;
        background.currency = needed.currency;
        background.converts = [this](Currency from, Currency to, Date day) {
            return m_fx.rate(from, to, day).has_value();
        };
        background.accepts_jumps = std::ranges::find(m_words.accept, question.ticker) != m_words.accept.end();
        background.now = m_now;
        return background;
    }

    void take(Question const& question, prices::Judgement const& judgement, report::FetchedLine& line)
    {
        for (auto const& row : judgement.good) {
            m_table.add(question, row);
            if (question.source->gives == prices::Gives::rates) {
                m_needs.rates.push_back({row.day, row.base, row.quote, row.value});
            }
        }
        line.rows = std::ssize(judgement.good);
        if (judgement.latest && question.source->gives == prices::Gives::prices) {
            m_quotes.push_back(
                {question.ticker, judgement.latest->value, judgement.latest->currency, moment_of(*judgement.latest)});
        }
        if (!judgement.good.empty()) {
            auto const& last = judgement.good.back();
            line.day = last.day;
            line.value = line.rows > 0 && question.quotes.size() <= 1 ? std::optional{last.value} : std::nullopt;
            line.currency = last.currency;
        }
        if (judgement.jump) {
            hold_back(question, judgement, line);
        } else if (judgement.good.empty()) {
            complain_of_nothing(question, line);
        }
    }

    /// A close of a day that is over was there at its end; one without a time of today is of now.
    [[nodiscard]] Timestamp moment_of(prices::Observed const& row) const
    {
        bool const tells_time = row.moment > Timestamp{row.day};
        return std::min(tells_time ? row.moment : base::end_of(row.day), m_now);
    }

    void hold_back(Question const& question, prices::Judgement const& judgement, report::FetchedLine& line)
    {
        auto const& jump = *judgement.jump;
        line.state = "held back";
        m_held_back += judgement.held_back;
        m_complaints.push_back(
            {question.ticker,
             fmt::format("{}: {} on {} after {} on {}; {} held back", question.source->name, jump.value.to_text(),
                         base::to_text(jump.day), jump.value_before.to_text(), base::to_text(jump.day_before),
                         judgement.held_back == 1 ? "it is"
                                                  : fmt::format("it and {} later closes are", judgement.held_back - 1)),
             fmt::format(
                 "another unit or listing? [symbols] can tell; a split is to be booked first; when it is right, "
                 "--accept {} takes it",
                 question.ticker)});
    }

    /// Markets rest for some days; where nothing is known at all, or for longer, something is wrong.
    void complain_of_nothing(Question const& question, report::FetchedLine& line)
    {
        bool const is_price = question.source->gives == prices::Gives::prices;
        bool const knows_some = !is_price || !m_needs.of(question.ticker).closes.empty();
        line.state = "nothing new";
        if (!knows_some || question.to - question.from > prices::longest_rest) {
            line.state = "nothing";
            m_complaints.push_back({question.subject(),
                                    fmt::format("{} has nothing from {} to {}", question.source->name,
                                                base::to_text(question.from), base::to_text(question.to)),
                                    is_price ? "is the symbol right? --from asks for earlier days" : ""});
        }
    }

    Stored store()
    {
        if (!m_table.has_prices() && !m_table.has_rates()) {
            return {};
        }
        TableFolder const folder;
        std::map<std::string, std::string, std::less<>> names;
        if (m_table.has_prices()) {
            names.emplace(folder.write("closes.csv", m_table.prices()), "pf-prices: closes");
        }
        if (m_table.has_rates()) {
            names.emplace(folder.write("rates.csv", m_table.rates()), "pf-prices: rates");
        }
        auto const report = m_means.import(names, m_words.dry_run);
        if (report.refused) {
            refuse(report);
        }
        return counted(report);
    }

    [[noreturn]] static void refuse(model::ImportReport const& report)
    {
        std::optional<model::Issue> first;
        report.issues.visit([&](model::Issue const& issue) { first = first.value_or(issue); });
        auto const issue = first.value_or(model::Issue{});
        throw Error(ExitCode::bad_data, fmt::format("{} {} {}", issue.column, base::quoted(issue.value), issue.reason),
                    issue.file, issue.hint);
    }

    Stored counted(model::ImportReport const& report)
    {
        Stored stored;
        for (auto const& file : report.files) {
            stored.added += file.counts.inserted;
            stored.known += file.counts.duplicate;
        }
        report.held_back.visit([&](model::Issue const& issue) {
            m_complaints.push_back(
                {issue.file, fmt::format("{} {} {}", issue.column, issue.value, issue.reason), issue.hint});
        });
        stored.is_done = report.stored;
        return stored;
    }

    void tell_redis()
    {
        auto redis = open_redis(m_common);
        cache::put_quotes(redis, m_quotes);
    }

    [[nodiscard]] cli::Outcome outcome(Stored const& stored, std::int64_t up_to_date) const
    {
        cli::Fields const fields{{"asked", m_came + m_failed}, {"failed", m_failed},       {"stored", stored.added},
                                 {"known", stored.known},      {"held_back", m_held_back}, {"rounded", m_rounded},
                                 {"up_to_date", up_to_date}};
        auto summary = fmt::format("{} {} {}", m_words.dry_run ? "would store" : "stored", stored.added,
                                   stored.added == 1 ? "value" : "values");
        if (m_came + m_failed == 0) {
            summary = m_complaints.empty() ? "nothing to fetch: all finished days are known" : "nothing was fetched";
        }
        auto result = m_complaints.empty() ? cli::Outcome::ok(std::move(summary), fields)
                                           : cli::Outcome::issues(std::move(summary), fields);
        return stored.is_done ? std::move(result).as_event("prices") : result;
    }

    cli::Common const& m_common;
    FetchWords const& m_words;
    FetchMeans const& m_means;
    Timestamp m_now;
    Needs m_needs;
    valuation::FxTable m_fx;
    prices::Table m_table;
    std::vector<report::FetchedLine> m_lines;
    std::vector<cli::Complaint> m_complaints;
    std::vector<cache::LiveQuote> m_quotes;
    std::int64_t m_came = 0;
    std::int64_t m_failed = 0;
    std::int64_t m_held_back = 0;
    std::int64_t m_rounded = 0;
};

} // namespace

cli::Outcome fetch_prices(db::Database& database, cli::Common const& common, FetchWords const& words,
                          FetchMeans const& means, std::ostream& out)
{
    check(words, common);
    return Fetch{database, common, words, means}.run(out);
}

} // namespace pf::jobs
