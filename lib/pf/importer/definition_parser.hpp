#pragma once

#include "pf/importer/definition.hpp"
#include "pf/importer/format.hpp"
#include "pf/importer/toml_reader.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf::importer {

/// A TOML table and the texts it means; the definition's parts are read one after the other, names before formulas.
class DefinitionParser {
public:
    DefinitionParser(TomlReader top, std::string file, std::vector<WordFile> words)
        : m_top(std::move(top)), m_words(std::move(words))
    {
        m_format.file = std::move(file);
    }

    Format parse();

private:
    using Lists = std::map<std::string, std::vector<std::string>>;

    [[nodiscard]] static std::optional<std::size_t> index_of(std::vector<std::string> const& names,
                                                             std::string_view name);
    void read_basics();
    [[nodiscard]] static NumberStyles numbers_of(TomlReader const& table, NumberStyles styles);
    void add_styles_of_spreadsheets();
    void read_dates();
    void add_dates_of_spreadsheets();
    void read_columns();
    [[nodiscard]] Column column_of(std::string_view alias, toml::node const& node) const;
    [[nodiscard]] Column column_of_table(std::string_view alias, TomlReader const& table);
    [[nodiscard]] static HeaderName header_of(std::string_view text);
    static void add_headers(Column& column, TomlReader const& table, toml::node const& node,
                            std::vector<std::string> const& texts);
    void check_header_gaps(TomlReader const& columns) const;
    [[nodiscard]] std::vector<TextPattern> patterns_of(std::string_view key) const;
    void read_lists();
    void read_formulas();
    void add_words(TomlReader const& table, std::string_view kind, toml::node const& node);
    void read_shared_names();
    void read_groups();
    void read_row_structure();
    void read_section();
    void read_levels();
    void read_taking_back();
    void add_checks(Rule& rule, TomlReader const& table);
    void read_companion();
    void read_running_balances();
    [[nodiscard]] Emission running_balance_of(TomlReader const& table);
    void read_rules();
    [[nodiscard]] Rule rule_of(TomlReader const& table);
    [[nodiscard]] Emission emission_of(TomlReader const& table);
    void set_fields(Emission& emission, TomlReader const& table, std::span<std::string_view const> with_default);
    void set_type(Emission& emission, TomlReader const& table, std::string const& text, toml::node const& node);
    void set_field(Emission& emission, Field field, TomlReader const& table, toml::node const& node);
    [[nodiscard]] std::vector<Gift> gifts_of(TomlReader const& table, std::vector<std::string> const& names, bool once);
    [[nodiscard]] Conditions conditions_of(TomlReader const& table);
    [[nodiscard]] std::vector<Condition> tests_of(TomlReader const& table);
    [[nodiscard]] Condition test_of(TomlReader const& table, std::string_view key, toml::node const& node);
    [[nodiscard]] static bool add_comparison(Condition& condition, std::string_view text);
    void add_alternative(Condition& condition, std::string_view text) const;
    [[nodiscard]] std::vector<std::string> with_lists(TomlReader const& table, toml::node const& node,
                                                      std::vector<std::string> const& texts) const;
    [[nodiscard]] Expression expression_of(TomlReader const& table, toml::node const& node) const;
    [[nodiscard]] std::optional<Slot> resolve(std::string_view name) const;
    [[nodiscard]] std::optional<std::size_t> column_index(std::string_view alias) const;
    [[nodiscard]] Slot required_column(TomlReader const& table, toml::node const& node, std::string const& alias) const;
    [[nodiscard]] std::vector<std::string> names() const;

    TomlReader m_top;
    std::vector<WordFile> m_words;
    Format m_format;
    Lists m_lists;
    Expression::Formulas m_formulas;
    std::vector<std::string> m_captures; ///< of the rule that is being read
};

} // namespace pf::importer
