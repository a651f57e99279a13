#include "pf/jobs/import/learn.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/replace_file.hpp"
#include "pf/jobs/import/booked_rows.hpp"
#include "pf/jobs/import/words.hpp"
#include "pf/report/grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>
#include <unistd.h>
#include <utility>

namespace pf::jobs {

namespace {

using importer::LearnQuestion;
using importer::Role;
using report::Nothing;
using report::text;
using report::Value;

constexpr std::size_t bytes_looked_at = std::size_t{4} << 20U;
constexpr std::size_t entries_shown = 20;

std::pair<std::string, std::string> split_at(std::string const& word, std::size_t mark, std::string const& option,
                                             std::string const& shape)
{
    if (mark == std::string::npos || mark == 0) {
        throw Error(ExitCode::usage, base::quoted(word) + " is not " + shape, option);
    }
    return {word.substr(0, mark), word.substr(mark + 1)};
}

/// Letters, digits and dashes of the file's name.
std::string name_from(std::string const& file)
{
    std::string name;
    for (char const character : base::to_lower(std::filesystem::path(file).stem().string())) {
        bool const is_plain = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
        if (is_plain || (!name.empty() && name.back() != '-')) {
            name += is_plain ? character : '-';
        }
    }
    while (name.ends_with('-')) {
        name.pop_back();
    }
    return name.empty() || file == "-" ? "learned" : name;
}

void require_good_name(std::string const& name)
{
    bool const is_good = !name.empty() && name.size() <= 50 && std::ranges::all_of(name, [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') || character == '-' ||
               character == '_';
    });
    if (!is_good) {
        throw Error(ExitCode::usage, base::quoted(name) + " is no name of a format", "--name",
                    "small letters, digits, - and _");
    }
}

void refuse_known(importer::Catalog const& catalog, ImportInput const& input, LearnRequest const& request,
                  std::string const& name)
{
    auto const matching = request.force ? std::vector<importer::Format const*>() : catalog.matching(input.head());
    if (!matching.empty()) {
        throw Error(ExitCode::bad_data, "is of the format " + base::quoted(importer::name_of(*matching.front())),
                    input.name(), "import it; --force learns it all the same");
    }
    bool const is_taken = !request.force && std::ranges::any_of(catalog.all(), [&name](importer::Format const* format) {
        return importer::name_of(*format) == name;
    });
    if (is_taken) {
        throw Error(ExitCode::cannot_create, "there is a format " + base::quoted(name) + " already", "--name",
                    "give it another name; --force takes the place of that one");
    }
}

importer::LearnTable table_of(ImportInput const& input)
{
    base::BackgroundSha256 unused;
    auto source = input.source(unused);
    std::string const head{source.peek(bytes_looked_at)};
    return importer::learn_table(head, input.name(), head.size() < bytes_looked_at);
}

/// What an answer changes.
void take(importer::LearnAnswers& answers, LearnQuestion const& question, std::string const& answer)
{
    switch (question.kind) {
    case LearnQuestion::Kind::column:
        answers.columns[*importer::parse_role(question.subject)] = answer;
        break;
    case LearnQuestion::Kind::word:
        answers.words[question.subject] = answer;
        break;
    case LearnQuestion::Kind::all:
        answers.all = answer;
        break;
    case LearnQuestion::Kind::currency:
        answers.currency = base::to_upper(answer);
        break;
    case LearnQuestion::Kind::total:
        answers.total = answer;
        break;
    }
}

cli::Question question_of(LearnQuestion const& question)
{
    auto const leaves = question.is_needed ? "" : " (nothing: leave it open)";
    return {question.text + leaves, question.choices, question.perhaps};
}

/// Ask, and propose anew with each answer, until nothing new is open.
importer::Proposal propose(importer::LearnTable const& table, importer::LearnAnswers& answers, Asker const& ask)
{
    std::set<std::pair<LearnQuestion::Kind, std::string>> asked;
    while (true) {
        auto proposal = importer::propose(table, answers);
        auto const open = std::ranges::find_if(proposal.questions, [&](LearnQuestion const& question) {
            return !asked.contains({question.kind, question.subject});
        });
        if (!ask || open == proposal.questions.end()) {
            return proposal;
        }
        asked.emplace(open->kind, open->subject);
        if (auto const answer = ask(question_of(*open))) {
            take(answers, *open, *answer);
        }
    }
}

void count(Trial& trial, importer::Entry const& entry)
{
    trial.rows += entry.rows;
    auto& counted = !entry.issues.empty() ? trial.rejected : entry.ignored_by.empty() ? trial.booked : trial.ignored;
    counted += entry.rows;
    for (auto const& issue : entry.issues) {
        trial.issues.add(issue);
    }
    bool const books = entry.issues.empty() && entry.ignored_by.empty();
    if (books && trial.first.size() < entries_shown) {
        trial.first.push_back(entry);
    }
}

/// The whole file, by the engine that imports.
Trial tried(ImportInput const& input, std::string const& definition)
{
    auto const format = importer::format_of(definition, "the learned definition");
    base::BackgroundSha256 unused;
    importer::Companions const companions;
    importer::Settled const settled{input.source(unused), *format};
    importer::FileReader reader{input.source(unused), *format, companions, "main"};
    reader.use(settled);
    Trial trial;
    importer::Entry entry;
    while (reader.next(entry)) {
        count(trial, entry);
    }
    trial.unread = reader.unread_columns();
    return trial;
}

std::string written(LearnRequest const& request, Learned const& learned)
{
    if (request.folder.empty()) {
        throw Error(ExitCode::cannot_create, "there is no folder for your own formats", {},
                    "set HOME or XDG_CONFIG_HOME");
    }
    auto const path = std::filesystem::path(request.folder) / (learned.name + ".toml");
    std::error_code problem;
    if (!request.force && std::filesystem::exists(path, problem)) {
        throw Error(ExitCode::cannot_create, "File exists", path.string(),
                    "--name gives it another name; --force takes its place");
    }
    std::filesystem::create_directories(request.folder, problem);
    if (problem) {
        throw Error(ExitCode::cannot_create, problem.message(), request.folder);
    }
    cli::replace_file(path.string(), learned.definition);
    return path.string();
}

bool wants(LearnRequest const& request)
{
    if (request.dry_run || !request.ask) {
        return !request.dry_run;
    }
    auto const answer = request.ask({"Write the definition?", {"yes", "no"}, "yes"});
    return answer && *answer == "yes";
}

std::string example_of(importer::LearnTable const& table, std::size_t column)
{
    auto const row =
        std::ranges::find_if(table.rows, [column](auto const& one) { return !importer::says_nothing(one[column]); });
    return row == table.rows.end() ? std::string() : (*row)[column];
}

report::Grid columns_grid(Learned const& learned)
{
    report::Grid grid{"columns", "Columns", {{"role", "Taken as"}, {"header", "Column"}, {"example", "Such as"}}};
    for (std::size_t index = 0; index < importer::role_count; ++index) {
        if (auto const& column = learned.proposal.columns[index]) {
            grid.rows.push_back({text(importer::name_of(static_cast<Role>(index))), text(column->header),
                                 text(example_of(learned.table, column->index))});
        }
    }
    return grid;
}

report::Grid words_grid(Learned const& learned)
{
    report::Grid grid{
        "words", "Kinds of rows", {{"word", "Word"}, {"rows", "Rows", report::Align::right}, {"becomes", "Becomes"}}};
    for (auto const& word : learned.proposal.words) {
        grid.rows.push_back(
            {text(word.word), word.rows, word.meaning.empty() ? Value(report::Unknown()) : text(word.meaning)});
    }
    return grid;
}

report::Grid trial_grid(Trial const& trial)
{
    using report::Align;
    report::Grid grid{"trial",
                      {},
                      {{"rows", "Rows", Align::right},
                       {"booked", "Would be booked", Align::right},
                       {"ignored", "Ignored", Align::right},
                       {"rejected", "Rejected", Align::right}}};
    if (trial.rows > 0) {
        grid.rows.push_back({trial.rows, trial.booked, trial.ignored, trial.rejected});
    }
    return grid;
}

std::vector<std::string> notes_of(Learned const& learned)
{
    std::vector<std::string> notes;
    if (learned.trial.booked > static_cast<std::int64_t>(entries_shown)) {
        notes.push_back(
            fmt::format("the first {} of {} rows that would be booked", entries_shown, learned.trial.booked));
    }
    if (!learned.path.empty()) {
        notes.push_back("the format " + learned.name + " is in " + learned.path);
    } else {
        notes.emplace_back("nothing was written");
    }
    return notes;
}

report::Report report_of(Learned const& learned)
{
    report::Report report{"pf.learn/1",
                          {{"format", text(learned.name)},
                           {"path", learned.path.empty() ? Value(Nothing()) : text(learned.path)},
                           {"definition", learned.definition.empty() ? Value(Nothing()) : text(learned.definition)}},
                          {columns_grid(learned), words_grid(learned)},
                          notes_of(learned)};
    for (auto& grid : booked_rows(learned.trial.first, "main")) {
        report.grids.push_back(std::move(grid));
    }
    report.grids.push_back(trial_grid(learned.trial));
    return report;
}

/// Rows that are rejected for want of an answer are told by the question.
void complain(Learned const& learned, std::string const& file)
{
    cli::ComplaintPrinter printer;
    for (auto const& question : learned.proposal.questions) {
        auto const perhaps = question.perhaps.empty() ? std::string() : "; perhaps " + question.perhaps;
        auto const choices = question.choices.empty() || question.kind == LearnQuestion::Kind::word
                                 ? std::string()
                                 : ": " + base::join(question.choices, ", ");
        printer.print({file, question.text, base::join({question.option, choices, perhaps}, "")});
    }
    std::int64_t left = static_cast<std::int64_t>(entries_shown);
    learned.trial.issues.visit([&](model::Issue const& issue) {
        if (left-- > 0) {
            printer.print(complaint_of(issue));
        }
    });
    for (auto const& column : learned.trial.unread) {
        printer.print({file, "the column " + base::quoted(column) + " holds numbers that are not read",
                       "when it is no money, name it under unused_columns in the definition"});
    }
    printer.finish();
}

} // namespace

Asker asker_of(cli::Common const& common, std::string const& file)
{
    bool const is_there =
        file != "-" && !common.no_input && ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
    return !is_there ? Asker() : [](cli::Question const& question) { return cli::ask(question, std::cin, std::cerr); };
}

std::map<Role, std::string> columns_of(std::vector<std::string> const& words)
{
    std::map<Role, std::string> columns;
    for (auto const& word : words) {
        auto const [name, header] = split_at(word, word.find('='), "--column", "ROLE=HEADER");
        auto const role = importer::parse_role(name);
        if (!role) {
            std::vector<std::string> names;
            for (std::size_t index = 0; index < importer::role_count; ++index) {
                names.emplace_back(importer::name_of(static_cast<Role>(index)));
            }
            throw Error(ExitCode::usage, base::quoted(name) + " is nothing that a column can be", "--column",
                        "one of " + base::join(names, ", "));
        }
        columns[*role] = header;
    }
    return columns;
}

std::map<std::string, std::string, std::less<>> meanings_of(std::vector<std::string> const& words)
{
    std::map<std::string, std::string, std::less<>> meanings;
    for (auto const& word : words) {
        auto const [name, meaning] = split_at(word, word.rfind('='), "--word", "WORD=TYPE");
        meanings[name] = base::equal_ignoring_case(meaning, "ignore") ? "ignore" : base::to_upper(meaning);
    }
    return meanings;
}

Learned learn(importer::Catalog const& catalog, LearnRequest const& request)
{
    auto const inputs = ImportInput::tables(request.file, request.choice);
    auto const& input = inputs.front();
    Learned learned;
    learned.name = request.name.empty() ? name_from(request.file) : request.name;
    require_good_name(learned.name);
    refuse_known(catalog, input, request, learned.name);
    learned.table = table_of(input);
    auto answers = request.answers;
    learned.proposal = propose(learned.table, answers, request.ask);
    if (!learned.proposal.is_enough()) {
        return learned;
    }
    learned.definition = importer::definition_text(learned.proposal, learned.table, answers, learned.name,
                                                   std::filesystem::path(input.name()).filename().string());
    learned.trial = tried(input, learned.definition);
    return learned;
}

cli::Outcome run_learn(importer::Catalog const& catalog, LearnRequest const& request, OutputStyle const& style,
                       std::ostream& out)
{
    auto learned = learn(catalog, request);
    complain(learned, request.file);
    if (learned.definition.empty()) {
        report::write(out, report_of(learned), style);
        return {ExitCode::bad_data, "nothing learned: questions are open that nothing can be booked without", {}, {}};
    }
    if (request.ask) { // seen before it is decided
        report::write(out, report_of(learned), style);
    }
    if (wants(request)) {
        learned.path = written(request, learned);
    }
    if (!request.ask) {
        report::write(out, report_of(learned), style);
    } else {
        out << notes_of(learned).back() << '\n';
    }
    bool const is_settled =
        learned.proposal.questions.empty() && learned.trial.issues.empty() && learned.trial.unread.empty();
    return is_settled ? cli::Outcome::ok() : cli::Outcome::issues();
}

} // namespace pf::jobs
