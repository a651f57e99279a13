#include "pf/container/ofx.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/container/ofx_tags.hpp"
#include "pf/container/ofx_text.hpp"
#include "pf/container/row_writer.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unistd.h>
#include <utility>
#include <vector>

namespace pf::container {

namespace {

using Values = std::map<std::string, std::string, std::less<>>; ///< by tag; the first of each

/// Aggregates that become rows.
constexpr std::array<std::string_view, 26> records{
    "BUYDEBT",     "BUYMF",      "BUYOPT",   "BUYOTHER",  "BUYSTOCK",       "CLOSUREOPT", "INCOME",
    "INVBANKTRAN", "INVEXPENSE", "JRNLFUND", "JRNLSEC",   "MARGININTEREST", "REINVEST",   "RETOFCAP",
    "SELLDEBT",    "SELLMF",     "SELLOPT",  "SELLOTHER", "SELLSTOCK",      "SPLIT",      "STMTTRN",
    "TRANSFER",    "POSDEBT",    "POSMF",    "POSOPT",    "POSOTHER"};
constexpr std::array<std::string_view, 2> more_records{"POSSTOCK", "INVBAL"};

/// Aggregates of the list of securities, and what such a security is in our words.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> securities{
    {{"STOCKINFO", "STOCK"}, {"MFINFO", "FUND"}, {"DEBTINFO", "BOND"}, {"OPTINFO", "OPTION"}, {"OTHERINFO", "OTHER"}}};

constexpr std::array<std::string_view, 28> header{"OFX",         "Account",       "Currency",    "ID",
                                                  "Date",        "Ticker",        "CUSIP",       "ISIN",
                                                  "Security ID", "Name",          "Class",       "Units",
                                                  "Price",       "Total",         "Commission",  "Fees",
                                                  "Load",        "Taxes",         "Withholding", "Accrued Interest",
                                                  "Detail",      "New",           "Old",         "Fraction Cash",
                                                  "Rate",        "Home Currency", "Reverses",    "Memo"};

bool is_record(std::string_view name)
{
    return std::find(records.begin(), records.end(), name) != records.end() ||
           std::find(more_records.begin(), more_records.end(), name) != more_records.end();
}

std::string_view class_of(std::string_view name)
{
    auto const* const found =
        std::find_if(securities.begin(), securities.end(), [name](auto const& one) { return one.first == name; });
    return found == securities.end() ? std::string_view() : found->second;
}

std::string const& value_of(Values const& values, std::string_view tag)
{
    static std::string const none;
    auto const found = values.find(tag);
    return found == values.end() ? none : found->second;
}

std::string first_of(Values const& values, std::initializer_list<std::string_view> tags)
{
    for (auto const tag : tags) {
        if (auto const& value = value_of(values, tag); !value.empty()) {
            return value;
        }
    }
    return {};
}

/// Whoever has none writes so.
std::string ticker_of(std::string const& ticker)
{
    auto const upper = base::to_upper(ticker);
    return upper == "N/A" || upper == "NA" || upper == "NONE" || upper == "-" ? std::string() : ticker;
}

/// Goes through the tags of a file.
class Statements {
public:
    explicit Statements(csv::Source source) : m_name(source.name()), m_tags(std::move(source)) {}
    Statements(Statements const&) = delete;
    Statements& operator=(Statements const&) = delete;
    virtual ~Statements() = default;

    void run()
    {
        OfxTags::Tag tag;
        while (m_tags.next(tag)) {
            if (!m_record.empty()) {
                inside(tag);
            } else if (begins(tag.name)) {
                m_record = tag.name;
                m_line = tag.line;
                m_values.clear();
            } else {
                outside(tag);
            }
        }
        if (!m_record.empty()) {
            throw Error(ExitCode::bad_data, "the transaction that begins here is never closed: <" + m_record + ">",
                        m_name + ":" + std::to_string(m_line), "the file is cut short: download it again");
        }
    }

protected:
    [[nodiscard]] virtual bool begins(std::string_view name) const = 0;
    virtual void outside(OfxTags::Tag const& tag) = 0;
    virtual void end(std::string const& record, Values const& values, std::int64_t line) = 0;

    [[nodiscard]] std::string const& name() const { return m_name; }

private:
    void inside(OfxTags::Tag const& tag)
    {
        if (tag.name.size() == m_record.size() + 1 && tag.name.front() == '/' && tag.name.ends_with(m_record)) {
            std::string const record = std::exchange(m_record, {});
            end(record, m_values, m_line);
        } else if (tag.name == "CURRENCY" || tag.name == "ORIGCURRENCY") {
            m_values.try_emplace(tag.name, "Y");
        } else if (!tag.name.starts_with('/') && !tag.value.empty()) {
            m_values.try_emplace(tag.name, tag.value);
        }
    }

    std::string m_name;
    OfxTags m_tags;
    std::string m_record; ///< whose end is awaited
    std::int64_t m_line = 0;
    Values m_values;
};

struct Security {
    std::string ticker;
    std::string name;
    std::string_view asset_class;
};
using SecurityList = std::map<std::string, Security, std::less<>>; ///< by id

/// What stands behind the statements, or before them.
class Securities final : public Statements {
public:
    Securities(csv::Source source, SecurityList& list) : Statements(std::move(source)), m_list(list) {}

private:
    [[nodiscard]] bool begins(std::string_view name) const override { return !class_of(name).empty(); }
    void outside(OfxTags::Tag const&) override {}
    void end(std::string const& record, Values const& values, std::int64_t) override
    {
        m_list.try_emplace(value_of(values, "UNIQUEID"), Security{ticker_of(value_of(values, "TICKER")),
                                                                  value_of(values, "SECNAME"), class_of(record)});
    }

    SecurityList& m_list;
};

/// Makes the rows.
class Transactions final : public Statements {
public:
    Transactions(csv::Source source, SecurityList const& list, RowWriter& out)
        : Statements(std::move(source)), m_list(list), m_out(out)
    {
        m_out.put(1, std::vector<std::string>(header.begin(), header.end()));
    }

    [[nodiscard]] bool has_statement() const { return m_has_statement; }

private:
    [[nodiscard]] bool begins(std::string_view name) const override { return is_record(name); }

    void outside(OfxTags::Tag const& tag) override
    {
        if (tag.name == "INVSTMTRS" || tag.name == "STMTRS" || tag.name == "CCSTMTRS") {
            m_has_statement = true;
            m_statement.clear();
            m_positions.clear();
        } else if (tag.name == "/INVPOSLIST") {
            put_positions();
        } else if (tag.name == "MESSAGE") {
            refuse_failure(tag);
        } else if (tag.name == "SEVERITY") {
            m_has_failed = base::equal_ignoring_case(tag.value, "ERROR");
        } else if (tag.name == "/STATUS") {
            refuse_failure({{}, "the broker's server says that it failed", tag.line});
        } else if (!tag.name.starts_with('/')) {
            m_statement.try_emplace(tag.name, tag.value);
        }
    }

    void refuse_failure(OfxTags::Tag const& tag) const
    {
        if (m_has_failed) {
            throw Error(ExitCode::bad_data, "holds an error instead of a statement: " + base::printable(tag.value),
                        name() + ":" + std::to_string(tag.line), "download it again");
        }
    }

    void end(std::string const& record, Values const& values, std::int64_t line) override
    {
        if (record.starts_with("POS")) {
            m_positions.emplace_back(line, row_of("POSITION", values));
            return;
        }
        m_out.put(line, row_of(record == "STMTTRN" ? "INVBANKTRAN" : record, values));
    }

    /// Units of one security in several parts of the account would each look like all of them.
    void put_positions()
    {
        std::multiset<std::string> ids;
        auto const id_of = [](auto const& cells) { return cells[6] + cells[7] + cells[8]; };
        std::for_each(m_positions.begin(), m_positions.end(), [&](auto const& one) { ids.insert(id_of(one.second)); });
        for (auto& [line, cells] : m_positions) {
            cells[20] = ids.count(id_of(cells)) > 1 ? "SEVERAL" : cells[20];
            m_out.put(line, cells);
        }
        m_positions.clear();
    }

    std::vector<std::string> row_of(std::string const& record, Values const& values) const
    {
        std::string const id = value_of(values, "UNIQUEID");
        std::string const kind = base::to_upper(value_of(values, "UNIQUEIDTYPE"));
        auto const found = m_list.find(id);
        Security const security = found == m_list.end() ? Security{} : found->second;
        auto const number = [&values](std::initializer_list<std::string_view> tags) {
            return ofx_number(first_of(values, tags));
        };
        auto const given = [&number](std::initializer_list<std::string_view> tags) {
            auto text = number(tags);
            return text.find_first_of("123456789") == std::string::npos ? std::string() : text; // 0 is none
        };
        std::string const& home = value_of(m_statement, "CURDEF");
        bool const is_foreign = values.contains("CURRENCY") && value_of(values, "CURSYM") != home;
        std::string const date = first_of(values, {"DTTRADE", "DTPOSTED"});
        return {record,
                value_of(m_statement, "ACCTID"),
                is_foreign ? value_of(values, "CURSYM") : home,
                value_of(values, "FITID"),
                ofx_date(date.empty() ? value_of(m_statement, "DTASOF") : date),
                security.ticker,
                kind == "CUSIP" ? id : "",
                kind == "ISIN" ? id : "",
                kind != "CUSIP" && kind != "ISIN" ? id : "",
                security.name,
                std::string(security.asset_class),
                number({"UNITS"}),
                number({"UNITPRICE"}),
                number({"TOTAL", "TRNAMT", "AVAILCASH"}),
                given({"COMMISSION"}),
                given({"FEES"}),
                given({"LOAD"}),
                given({"TAXES"}),
                given({"WITHHOLDING"}),
                given({"ACCRDINT"}),
                detail_of(values),
                number({"NUMERATOR", "NEWUNITS"}),
                number({"DENOMINATOR", "OLDUNITS"}),
                given({"FRACCASH", "MARGINBALANCE"}),
                is_foreign ? number({"CURRATE"}) : "",
                is_foreign ? home : "",
                first_of(values, {"REVERSALFITID", "CORRECTFITID"}),
                memo_of(values, security.name)};
    }

    static std::string detail_of(Values const& values)
    {
        return base::to_upper(first_of(values, {"INCOMETYPE", "TRNTYPE", "OPTACTION", "TFERACTION", "POSTYPE",
                                                "BUYTYPE", "SELLTYPE", "OPTBUYTYPE", "OPTSELLTYPE"}));
    }

    /// What was said of it; the security's name where nothing was.
    static std::string memo_of(Values const& values, std::string const& security)
    {
        auto const name = value_of(values, "NAME");
        auto const memo = value_of(values, "MEMO");
        auto text = name + (name.empty() || memo.empty() || name == memo ? "" : " ") + (name == memo ? "" : memo);
        return text.empty() ? security : text;
    }

    SecurityList const& m_list;
    RowWriter& m_out;
    Values m_statement; ///< of the account that is being read
    std::vector<std::pair<std::int64_t, std::vector<std::string>>> m_positions;
    bool m_has_statement = false;
    bool m_has_failed = false;
};

csv::Source source_of(int descriptor, std::string const& name)
{
    ::lseek(descriptor, 0, SEEK_SET);
    return csv::Source::from_descriptor(descriptor, name);
}

} // namespace

bool begins_ofx(std::string_view head)
{
    head.remove_prefix(head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    auto const upper = base::to_upper(base::trimmed(head));
    return upper.starts_with("OFXHEADER") || upper.starts_with("<OFX>") ||
           (upper.starts_with("<?") &&
            (upper.find("<?OFX ") != std::string::npos || upper.find("<OFX>") != std::string::npos));
}

Table read_ofx(int descriptor, std::string const& name)
{
    SecurityList list;
    Securities(source_of(descriptor, name), list).run();
    Table table;
    RowWriter out(table.text);
    Transactions transactions(source_of(descriptor, name), list, out);
    transactions.run();
    if (!transactions.has_statement()) {
        throw Error(ExitCode::bad_data, "is OFX without a statement", name, "download the account's transactions");
    }
    return table;
}

} // namespace pf::container
