#include "pf/jobs/prices/folder.hpp"

#include "pf/base/sha256.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/file_text.hpp"

#include <array>
#include <fstream>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pf::jobs {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view first_line = "pf-prices 1";

/// Who reads it sees all of it or the one before. A cache is not worth waiting for the disk.
void write(fs::path const& path, std::string_view text)
{
    std::error_code ignored;
    fs::create_directories(path.parent_path(), ignored);
    auto const temporary = fs::path{path.string() + "." + std::to_string(::getpid())};
    std::ofstream stream{temporary, std::ios::binary};
    stream << text;
    stream.close();
    if (stream) {
        fs::rename(temporary, path, ignored);
    } else {
        fs::remove(temporary, ignored);
    }
}

/// What a question is about, whatever its days.
std::string digest_of(prices::Question const& question)
{
    base::Sha256 sha;
    sha.add(question.source->name + "\n" + question.ticker + "\n" + question.symbol + "\n");
    for (auto const quote : question.quotes) {
        sha.add(quote.code());
        sha.add("\n");
    }
    return sha.hex().substr(0, 32);
}

/// Takes a line off the front.
std::string next_line(std::string_view& text)
{
    auto const end = text.find('\n');
    auto const line = std::string{text.substr(0, end)};
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

} // namespace

std::optional<KeptAnswer> AnswerFolder::find(prices::Question const& question) const
{
    auto const path = path_of(question);
    auto const text = path ? cli::file_text(path->string()) : std::nullopt;
    if (!text) {
        return std::nullopt;
    }
    std::string_view rest = *text;
    if (next_line(rest) != first_line) {
        return std::nullopt;
    }
    KeptAnswer answer;
    answer.request = next_line(rest);
    answer.etag = next_line(rest);
    answer.last_modified = next_line(rest);
    answer.body = std::string{rest};
    return answer;
}

void AnswerFolder::keep(prices::Question const& question, KeptAnswer const& answer) const
{
    if (auto const path = path_of(question)) {
        auto text = std::string{first_line};
        for (auto const* const line : {&answer.request, &answer.etag, &answer.last_modified}) {
            text += "\n" + *line;
        }
        write(*path, text + "\n" + answer.body);
    }
}

std::optional<Timestamp> AnswerFolder::next_time(prices::Source const& source) const
{
    auto const path = time_path_of(source);
    auto const text = path ? cli::file_text(path->string()) : std::nullopt;
    auto const parsed = text ? base::parse_iso_timestamp(base::trimmed(*text)) : Problem{};
    return parsed ? std::optional{parsed->timestamp} : std::nullopt;
}

void AnswerFolder::keep_next_time(prices::Source const& source, Timestamp moment) const
{
    if (auto const path = time_path_of(source)) {
        write(*path, base::to_text(moment) + "\n");
    }
}

std::optional<fs::path> AnswerFolder::path_of(prices::Question const& question) const
{
    return m_folder ? std::optional{*m_folder / question.source->name / digest_of(question)} : std::nullopt;
}

std::optional<fs::path> AnswerFolder::time_path_of(prices::Source const& source) const
{
    return m_folder ? std::optional{*m_folder / (source.name + ".next")} : std::nullopt;
}

} // namespace pf::jobs
