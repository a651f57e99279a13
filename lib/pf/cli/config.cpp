#include "pf/cli/config.hpp"

#include "pf/base/error.hpp"
#include "pf/base/nesting.hpp"
#include "pf/base/text.hpp"
#include "pf/cli/file_text.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace pf::cli {
namespace {

std::string place(std::string const& file, toml::source_region const& region)
{
    return file + ":" + std::to_string(region.begin.line);
}

[[noreturn]] void throw_unknown(std::string const& key, std::string const& where, std::vector<std::string> const& known)
{
    auto const near = base::nearest(key, known);
    throw Error(ExitCode::config, "unknown key " + base::quoted(key), where,
                near ? "did you mean " + *near + "?" : "known keys: " + base::join(known, ", "));
}

std::string text_of(toml::node const& node, std::string const& key, std::string const& where, Numbers numbers)
{
    if (numbers == Numbers::as_text && node.is_integer()) {
        return fmt::format("{}", node.as_integer()->get());
    }
    if (numbers == Numbers::as_text && node.is_floating_point()) {
        return fmt::format("{}", node.as_floating_point()->get());
    }
    if (auto const* text = node.as_string()) {
        return text->get();
    }
    if (auto const* flag = node.as_boolean()) {
        return flag->get() ? "true" : "false";
    }
    throw Error(ExitCode::config, key + " must be a string, or true or false", where);
}

toml::table parse_toml(std::string_view text, std::string const& file)
{
    if (auto const line = base::deeper_line(text, base::most_levels)) {
        throw Error(ExitCode::config, "not valid TOML: it is nested too deeply", file + ":" + std::to_string(*line));
    }
    try {
        return toml::parse(text);
    } catch (toml::parse_error const& error) {
        throw Error(ExitCode::config, "not valid TOML: " + std::string(error.description()),
                    place(file, error.source()));
    }
}

bool contains(std::vector<std::string> const& words, std::string const& word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

void add_table(Settings& settings, std::string const& name, toml::node const& node, std::string const& file,
               Numbers numbers)
{
    if (!node.is_table()) {
        throw Error(ExitCode::config, name + " must be a table", place(file, node.source()), "write [" + name + "]");
    }
    for (auto const& [key, value] : *node.as_table()) {
        std::string const full = name + "." + std::string(key.str());
        std::string const where = place(file, value.source());
        settings.emplace(full, Setting{text_of(value, full, where, numbers), where});
    }
}

} // namespace

Settings parse_config(std::string_view text, std::string const& file, std::vector<std::string> const& known,
                      std::vector<std::string> const& tables, Numbers numbers)
{
    Settings settings;
    for (auto const& [name, node] : parse_toml(text, file)) {
        std::string const key(name.str());
        if (contains(tables, key)) {
            add_table(settings, key, node, file, numbers);
            continue;
        }
        if (!contains(known, key)) {
            auto candidates = known;
            candidates.insert(candidates.end(), tables.begin(), tables.end());
            throw_unknown(key, place(file, name.source()), candidates);
        }
        std::string const where = place(file, node.source());
        settings.emplace(key, Setting{text_of(node, key, where, numbers), where});
    }
    return settings;
}

Settings read_config(std::filesystem::path const& file, std::vector<std::string> const& known,
                     std::vector<std::string> const& tables)
{
    auto const text = file_text(file.string());
    if (!text && (errno == ENOENT || errno == ENOTDIR)) {
        return {};
    }
    if (!text) {
        throw Error(ExitCode::config, std::string("cannot be read: ") + std::strerror(errno), file.string());
    }
    return parse_config(*text, file.string(), known, tables);
}

} // namespace pf::cli
