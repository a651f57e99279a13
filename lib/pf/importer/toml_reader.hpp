#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf::importer {

/// Typed access to a table of a definition; whatever is wrong is an error with `file:line`.
class TomlReader {
public:
    TomlReader(toml::table const& table, std::string file) : m_table(table), m_file(std::move(file)) {}

    [[nodiscard]] toml::table const& table() const { return m_table; }
    [[nodiscard]] std::string const& file() const { return m_file; }

    /// \throws pf::Error  config, naming the nearest, when there is a key that is none of these
    void allow_only(std::vector<std::string_view> const& keys) const;

    [[nodiscard]] bool has(std::string_view key) const { return m_table.contains(key); }
    [[nodiscard]] std::string text(std::string_view key) const; ///< empty when missing
    [[nodiscard]] std::string required_text(std::string_view key) const;
    [[nodiscard]] bool flag(std::string_view key) const; ///< false when missing
    [[nodiscard]] std::int64_t number(std::string_view key, std::int64_t fallback) const;
    [[nodiscard]] std::vector<std::string>
    texts(std::string_view key) const;                              ///< a text or an array of them; none when missing
    [[nodiscard]] TomlReader sub_table(std::string_view key) const; ///< an empty one when missing
    [[nodiscard]] std::vector<TomlReader> sub_tables(std::string_view key) const; ///< `[[key]]`

    [[noreturn]] void fail(toml::node const& at, std::string const& message, std::string const& hint = {}) const;
    [[noreturn]] void fail(std::string_view key, std::string const& message, std::string const& hint = {}) const;

    /// The texts of a value that is a text or an array of texts.
    [[nodiscard]] std::vector<std::string> texts_of(toml::node const& node, std::string_view key) const;

    /// Run `work`; its std::invalid_argument becomes an error at the node.
    template <typename Work>
    auto at(toml::node const& node, Work work) const
    {
        try {
            return work();
        } catch (std::invalid_argument const& error) {
            fail(node, error.what());
        }
    }

private:
    toml::table const& m_table;
    std::string m_file;
};

} // namespace pf::importer
