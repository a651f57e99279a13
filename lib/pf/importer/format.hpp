#pragma once

#include "pf/importer/date_reader.hpp"
#include "pf/importer/expression.hpp"
#include "pf/importer/number_reader.hpp"
#include "pf/importer/text_pattern.hpp"
#include "pf/model/types.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace pf::importer {

/// A column that the definition has a name for.
struct Column {
    std::string alias;                ///< the definition's name
    std::vector<std::string> headers; ///< what the file may call it
    std::optional<std::size_t> after; ///< instead: the column to the right of this one (it has no name itself)
    std::vector<std::size_t> joined;  ///< instead: these columns, with a blank between
    std::string until;                ///< the value ends before this text
    bool is_optional = false;
    NumberStyles numbers;
};

/// `when = { column = … }`: one test of a row.
struct Condition {
    enum class Kind : std::uint8_t { matches, less, greater, equal };
    Kind kind = Kind::matches;
    Slot slot;
    std::vector<TextPattern> patterns; ///< one of them must match …
    std::vector<Slot> same_as;         ///< … or one of these be the same text
    std::vector<std::size_t> captures; ///< where the patterns' kept gaps go; the same for each
    Decimal number;
};

/// All of `when` hold, and none of `unless`.
struct Conditions {
    std::vector<Condition> when;
    std::vector<Condition> unless;
};

enum class Record : std::uint8_t { transaction, price, fx_rate };

/// What a definition may say about a transaction, a price or a rate.
enum class Field : std::uint8_t {
    type,
    date,
    asset_type,
    ticker,
    quantity,
    price,
    total,
    currency,
    fee,
    fee_currency,
    fx_rate,
    fx_currency,
    split,
    split_new,
    split_old,
    description,
    external_id,
    account,
    to_account,
    open,
    high,
    low,
    close,
    volume,
    base,
    quote,
    rate,
};
inline constexpr std::array<std::string_view, 27> field_names{
    "type",      "date",        "asset_type",   "ticker",  "quantity",    "price", "total",
    "currency",  "fee",         "fee_currency", "fx_rate", "fx_currency", "split", "split_new",
    "split_old", "description", "external_id",  "account", "to_account",  "open",  "high",
    "low",       "close",       "volume",       "base",    "quote",       "rate"};

/// What of a transaction another file supplied, so that it is no part of the fingerprint.
struct Borrowed {
    bool total = false;
    bool currency = false;
    bool fee = false;
};

/// One record that a rule makes of a row.
struct Emission {
    Conditions conditions;
    Record record = Record::transaction;
    std::optional<model::TransactionType> type; ///< nothing: the formula says
    std::optional<model::AssetType> asset_type; ///< nothing: the formula says
    std::array<Expression, field_names.size()> fields;
    bool may_lack_cost = false; ///< a purchase or sale whose amount the source does not tell
    bool uses_group = false;
    Borrowed borrowed;

    [[nodiscard]] Expression const& field(Field which) const { return fields[static_cast<std::size_t>(which)]; }
};

/// A value that a row hands to the other rows of its group.
struct Gift {
    std::size_t index = 0; ///< among the format's group values
    Expression expression;
    bool is_once = false; ///< for the first that uses it; otherwise for all
};

/// What becomes of the rows that meet its conditions.
struct Rule {
    std::string name;
    Conditions conditions;
    std::string ignore_reason; ///< rows are ignored
    std::string reject_reason; ///< rows are rejected
    std::string reject_hint;
    std::vector<Emission> emissions;
    std::vector<Gift> gifts;
    bool takes_from_group = false;
};

/// Rows that tell of one event stand side by side and agree in these columns.
struct Grouping {
    std::vector<Slot> by;
    Conditions conditions;
};

/// Rows of other files of the same command that complete rows of this one.
struct CompanionRule {
    Conditions conditions;
    std::vector<Slot> key;
    std::vector<Gift> values;
};

struct Format {
    std::string name;
    std::string title;
    std::string file; ///< the definition, for messages
    std::string delimiters = ",";
    std::size_t header_within = 1; ///< the header is among the first so many rows
    NumberStyles numbers;
    std::vector<DatePattern> dates;
    date::time_zone const* zone = nullptr;
    std::vector<std::string> empty_words; ///< `Not available`: means nothing
    std::vector<Column> columns;
    std::vector<std::string> unused_headers; ///< known, may be there, not needed
    bool allows_other_columns = false;
    std::size_t rule_column = 0;             ///< the column that a row's kind stands in, for messages
    std::optional<std::size_t> continuation; ///< a row with nothing but this column continues the row above
    bool id_identifies = false;              ///< the external id names the event
    std::size_t capture_count = 0;
    std::vector<std::string> group_names;
    std::vector<std::string> companion_names;
    std::optional<Grouping> grouping;
    std::optional<CompanionRule> companion;
    std::vector<Rule> rules;
};

} // namespace pf::importer
