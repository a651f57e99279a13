#include "pf/importer/toml_reader.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace pf::importer {

void TomlReader::fail(toml::node const& at, std::string const& message, std::string const& hint) const
{
    std::string where = m_file;
    if (at.source().begin.line > 0) {
        where += ":" + std::to_string(at.source().begin.line);
    }
    throw Error(ExitCode::config, message, where, hint);
}

void TomlReader::fail(std::string_view key, std::string const& message, std::string const& hint) const
{
    toml::node const* const node = m_table.get(key);
    fail(node != nullptr ? *node : m_table, message, hint);
}

void TomlReader::allow_only(std::vector<std::string_view> const& keys) const
{
    for (auto const& [key, node] : m_table) {
        if (std::find(keys.begin(), keys.end(), key.str()) != keys.end()) {
            continue;
        }
        std::vector<std::string> const candidates(keys.begin(), keys.end());
        auto const nearest = base::nearest(key.str(), candidates);
        fail(node, "unknown key " + base::quoted(key.str()),
             nearest ? "did you mean " + base::quoted(*nearest) + "?" : "known keys: " + base::join(candidates, ", "));
    }
}

std::string TomlReader::text(std::string_view key) const
{
    toml::node const* const node = m_table.get(key);
    if (node == nullptr) {
        return {};
    }
    if (!node->is_string()) {
        fail(*node, "key " + base::quoted(key) + " is not a text");
    }
    return node->as_string()->get();
}

std::string TomlReader::required_text(std::string_view key) const
{
    std::string value = text(key);
    if (value.empty()) {
        fail(key, "key " + base::quoted(key) + " is missing");
    }
    return value;
}

bool TomlReader::flag(std::string_view key) const
{
    toml::node const* const node = m_table.get(key);
    if (node == nullptr) {
        return false;
    }
    if (!node->is_boolean()) {
        fail(*node, "key " + base::quoted(key) + " is neither true nor false");
    }
    return node->as_boolean()->get();
}

std::int64_t TomlReader::number(std::string_view key, std::int64_t fallback) const
{
    toml::node const* const node = m_table.get(key);
    if (node == nullptr) {
        return fallback;
    }
    if (!node->is_integer()) {
        fail(*node, "key " + base::quoted(key) + " is not a whole number");
    }
    return node->as_integer()->get();
}

std::vector<std::string> TomlReader::texts_of(toml::node const& node, std::string_view key) const
{
    if (node.is_string()) {
        return {node.as_string()->get()};
    }
    if (!node.is_array()) {
        fail(node, "key " + base::quoted(key) + " is neither a text nor an array of texts");
    }
    std::vector<std::string> texts;
    for (toml::node const& element : *node.as_array()) {
        if (!element.is_string()) {
            fail(element, "key " + base::quoted(key) + " has an element that is not a text");
        }
        texts.push_back(element.as_string()->get());
    }
    return texts;
}

std::vector<std::string> TomlReader::texts(std::string_view key) const
{
    toml::node const* const node = m_table.get(key);
    return node != nullptr ? texts_of(*node, key) : std::vector<std::string>();
}

TomlReader TomlReader::sub_table(std::string_view key) const
{
    static toml::table const empty;
    toml::node const* const node = m_table.get(key);
    if (node == nullptr) {
        return {empty, m_file};
    }
    if (!node->is_table()) {
        fail(*node, "key " + base::quoted(key) + " is not a table");
    }
    return {*node->as_table(), m_file};
}

std::vector<TomlReader> TomlReader::sub_tables(std::string_view key) const
{
    toml::node const* const node = m_table.get(key);
    std::vector<TomlReader> tables;
    if (node == nullptr) {
        return tables;
    }
    if (!node->is_array()) {
        fail(*node, base::quoted(key) + " is not an array of tables", "write [[" + std::string(key) + "]]");
    }
    for (toml::node const& element : *node->as_array()) {
        if (!element.is_table()) {
            fail(element, base::quoted(key) + " has an element that is not a table");
        }
        tables.emplace_back(*element.as_table(), m_file);
    }
    return tables;
}

} // namespace pf::importer
