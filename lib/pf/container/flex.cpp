#include "pf/container/flex.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/container/row_writer.hpp"
#include "pf/container/xml.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <unistd.h>
#include <utility>

namespace pf::container {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

/// Attributes that the CSV calls otherwise than by their own name in other capitals.
constexpr std::array<Pair, 10> csv_names{{{"accountId", "ClientAccountID"},
                                          {"assetCategory", "AssetClass"},
                                          {"buySell", "Buy/Sell"},
                                          {"cost", "CostBasis"},
                                          {"currency", "CurrencyPrimary"},
                                          {"dateTime", "Date/Time"},
                                          {"levelOfDetail", "LevelOfDetail"},
                                          {"notes", "Notes/Codes"},
                                          {"openCloseIndicator", "Open/CloseIndicator"},
                                          {"putCall", "Put/Call"}}};

/// Of rows in a section of trades that do not say it themselves.
constexpr std::array<Pair, 6> levels{{{"Trade", "EXECUTION"},
                                      {"Order", "ORDER"},
                                      {"SymbolSummary", "SYMBOL_SUMMARY"},
                                      {"AssetSummary", "ASSET_SUMMARY"},
                                      {"Lot", "CLOSED_LOT"},
                                      {"WashSale", "WASH_SALE"}}};

/// Sections that tell of no events, or of events that stand in another section too.
constexpr std::array<std::string_view, 26> without_events{"AccountInformation",
                                                          "CashReport",
                                                          "ChangeInDividendAccruals",
                                                          "ChangeInNAV",
                                                          "ChangeInPositionValues",
                                                          "ComplexPositions",
                                                          "ConversionRates",
                                                          "EquitySummaryInBase",
                                                          "FIFOPerformanceSummaryInBase",
                                                          "FxLots",
                                                          "FxPositions",
                                                          "InterestAccruals",
                                                          "MTDYTDPerformanceSummary",
                                                          "MTMPerformanceSummaryInBase",
                                                          "NetStockPositionSummary",
                                                          "OpenDividendAccruals",
                                                          "OpenPositions",
                                                          "OptionEAE",
                                                          "PendingExcercises",
                                                          "PriorPeriodPositions",
                                                          "SecuritiesInfo",
                                                          "SLBOpenContracts",
                                                          "StmtFunds",
                                                          "TierInterestDetails",
                                                          "UnbundledCommissionDetails",
                                                          "UnsettledTransfers"};

constexpr std::size_t most_columns = 500;

std::string_view second_of(std::span<Pair const> pairs, std::string_view first)
{
    auto const found =
        std::find_if(pairs.begin(), pairs.end(), [first](Pair const& one) { return one.first == first; });
    return found == pairs.end() ? std::string_view() : found->second;
}

std::string csv_name(std::string const& attribute)
{
    auto const other = second_of(csv_names, attribute);
    return other.empty() ? base::to_upper(attribute.substr(0, 1)) + attribute.substr(1) : std::string(other);
}

struct Row {
    std::string section;
    std::map<std::string, std::string> values; ///< by attribute
};

/// Goes through the rows of the sections.
class Sections : public XmlHandler {
public:
    void run(int descriptor, std::string const& name)
    {
        XmlReader reader(name, *this);
        m_reader = &reader;
        ::lseek(descriptor, 0, SEEK_SET);
        std::string buffer(64 * 1024, '\0');
        while (auto const count = ::read(descriptor, buffer.data(), buffer.size())) {
            if (count < 0) {
                throw Error(ExitCode::io_error, std::string("cannot be read: ") + std::strerror(errno), name);
            }
            reader.put(std::string_view(buffer).substr(0, static_cast<std::size_t>(count)));
        }
        reader.finish();
    }

    void open(std::string_view name, Attributes const& attributes) override
    {
        ++m_depth;
        if (name == "FlexStatement") {
            m_statement_depth = m_depth;
            m_account = attributes["accountId"];
        } else if (m_statement_depth != 0 && m_depth == m_statement_depth + 1) {
            m_row.section = name;
        } else if (m_statement_depth != 0 && m_depth == m_statement_depth + 2 && may_hold_events(m_row.section)) {
            take(name, attributes);
        }
    }

    void close(std::string_view) override
    {
        m_statement_depth = m_depth == m_statement_depth ? 0 : m_statement_depth;
        --m_depth;
    }

    void text(std::string_view) override {}

protected:
    virtual void take(Row const& row, std::int64_t line) = 0;

private:
    static bool may_hold_events(std::string_view section)
    {
        return std::find(without_events.begin(), without_events.end(), section) == without_events.end();
    }

    void take(std::string_view name, Attributes const& attributes)
    {
        m_row.values.clear();
        m_row.values["accountId"] = m_account;
        auto const level = m_row.section == "Trades" ? second_of(levels, name) : std::string_view();
        if (!level.empty()) {
            m_row.values["levelOfDetail"] = level;
        }
        attributes.each([this](std::string_view own, std::string_view value) {
            auto& kept = m_row.values[std::string(own)];
            kept = value.empty() ? kept : std::string(value);
        });
        take(m_row, m_reader->line());
    }

    XmlReader* m_reader = nullptr;
    int m_depth = 0;
    int m_statement_depth = 0; ///< 0: outside
    std::string m_account;
    Row m_row;
};

using Columns = std::map<std::string, std::vector<std::string>>; ///< by section: attributes that a row of it has

/// Rows need not have the same attributes.
class ColumnFinder final : public Sections {
public:
    ColumnFinder(std::string const& name, Columns& columns) : m_name(name), m_columns(columns) {}

private:
    void take(Row const& row, std::int64_t line) override
    {
        auto& columns = m_columns[row.section];
        for (auto const& [attribute, value] : row.values) {
            if (std::find(columns.begin(), columns.end(), attribute) == columns.end()) {
                columns.push_back(attribute);
            }
        }
        if (columns.size() > most_columns) {
            throw Error(ExitCode::bad_data, "the rows have more than 500 columns", m_name + ":" + std::to_string(line),
                        "no Flex query has: export it again");
        }
    }

    std::string const& m_name;
    Columns& m_columns;
};

class TableWriter final : public Sections {
public:
    explicit TableWriter(Columns const& columns) : m_columns(columns) {}

    std::vector<Table> tables()
    {
        std::vector<Table> tables;
        for (auto& [section, open] : m_open) {
            tables.push_back({section, std::move(open.text), {}});
        }
        return tables;
    }

private:
    struct Open {
        base::UnnamedFile text;
        RowWriter out{text};
    };

    void take(Row const& row, std::int64_t line) override
    {
        auto const& columns = m_columns.at(row.section);
        auto const [open, is_new] = m_open.try_emplace(row.section);
        std::vector<std::string> cells(columns.size());
        if (is_new) {
            std::transform(columns.begin(), columns.end(), cells.begin(), csv_name);
            open->second.out.put(1, cells);
        }
        std::transform(columns.begin(), columns.end(), cells.begin(), [&row](std::string const& column) {
            auto const found = row.values.find(column);
            return found == row.values.end() ? std::string() : found->second;
        });
        open->second.out.put(line, cells);
    }

    Columns const& m_columns;
    std::map<std::string, Open> m_open;
};

} // namespace

bool begins_flex(std::string_view head)
{
    head.remove_prefix(head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    return base::trimmed(head).starts_with('<') && (head.find("<FlexQueryResponse") != std::string_view::npos ||
                                                    head.find("<FlexStatementResponse") != std::string_view::npos);
}

std::vector<Table> read_flex(int descriptor, std::string const& name)
{
    Columns columns;
    ColumnFinder(name, columns).run(descriptor, name);
    if (columns.empty()) {
        throw Error(
            ExitCode::bad_data, "is XML of Interactive Brokers without trades or cash transactions", name,
            "choose the sections Trades and Cash Transactions in the Flex query, and download its report again");
    }
    TableWriter writer(columns);
    writer.run(descriptor, name);
    return writer.tables();
}

} // namespace pf::container
