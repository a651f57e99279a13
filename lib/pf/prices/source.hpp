#pragma once

#include "pf/money/currency.hpp"
#include "pf/money/decimal.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::prices {

/// What a source tells of.
enum class Gives : std::uint8_t {
    prices, ///< closes of instruments
    rates   ///< exchange rates
};

/// How a source writes days.
enum class DayStyle : std::uint8_t {
    iso,    ///< `2026-11-27`, also with a time of day
    unix_s, ///< seconds since 1970
    unix_ms
};

/// What a source's word for a unit of money stands for: `GBp` is 0.01 GBP.
struct Unit {
    Currency currency;
    Decimal scale{1};

    friend bool operator==(Unit const&, Unit const&) = default;
};

/// Where in a row what stands; the first of several names that is there counts, none: the source does not tell.
struct Places {
    std::vector<std::string> day;
    std::vector<std::string> value; ///< the close, or the rate
    std::vector<std::string> currency;
    std::vector<std::string> base; ///< of a rate
    std::vector<std::string> quote;
};

/// What an answer must keep to, and how often a source may be asked.
struct Limits {
    std::int64_t per_minute = 0; ///< requests; 0: as many as there are
    std::int64_t at_once = 8;
    std::int64_t max_bytes = 8'000'000;
    std::chrono::seconds timeout{20};
};

/// Where closes or rates come from: a definition file (docs/pf-prices.md).
struct Source {
    std::string name;
    std::string title; ///< one line for people
    std::string file;  ///< the definition, as messages call it
    Gives gives = Gives::prices;
    Currency base; ///< of rates: what one unit of which costs; none: the rows tell

    std::string url;                            ///< a template; empty: a command
    std::map<std::string, std::string> headers; ///< templates too
    std::vector<std::string> command;           ///< the words of one, templates; no shell
    std::string key_file_env;                   ///< names the file that holds the key; empty: it needs none

    std::vector<std::string> expect;   ///< what a Content-Type begins with; none: anything
    std::string format;                ///< of an answer: an import format, or
    std::optional<Places> csv;         ///< the columns of a CSV file, or
    std::optional<Places> json;        ///< JSON Pointers (RFC 6901), from each row
    std::string rows;                  ///< of JSON: the pointer to the rows; empty: the document is them
    bool has_rows = false;             ///< otherwise the places lead to lists beside each other
    std::string document_currency;     ///< of JSON: a pointer from the top
    std::vector<std::string> refusals; ///< of JSON: pointers to the words of an answer that is none
    std::vector<std::string> missing;  ///< what stands where a day has no value
    std::string currency;              ///< a template; what the answer counts in, when it does not tell
    std::map<std::string, Unit> units; ///< besides those that everybody knows
    std::optional<int> decimals;       ///< what is beyond is noise
    DayStyle day_style = DayStyle::iso;
    bool names_ends = false;                ///< midnight is the end of the day before
    bool has_weekends = false;              ///< it has a value on Saturday and Sunday
    std::chrono::minutes final_after{1440}; ///< from when of a day (UTC) on its value is final
    Limits limits;

    /// One question for each instrument or currency, or one for all?
    [[nodiscard]] bool asks_one_by_one() const;
};

/// \param file  what messages call it
/// \throws pf::Error  config with `file:line`
[[nodiscard]] Source parse_source(std::string_view text, std::string const& file);

/// The text of a definition and what messages call it.
struct SourceText {
    std::string text;
    std::string file;
};

/// All known sources, by name.
class Sources {
public:
    /// \param own  the user's; a name that is also built in replaces that one
    /// \throws pf::Error  config with `file:line`; or when two of the user's have one name
    explicit Sources(std::vector<SourceText> const& own);

    [[nodiscard]] std::map<std::string, Source, std::less<>> const& all() const { return m_sources; }

    /// \param where  what names it, such as `--source`
    /// \throws pf::Error  usage or, where that is no option, config, naming the nearest: there is none of that name
    [[nodiscard]] Source const& get(std::string const& name, std::string const& where) const;

private:
    std::map<std::string, Source, std::less<>> m_sources;
};

} // namespace pf::prices
