// What a file that no format reads is taken for, and what stays open.
#include "pf/base/error.hpp"
#include "pf/importer/definition.hpp"
#include "pf/importer/proposal.hpp"

#include "unit/importer/entry_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace pf;
using importer::LearnAnswers;
using importer::Role;

namespace {

importer::LearnTable table_of(std::string const& text)
{
    return importer::learn_table(text, "file.csv", true);
}

std::string header_of(importer::Proposal const& proposal, Role role)
{
    auto const& column = proposal.column(role);
    return column ? column->header : std::string();
}

bool asks(importer::Proposal const& proposal, importer::LearnQuestion::Kind kind, std::string const& subject)
{
    return std::ranges::any_of(proposal.questions, [&](importer::LearnQuestion const& question) {
        return question.kind == kind && question.subject == subject;
    });
}

/// What the learned definition makes of the file it was learned from.
std::string read_by_learned(std::string const& text, LearnAnswers const& answers = {})
{
    auto const table = table_of(text);
    auto const proposal = importer::propose(table, answers);
    REQUIRE(proposal.is_enough());
    auto const definition = importer::definition_text(proposal, table, answers, "learned", "file.csv");
    return test::read_all(importer::parse_definition(definition, "learned.toml"), text, "file.csv");
}

} // namespace

TEST_CASE("the header is found below titles, and the delimiter by rows of one width")
{
    auto const table = table_of("Movements, 2024\n\nDay;Kind;Amount\n1.2.2024;Kauf;1,50\n2.2.2024;Kauf;2,50\n");
    CHECK(table.delimiter == ';');
    CHECK(table.header_line == 3);
    CHECK(table.header == std::vector<std::string>{"Day", "Kind", "Amount"});
    CHECK(table.rows.size() == 2);
    CHECK_THROWS_AS(static_cast<void>(table_of("no table\n")), Error);
    CHECK_THROWS_AS(static_cast<void>(table_of("1,2,3\n4,5,6\n")), Error);
}

TEST_CASE("columns are known by their words in several languages and by what their cells hold")
{
    struct Case {
        std::string header;
        std::string row;
    };
    for (Case const& one : std::vector<Case>{{"Datum;Typ;Wertpapier;ISIN;Stück;Kurs;Gebühren;Betrag;Währung",
                                              "31.01.2024;Kauf;World;IE00B3RBWM25;3;10,50;1,00;-32,50;EUR"},
                                             {"Date;Opération;Libellé;Code;Quantité;Cours;Frais;Montant;Devise",
                                              "31/01/2024;Achat;World;IE00B3RBWM25;3;10,50;1,00;-32,50;EUR"},
                                             {"Trade date;Action;Name;Paper;Qty;Unit price;Commission;Net amount;CCY",
                                              "2024-01-31;Buy;World;IE00B3RBWM25;3;10.50;1.00;-32.50;EUR"}}) {
        CAPTURE(one.header);
        auto const proposal = importer::propose(table_of(one.header + "\n" + one.row + "\n"), {});
        for (Role const role : {Role::date, Role::type, Role::name, Role::isin, Role::quantity, Role::price, Role::fee,
                                Role::total, Role::currency}) {
            CAPTURE(std::string(importer::name_of(role)));
            CHECK(proposal.has(role));
        }
        CHECK(proposal.total == "net");
        CHECK(proposal.words.at(0).meaning == "BUY");
        CHECK(proposal.questions.empty());
    }
}

TEST_CASE("two columns that may be the same thing are a question, and none is taken")
{
    std::string const text = "Date,Type,Symbol,Shares,Price,Price currency,Fee currency\n"
                             "2024-01-31,Buy,AAPL,3,10.50,USD,EUR\n";
    auto const proposal = importer::propose(table_of(text), {});
    CHECK(!proposal.has(Role::currency));
    CHECK(asks(proposal, importer::LearnQuestion::Kind::currency, "currency"));
    CHECK(!proposal.is_enough());
    LearnAnswers answers;
    answers.columns[Role::currency] = "price currency";
    CHECK(header_of(importer::propose(table_of(text), answers), Role::currency) == "Price currency");
}

TEST_CASE("when no kind of row is known there is nothing to try")
{
    std::string const text =
        "Date,Type,Ticker,Quantity,Price,Amount,Currency\n2024-01-31,Koop Fondsen,A,3,10.50,31.50,EUR\n";
    auto const proposal = importer::propose(table_of(text), {});
    CHECK(asks(proposal, importer::LearnQuestion::Kind::word, "Koop Fondsen"));
    CHECK(!proposal.is_enough());
    importer::LearnAnswers answers;
    answers.words["Koop Fondsen"] = "BUY";
    CHECK(importer::propose(table_of(text), answers).is_enough());
}

TEST_CASE("an answer that does not fit the file is refused")
{
    auto const table = table_of("Date,Type,Symbol,Shares,Price,Currency\n2024-01-31,Buy,AAPL,3,10.50,USD\n");
    auto const refused = [&table](auto const& answer) {
        LearnAnswers answers;
        answer(answers);
        CHECK_THROWS_AS(static_cast<void>(importer::propose(table, answers)), Error);
    };
    refused([](LearnAnswers& answers) { answers.columns[Role::price] = "Cost"; });
    refused([](LearnAnswers& answers) { answers.columns[Role::price] = "Symbol"; });
    refused([](LearnAnswers& answers) { answers.columns[Role::date] = "Shares"; });
    refused([](LearnAnswers& answers) { answers.words["Sell"] = "SELL"; });
    refused([](LearnAnswers& answers) { answers.words["Buy"] = "PURCHASE"; });
    refused([](LearnAnswers& answers) { answers.all = "ignore"; });
    refused([](LearnAnswers& answers) { answers.currency = "dollar"; });
    refused([](LearnAnswers& answers) { answers.total = "both"; });
}

TEST_CASE("whether a trade's amount holds the fee is told by the rows, or asked")
{
    std::string const header = "Date,Type,Symbol,Shares,Price,Fee,Amount,Currency\n";
    CHECK(importer::propose(table_of(header + "2024-01-31,Buy,A,3,10.50,1.00,31.50,USD\n"), {}).total == "gross");
    CHECK(importer::propose(table_of(header + "2024-01-31,Buy,A,3,10.50,1.00,32.50,USD\n"), {}).total == "net");
    CHECK(importer::propose(table_of(header + "2024-01-31,Sell,A,3,10.50,1.00,30.50,USD\n"), {}).total == "net");
    auto const open = importer::propose(table_of(header + "2024-01-31,Buy,A,3,10.50,0.00,31.50,USD\n"), {});
    CHECK(open.total.empty());
    CHECK(asks(open, importer::LearnQuestion::Kind::total, "total"));
}

TEST_CASE("a learned format books what it is sure of, and rejects the rest")
{
    CHECK(read_by_learned("Datum;Typ;ISIN;Stück;Kurs;Gebühren;Betrag;Währung\n"
                          "31.01.2024;Kauf;IE00B3RBWM25;3;104,50;1,00;-314,50;EUR\n"
                          "01.02.2024;Verkauf;IE00B3RBWM25;-1;110,00;1,00;109,00;EUR\n"
                          "02.02.2024;Dividende;IE00B3RBWM25;;;;3,60;EUR\n"
                          "03.02.2024;Newsletter;;;;;;EUR\n") ==
          "line 2 books\n"
          "    BUY 2024-01-31 OTHER ticker=IE00B3RBWM25 quantity=3 price=104.5 total=313.5 fee=1 currency=EUR\n"
          "line 3 books\n"
          "    SELL 2024-02-01 OTHER ticker=IE00B3RBWM25 quantity=1 price=110 total=110 fee=1 currency=EUR\n"
          "line 4 books\n"
          "    DIVIDEND 2024-02-02 OTHER ticker=IE00B3RBWM25 total=3.6 currency=EUR\n"
          "line 5 rejected\n"
          "    file.csv:5: Typ \"Newsletter\": is no kind of row that the format \"learned\" knows\n"
          "      hint: write a rule for it in your own copy of the format; docs/formats.md shows how\n");
}

TEST_CASE("a later row that contradicts what was learned is rejected, never booked otherwise")
{
    std::string const header = "Date,Type,Symbol,Shares,Price,Fee,Amount,Currency\n";
    std::string const learned_from = header + "2024-01-31,Buy,A,3,10.50,1.00,-32.50,USD\n";
    auto const table = table_of(learned_from);
    auto const definition = importer::definition_text(importer::propose(table, {}), table, {}, "learned", "file.csv");
    auto const format = importer::parse_definition(definition, "learned.toml");
    for (std::string const row :
         {"2024-02-01,Buy,A,3,10.50,1.00,-31.50,USD", "2024-02-01,Buy,A,3,10.50,1.00,32.50,USD",
          "2024-02-01,Buy,A,-3,10.50,1.00,-32.50,USD", "2024-02-01,Buy,A,3,10.50,-1.00,-30.50,USD"}) {
        CAPTURE(row);
        CHECK(test::read_all(format, header + row + "\n", "file.csv").find("rejected") != std::string::npos);
    }
}

TEST_CASE("where no column says what a row is, the sign of the quantity may")
{
    LearnAnswers answers;
    answers.all = "sign";
    answers.currency = "USD";
    CHECK(read_by_learned("Date,Symbol,Shares,Price\n2024-01-31,A,3,10.50\n2024-02-01,A,-1,11\n", answers) ==
          "line 2 books\n"
          "    BUY 2024-01-31 OTHER ticker=A quantity=3 price=10.5 total=31.5 currency=USD\n"
          "line 3 books\n"
          "    SELL 2024-02-01 OTHER ticker=A quantity=1 price=11 total=11 currency=USD\n");
}

TEST_CASE("words and headers that would mean something in a definition stand for themselves")
{
    LearnAnswers answers;
    answers.words = {{"@Buy {1} *", "BUY"}, {"> 5", "SELL"}};
    CHECK(read_by_learned("Date,Type,Symbol,Shares#2,Price?,Cur{x}\n"
                          "2024-01-31,@Buy {1} *,A,3,10.50,USD\n"
                          "2024-02-01,> 5,A,1,11,USD\n",
                          [&answers] {
                              auto all = answers;
                              all.columns[Role::quantity] = "Shares#2";
                              all.columns[Role::price] = "Price?";
                              all.columns[Role::currency] = "Cur{x}";
                              return all;
                          }()) == "line 2 books\n"
                                  "    BUY 2024-01-31 OTHER ticker=A quantity=3 price=10.5 total=31.5 currency=USD\n"
                                  "line 3 books\n"
                                  "    SELL 2024-02-01 OTHER ticker=A quantity=1 price=11 total=11 currency=USD\n");
}
