#include "pf/container/ghostfolio.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/container/cell_text.hpp"
#include "pf/container/row_writer.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pf::container {

namespace {

using Json = nlohmann::json;
using Values = std::map<std::string, std::string, std::less<>>; ///< of an object: by key; those within by `outer.inner`

constexpr std::size_t most_depth = 100;
constexpr std::size_t most_text = std::size_t{1} << 20U;

constexpr std::array<std::string_view, 15> header{"Ghostfolio", "Account",  "Date",  "Type",     "Symbol",
                                                  "Name",       "ISIN",     "Class", "Quantity", "Price",
                                                  "Fee",        "Currency", "Id",    "Source",   "Comment"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> classes{{{"STOCK", "STOCK"},
                                                                                {"ETF", "ETF"},
                                                                                {"MUTUALFUND", "FUND"},
                                                                                {"BOND", "BOND"},
                                                                                {"CRYPTOCURRENCY", "CRYPTO"},
                                                                                {"PRECIOUS_METAL", "METAL"},
                                                                                {"COMMODITY", "METAL"},
                                                                                {"CASH", "CASH"}}};

/// Hands over the objects of the lists that stand in the outermost object, one by one.
class Lists final : public nlohmann::json_sax<Json> {
public:
    using Receiver = std::function<void(std::string const& list, Values const& values)>;

    Lists(std::string const& name, Receiver receiver) : m_name(name), m_receiver(std::move(receiver)) {}

    bool null() override { return true; }
    bool boolean(bool value) override { return keep(value ? "true" : "false"); }
    bool number_integer(number_integer_t value) override { return keep(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return keep(std::to_string(value)); }
    bool number_float(number_float_t, string_t const& digits) override
    {
        return keep(exact_text(digits).value_or(digits));
    }
    bool string(string_t& value) override { return keep(value); }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return enter(); }
    bool end_object() override
    {
        if (m_path.size() == 3) {
            m_receiver(m_path[0], m_values);
            m_values.clear();
        }
        m_path.pop_back();
        return true;
    }
    bool start_array(std::size_t) override { return enter(); }
    bool end_array() override
    {
        m_path.pop_back();
        return true;
    }
    bool key(string_t& value) override
    {
        m_path.back() = value;
        return true;
    }
    bool parse_error(std::size_t place, std::string const&, nlohmann::detail::exception const&) override
    {
        throw Error(ExitCode::bad_data, "is no JSON as it should be, from byte " + std::to_string(place) + " on",
                    m_name, "the file is cut short or damaged: export it again");
    }

private:
    bool enter()
    {
        if (m_path.size() == most_depth) {
            throw Error(ExitCode::bad_data, "more than 100 objects and arrays stand in each other", m_name,
                        "it is no export of Ghostfolio");
        }
        m_path.emplace_back();
        return true;
    }

    /// The outermost object, its list, an object of that: a value of it has three steps above it.
    bool keep(std::string const& value)
    {
        if (value.size() > most_text) {
            throw Error(ExitCode::bad_data, "a value has more than 1 MiB of text", m_name,
                        "it is no export of Ghostfolio");
        }
        if (m_path.size() == 3) {
            m_values.insert_or_assign(m_path[2], value);
        } else if (m_path.size() == 4 && !m_path[3].empty()) {
            m_values.insert_or_assign(m_path[2] + "." + m_path[3], value);
        }
        return true;
    }

    std::string const& m_name;
    Receiver m_receiver;
    std::vector<std::string> m_path; ///< for each object and array that is open: the key that is read, none of an array
    Values m_values;
};

void read_lists(int descriptor, std::string const& name, Lists::Receiver receiver)
{
    ::lseek(descriptor, 0, SEEK_SET);
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file{::fdopen(::dup(descriptor), "rb"), &std::fclose};
    Lists lists(name, std::move(receiver));
    Json::sax_parse(file.get(), &lists);
}

std::string value_of(Values const& values, std::string_view key)
{
    auto const found = values.find(key);
    return found == values.end() ? std::string() : found->second;
}

/// Midnight stands for a day without a time.
std::string date_of(std::string const& date)
{
    return date.ends_with("T00:00:00.000Z") || date.ends_with("T00:00:00Z") ? date.substr(0, 10) : date;
}

std::string class_of(Values const& profile, std::string const& source)
{
    auto const own = value_of(profile, "assetSubClass");
    auto const* const known =
        std::find_if(classes.begin(), classes.end(), [&own](auto const& one) { return one.first == own; });
    if (known != classes.end()) {
        return std::string(known->second);
    }
    return own.empty() && source == "COINGECKO" ? "CRYPTO" : "";
}

struct Names {
    std::map<std::string, std::string> accounts;                    ///< by id
    std::map<std::pair<std::string, std::string>, Values> profiles; ///< by source and symbol
};

std::vector<std::string> row_of(Values const& activity, Names const& names)
{
    auto const of = [&activity](std::string_view key) { return value_of(activity, key); };
    std::string const symbol = of("symbol").empty() ? of("SymbolProfile.symbol") : of("symbol");
    std::string const source = of("dataSource").empty() ? of("SymbolProfile.dataSource") : of("dataSource");
    auto const found = names.profiles.find({source, symbol});
    Values const profile = found == names.profiles.end() ? Values{} : found->second;
    auto const account = names.accounts.find(of("accountId"));
    return {"activity",
            account == names.accounts.end() ? of("accountId") : account->second,
            date_of(of("date")),
            of("type"),
            symbol,
            value_of(profile, "name"),
            value_of(profile, "isin"),
            class_of(profile, source),
            of("quantity"),
            of("unitPrice"),
            of("fee"),
            of("currency").empty() ? value_of(profile, "currency") : of("currency"),
            of("id"),
            source,
            of("comment")};
}

Names names_of(int descriptor, std::string const& name)
{
    Names names;
    read_lists(descriptor, name, [&names](std::string const& list, Values const& values) {
        if (list == "accounts") {
            auto const own = value_of(values, "name");
            names.accounts[value_of(values, "id")] = own.empty() ? value_of(values, "id") : own;
        } else if (list == "assetProfiles") {
            names.profiles[{value_of(values, "dataSource"), value_of(values, "symbol")}] = values;
        }
    });
    return names;
}

} // namespace

bool begins_json(std::string_view head)
{
    head.remove_prefix(head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    head = base::trimmed(head);
    return head.starts_with('{') && base::trimmed(head.substr(1)).find_first_of("\"}") == 0;
}

Table read_ghostfolio(int descriptor, std::string const& name)
{
    Names const names = names_of(descriptor, name);
    Table table;
    RowWriter out(table.text);
    out.put(1, std::vector<std::string>(header.begin(), header.end()));
    read_lists(descriptor, name, [&](std::string const& list, Values const& values) {
        if (list == "activities" || list == "orders") {
            out.put(1, row_of(values, names));
        }
    });
    if (out.line() == 2) {
        throw Error(ExitCode::bad_data, "is JSON, but holds no activities of Ghostfolio", name,
                    "of JSON files, pf reads those that Ghostfolio exports under Portfolio, Activities");
    }
    return table;
}

} // namespace pf::container
