#pragma once

#include "pf/importer/date_reader.hpp"
#include "pf/importer/expression.hpp"
#include "pf/importer/number_reader.hpp"
#include "pf/importer/text_pattern.hpp"
#include "pf/model/types.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pf::importer {

/// A name that a file may have for a column.
struct HeaderName {
    std::string text;
    std::optional<TextPattern>
        pattern;         ///< `Total ({total_currency})`: the gap holds the value of that column in all rows
    std::size_t nth = 1; ///< which of the columns of this name
};

/// A column that the definition has a name for.
struct Column {
    std::string alias;                ///< the definition's name
    std::vector<HeaderName> headers;  ///< what the file may call it
    std::optional<std::size_t> at;    ///< instead: the field of this number, from 0, whatever its name
    std::optional<std::size_t> after; ///< instead: the column to the right of this one, which has no name itself
    std::vector<std::size_t> joined;  ///< instead: these columns, with a blank between
    std::string until;                ///< the value ends before this text
    std::vector<std::pair<std::string, std::string>> means; ///< texts of the source, and what stands for them
    bool is_optional = false;
    NumberStyles numbers;
};

/// `> 0`
struct Comparison {
    enum class Kind : std::uint8_t { less, greater, equal };
    Kind kind = Kind::equal;
    Decimal number;
};

/// `when = { column = … }`: one test of a row.
struct Condition {
    Slot slot;
    std::string name;                    ///< of what it asks about
    std::vector<std::string> words;      ///< the patterns as the definition writes them
    std::string written;                 ///< the whole test, for people
    std::vector<TextPattern> patterns;   ///< one of them must match …
    std::vector<Slot> same_as;           ///< … or one of these be the same text …
    std::vector<Comparison> comparisons; ///< … or one of these hold of the number
    std::vector<std::size_t> captures;   ///< where the patterns' kept gaps go; the same for each
};

/// All of `when` hold, and none of `unless`.
struct Conditions {
    std::vector<Condition> when;
    std::vector<Condition> unless;
};

enum class Record : std::uint8_t { transaction, price, fx_rate, balance };

/// What a definition may say about a transaction, a price or a rate.
enum class Field : std::uint8_t {
    type,
    date,
    asset_type,
    ticker,
    isin,
    also_named,
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
    to_ticker,
    cost_share,
    lots,
    multiplier,
    open,
    high,
    low,
    close,
    volume,
    base,
    quote,
    rate,
    source,
};
inline constexpr std::array<std::string_view, 34> field_names{
    "type",      "date",       "asset_type", "ticker",      "isin",         "also_named", "quantity",
    "price",     "total",      "currency",   "fee",         "fee_currency", "fx_rate",    "fx_currency",
    "split",     "split_new",  "split_old",  "description", "external_id",  "account",    "to_account",
    "to_ticker", "cost_share", "lots",       "multiplier",  "open",         "high",       "low",
    "close",     "volume",     "base",       "quote",       "rate",         "source"};

/// What of a transaction another file supplied, so that it is no part of the fingerprint.
struct Borrowed {
    bool total = false;
    bool currency = false;
    bool fee = false;
};

/// One record that a rule makes of a row.
struct Emission {
    Conditions conditions;
    std::vector<Conditions> nowhere; ///< of a running balance: it says nothing in a file that has a row of any
    Record record = Record::transaction;
    std::optional<model::TransactionType> type; ///< nothing: the formula says
    std::optional<model::AssetType> asset_type; ///< nothing: the formula says
    std::array<Expression, field_names.size()> fields;
    bool may_lack_cost = false; ///< a purchase or sale whose amount the source does not tell
    bool uses_group = false;
    bool takes_either_sign = false; ///< an amount below zero is booked on the other side
    Borrowed borrowed;
    std::string ignore_reason; ///< instead of a record: the row is ignored
    std::string reject_reason; ///< or rejected
    std::string reject_hint;

    [[nodiscard]] bool decides_fate() const { return !ignore_reason.empty() || !reject_reason.empty(); }

    [[nodiscard]] Expression const& field(Field which) const { return fields[static_cast<std::size_t>(which)]; }
};

/// A value that a row hands to the other rows of its group.
struct Gift {
    std::size_t index = 0; ///< among the format's group values
    Expression expression;
    bool is_once = false; ///< for the first that uses it; otherwise for all
};

/// What must be true of a row, by the source's own figures.
struct RowCheck {
    std::string name; ///< of the first figure, for messages: `quantity × price`
    Conditions conditions;
    Expression value;
    Expression equals;
    std::string hint;       ///< what to do; empty: the usual
    Expression within;      ///< how far they may be apart; empty: a unit of the second figure's last digit
    bool is_remark = false; ///< the row is booked, and what is odd about it is told
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
    std::vector<RowCheck> checks;
    bool takes_from_group = false;
};

/// Rows that tell of one event agree in these columns and stand near each other.
struct Grouping {
    std::vector<Slot> by;
    Conditions conditions;
    std::size_t within = 1000; ///< rows from the first to the last
};

/// Tables one below the other: a row says that it is the header of those that follow.
struct Section {
    std::size_t column = 0;
    std::string header; ///< what that column says then
};

/// A column that tells rows of events from those that sum them up.
struct Levels {
    Conditions conditions; ///< of the rows that have a level
    std::size_t column = 0;
    std::vector<std::string> events; ///< the finest first; those of the finest that the file has are its events
    std::vector<std::string> others; ///< never events
};

/// Rows that take back others: both are as good as not there.
struct TakingBack {
    Conditions conditions;
    std::vector<Expression> by; ///< in what both agree
};

/// Rows of other files of the same command that complete rows of this one.
struct CompanionRule {
    std::string format; ///< whose rows lend to it; those of its own where it is empty
    Conditions conditions;
    std::vector<Slot> key;
    std::vector<std::string> lent_names; ///< of the values
    std::vector<Gift> values;
};

/// Columns that the definition does not name.
enum class OtherColumns : std::uint8_t {
    refuse, ///< a file that has some is not of the format
    watch,  ///< they may be there; a number in one is reported
    allow,
};

struct Format {
    std::string name;
    std::string title;
    std::string file;          ///< the definition, for messages
    std::string words_file;    ///< where the words of its lists stand; empty when it has none
    std::string refuse_reason; ///< an export that holds no events: what it is
    std::string refuse_hint;   ///< which one to download instead
    std::string delimiters = ",;\t|";
    std::size_t width = 0;          ///< columns of a header that may be bound by their place
    std::size_t width_varies = 0;   ///< by so many fields at their ends rows may differ from the header
    std::size_t header_within = 40; ///< the header is among the first so many rows
    NumberStyles numbers;
    std::vector<DatePattern> dates;
    date::time_zone const* zone = nullptr;
    std::vector<std::string> empty_words; ///< `Not available`: means nothing
    std::vector<Column> columns;
    std::vector<TextPattern> unused_headers; ///< known, may be there, not needed
    OtherColumns other_columns = OtherColumns::refuse;
    std::vector<TextPattern> outside; ///< first fields of lines that stand around the table
    std::optional<Section> section;
    std::optional<Levels> levels;
    std::optional<TakingBack> taking_back;
    std::size_t rule_column = 0;               ///< the column that a row's kind stands in, for messages
    std::optional<std::size_t> account_column; ///< the source's name of the account, where one file may have several
    std::optional<std::size_t> continuation;   ///< a row with nothing but this column continues the row above
    bool id_identifies = false;                ///< the external id names the event
    bool detail_varies = false;                ///< between exports of one event: ids, fractions of seconds
    bool newest_first = false;                 ///< the export begins with the newest event
    std::size_t capture_count = 0;
    std::vector<std::string> group_names;
    std::vector<std::string> companion_names;
    std::vector<Grouping> groupings; ///< the first that a row has a key of is its own
    std::optional<CompanionRule> companion;
    std::vector<Emission> running_balances; ///< columns that tell what is held after what the row books
    std::vector<Rule> rules;
};

} // namespace pf::importer
