#include "pf/container/flex.hpp"

#include "unit/container/archives.hpp"

#include <doctest/doctest.h>

using namespace pf;

namespace {

std::string query(std::string const& sections)
{
    return "<?xml version=\"1.0\"?>\n<FlexQueryResponse><FlexStatements><FlexStatement accountId=\"U1\">" + sections +
           "</FlexStatement></FlexStatements></FlexQueryResponse>";
}

/// The tables by name, one behind the other.
std::string tables_of(std::string const& text)
{
    auto file = test::file_of(text);
    std::string all;
    for (auto& table : container::tables_of(file.finished(), "flex.xml", {})) {
        all += "[" + table.name + "]\n" + test::text_of(table);
    }
    return all;
}

} // namespace

TEST_CASE("each section is a table whose columns are called as in the CSV")
{
    CHECK(tables_of(query(
              "<Trades><Trade accountId=\"U1\" buySell=\"BUY\" currency=\"USD\" levelOfDetail=\"EXECUTION\"/></Trades>"
              "<CashTransactions><CashTransaction amount=\"1.5\" dateTime=\"20240101\"/></CashTransactions>")) ==
          "[CashTransactions]\nClientAccountID,Amount,Date/Time\nU1,1.5,20240101\n"
          "[Trades]\nClientAccountID,Buy/Sell,CurrencyPrimary,LevelOfDetail\nU1,BUY,USD,EXECUTION\n");
}

TEST_CASE("rows have the columns of all rows of their section, and the level that their element says")
{
    CHECK(tables_of(query(
              "<Trades><Order symbol=\"A\"/><Trade symbol=\"A\" isin=\"X\"/>\n\n<Lot quantity=\"1\"/></Trades>")) ==
          "[Trades]\nClientAccountID,LevelOfDetail,Symbol,Isin,Quantity\nU1,ORDER,A,,\nU1,EXECUTION,A,X,\nU1,CLOSED_"
          "LOT,,,1\n");
    CHECK(tables_of(query("<Trades>\n\n<Trade symbol=\"A\"/>\n<Trade symbol=\"B\"/></Trades>")) ==
          "[Trades]\nClientAccountID,LevelOfDetail,Symbol\n\n\nU1,EXECUTION,A\nU1,EXECUTION,B\n");
}

TEST_CASE("accounts of several statements are kept apart in one table")
{
    auto const text = query("<Trades><Trade symbol=\"A\"/></Trades></FlexStatement><FlexStatement "
                            "accountId=\"U2\"><Trades><Trade symbol=\"B\"/></Trades>");
    CHECK(tables_of(text) == "[Trades]\nClientAccountID,LevelOfDetail,Symbol\nU1,EXECUTION,A\nU2,EXECUTION,B\n");
}

TEST_CASE("sections without events are left out, those that may hold some are not")
{
    CHECK(
        tables_of(query(
            "<OpenPositions><OpenPosition symbol=\"A\"/></OpenPositions><Novelties><Novelty x=\"1\"/></Novelties>")) ==
        "[Novelties]\nClientAccountID,X\nU1,1\n");
    CHECK(test::table_of(query("<OpenPositions><OpenPosition symbol=\"A\"/></OpenPositions>"))
              .starts_with("book: is XML of Interactive Brokers without trades or cash transactions"));
    CHECK(test::table_of("<FlexStatementResponse><Status>Fail</Status></FlexStatementResponse>")
              .starts_with("book: is XML of Interactive Brokers"));
}

TEST_CASE("a row of very many attributes is refused")
{
    std::string row = "<Trade ";
    for (int column = 0; column < 600; ++column) {
        row += "a" + std::to_string(column) + "=\"1\" ";
    }
    CHECK(test::table_of(query("<Trades>" + row + "/></Trades>"))
              .starts_with("book:2: the rows have more than 500 columns"));
}
