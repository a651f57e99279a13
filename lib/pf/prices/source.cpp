#include "pf/prices/source.hpp"

#include "pf/base/embedded.hpp"
#include "pf/base/error.hpp"
#include "pf/base/nesting.hpp"
#include "pf/base/text.hpp"
#include "pf/importer/toml_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

namespace pf::prices {

namespace {

using importer::TomlReader;

/// All that a template may hold.
constexpr std::array<std::string_view, 14> placeholders{
    "symbol",  "ticker", "currency", "currency_lower", "base",    "quote", "quotes",
    "quotes+", "from",   "to",       "from_unix",      "to_unix", "key",   "days"};

Currency currency_of(TomlReader const& table, std::string_view key)
{
    auto const text = table.text(key);
    auto const parsed = text.empty() ? Result<Currency>{Currency{}} : Currency::parse(text);
    if (!parsed) {
        table.fail(key, fmt::format("key {} {}", base::quoted(key), parsed.problem().message));
    }
    return *parsed;
}

void check_template(TomlReader const& table, std::string_view key, std::string const& text)
{
    for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
        auto const end = text.find('}', at);
        auto const name = end == std::string::npos ? std::string{} : text.substr(at + 1, end - at - 1);
        if (std::ranges::find(placeholders, name) == placeholders.end()) {
            table.fail(key, fmt::format("{} is no placeholder", base::quoted("{" + name + "}")),
                       fmt::format("known: {{{}}}", fmt::join(placeholders, "}, {")));
        }
    }
}

std::int64_t number_between(TomlReader const& table, std::string_view key, std::int64_t fallback, std::int64_t least,
                            std::int64_t most)
{
    auto const value = table.number(key, fallback);
    if (value < least || value > most) {
        table.fail(key, fmt::format("{} is not between {} and {}", value, least, most));
    }
    return value;
}

Limits limits_of(TomlReader const& table)
{
    table.allow_only({"per_minute", "at_once", "max_bytes", "timeout"});
    Limits limits;
    limits.per_minute = number_between(table, "per_minute", 0, 0, 100'000);
    limits.at_once = number_between(table, "at_once", limits.at_once, 1, 64);
    limits.max_bytes = number_between(table, "max_bytes", limits.max_bytes, 1, 1'000'000'000);
    limits.timeout = std::chrono::seconds{number_between(table, "timeout", limits.timeout.count(), 1, 600)};
    return limits;
}

Places places_of(TomlReader const& table, Gives gives)
{
    auto const value = gives == Gives::prices ? "close" : "rate";
    Places places{table.texts("date"), table.texts(value), table.texts("currency"), table.texts("base"),
                  table.texts("quote")};
    if (places.day.empty() || places.value.empty()) {
        table.fail(places.day.empty() ? "date" : value, fmt::format("key \"date\" or \"{}\" is missing", value));
    }
    return places;
}

std::map<std::string, Unit> units_of(TomlReader const& table)
{
    std::map<std::string, Unit> units;
    for (auto const& [key, node] : table.table()) {
        auto const one = table.sub_table(key.str());
        one.allow_only({"currency", "scale"});
        auto const scale = money::parse_decimal(one.required_text("scale"));
        if (!scale || !scale->value.is_positive()) {
            one.fail("scale", "\"scale\" is not a number greater than zero", "write it as a text: \"0.01\"");
        }
        units.emplace(std::string{key.str()}, Unit{currency_of(one, "currency"), scale->value});
    }
    return units;
}

std::chrono::minutes minutes_of_day(TomlReader const& table, std::string_view key)
{
    auto const text = table.text(key);
    if (text.empty()) {
        return std::chrono::minutes{1440};
    }
    auto const parts = base::split(text, ':');
    auto const hour = base::parse_integer(parts.front());
    auto const minute = parts.size() == 2 ? base::parse_integer(parts.back()) : std::nullopt;
    if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) {
        table.fail(key, base::quoted(text) + " is not a time of day, HH:MM in UTC");
    }
    return std::chrono::minutes{*hour * 60 + *minute};
}

DayStyle day_style_of(TomlReader const& table)
{
    static std::map<std::string, DayStyle> const styles{
        {"", DayStyle::iso}, {"iso", DayStyle::iso}, {"unix", DayStyle::unix_s}, {"unix_ms", DayStyle::unix_ms}};
    auto const found = styles.find(table.text("dates"));
    if (found == styles.end()) {
        table.fail("dates", base::quoted(table.text("dates")) + " is none of iso, unix and unix_ms");
    }
    return found->second;
}

void read_question(Source& source, TomlReader const& top)
{
    source.url = top.text("url");
    source.command = top.texts("command");
    if (source.url.empty() == source.command.empty()) {
        top.fail("url", "a source has either a \"url\" or a \"command\"");
    }
    check_template(top, "url", source.url);
    for (auto const& word : source.command) {
        check_template(top, "command", word);
    }
    auto const headers = top.sub_table("headers");
    for (auto const& [key, node] : headers.table()) {
        auto const text = headers.text(key.str());
        check_template(headers, key.str(), text);
        source.headers.emplace(std::string{key.str()}, text);
    }
    source.key_file_env = top.text("key_file_env");
    if (source.gives == Gives::prices && !source.asks_one_by_one()) {
        top.fail(source.url.empty() ? "command" : "url", "a source of prices needs {symbol}");
    }
}

void read_json(Source& source, TomlReader const& json)
{
    json.allow_only({"rows", "date", "close", "rate", "currency", "base", "quote", "document_currency", "refusals"});
    source.json = places_of(json, source.gives);
    source.has_rows = json.has("rows");
    source.rows = json.text("rows");
    source.document_currency = json.text("document_currency");
    source.refusals = json.texts("refusals");
}

void read_answer_shape(Source& source, TomlReader const& top)
{
    source.expect = top.texts("expect");
    source.format = top.text("format");
    if (top.has("csv")) {
        auto const csv = top.sub_table("csv");
        csv.allow_only({"date", "close", "rate", "currency", "base", "quote"});
        source.csv = places_of(csv, source.gives);
    }
    if (top.has("json")) {
        read_json(source, top.sub_table("json"));
    }
    if ((source.format.empty() ? 0 : 1) + (source.csv ? 1 : 0) + (source.json ? 1 : 0) != 1) {
        top.fail(top.table(), "a source has exactly one of \"format\", [csv] and [json]");
    }
}

bool is_name(std::string const& text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

Source source_of(TomlReader const& top)
{
    top.allow_only({"name",         "title",    "gives",  "base",       "url",      "headers",     "command",
                    "key_file_env", "expect",   "format", "csv",        "json",     "missing",     "currency",
                    "units",        "decimals", "dates",  "names_ends", "weekends", "final_after", "limits"});
    Source source;
    source.name = top.required_text("name");
    if (!is_name(source.name)) {
        top.fail("name", base::quoted(source.name) + " is not a name of small letters, digits and hyphens");
    }
    source.title = top.required_text("title");
    source.file = top.file();
    auto const gives = top.required_text("gives");
    if (gives != "prices" && gives != "rates") {
        top.fail("gives", base::quoted(gives) + " is neither prices nor rates");
    }
    source.gives = gives == "prices" ? Gives::prices : Gives::rates;
    source.base = currency_of(top, "base");
    read_question(source, top);
    read_answer_shape(source, top);
    source.missing = top.texts("missing");
    source.currency = top.text("currency");
    check_template(top, "currency", source.currency);
    source.units = units_of(top.sub_table("units"));
    if (top.has("decimals")) {
        source.decimals = static_cast<int>(number_between(top, "decimals", 0, 0, Decimal::scale));
    }
    source.day_style = day_style_of(top);
    source.names_ends = top.flag("names_ends");
    source.has_weekends = top.flag("weekends");
    source.final_after = minutes_of_day(top, "final_after");
    source.limits = limits_of(top.sub_table("limits"));
    return source;
}

} // namespace

bool Source::asks_one_by_one() const
{
    auto const names_one = [](std::string const& text) {
        return text.find("{symbol}") != std::string::npos || text.find("{ticker}") != std::string::npos ||
               text.find("{quote}") != std::string::npos;
    };
    return names_one(url) || std::ranges::any_of(command, names_one);
}

Source parse_source(std::string_view text, std::string const& file)
{
    if (auto const line = base::deeper_line(text, base::most_levels)) {
        throw Error(ExitCode::config, "not valid TOML: it is nested too deeply", fmt::format("{}:{}", file, *line));
    }
    try {
        auto const table = toml::parse(text);
        return source_of({table, file});
    } catch (toml::parse_error const& error) {
        throw Error(ExitCode::config, "not valid TOML: " + std::string{error.description()},
                    fmt::format("{}:{}", file, error.source().begin.line));
    }
}

Sources::Sources(std::vector<SourceText> const& own)
{
    for (auto const& file : embedded::source_files()) {
        auto source = parse_source(file.content, "<built-in>/" + std::string{file.name});
        auto name = source.name;
        m_sources.emplace(std::move(name), std::move(source));
    }
    std::set<std::string> names;
    for (auto const& one : own) {
        auto source = parse_source(one.text, one.file);
        if (!names.insert(source.name).second) {
            throw Error(ExitCode::config, fmt::format("source {} is defined twice", base::quoted(source.name)),
                        one.file, "the other definition is " + m_sources.at(source.name).file);
        }
        auto name = source.name;
        m_sources.insert_or_assign(std::move(name), std::move(source));
    }
}

Source const& Sources::get(std::string const& name, std::string const& where) const
{
    auto const found = m_sources.find(name);
    if (found != m_sources.end()) {
        return found->second;
    }
    std::vector<std::string> names;
    std::ranges::transform(m_sources, std::back_inserter(names), [](auto const& one) { return one.first; });
    auto const near = base::nearest(name, names);
    throw Error(where.starts_with("--") ? ExitCode::usage : ExitCode::config,
                "there is no source " + base::quoted(name), where,
                near ? "did you mean " + *near + "?" : "'pf-prices sources' lists them");
}

} // namespace pf::prices
