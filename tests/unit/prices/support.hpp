#pragma once

#include "pf/prices/judge.hpp"

#include <string>
#include <string_view>

namespace pf::test {

inline Date day(std::string_view text)
{
    return *base::parse_date(text);
}

inline Timestamp moment(std::string_view text)
{
    return base::parse_iso_timestamp(text)->timestamp;
}

/// A source of prices with this below its name, title and address.
inline prices::Source source_of(std::string const& rest, std::string const& gives = "prices")
{
    return prices::parse_source("name = \"here\"\ntitle = \"Here\"\ngives = \"" + gives +
                                    "\"\nurl = \"https://example.org/{symbol}?key={key}&from={from}&to={to}\"\n" + rest,
                                "here.toml");
}

inline prices::Question question_of(prices::Source const& source)
{
    prices::Question question;
    question.source = &source;
    question.ticker = "AAPL";
    question.symbol = "AAPL";
    question.from = day("2026-11-02");
    question.to = day("2026-11-30");
    return question;
}

inline importer::Catalog const& formats()
{
    static importer::Catalog const catalog{"", ""};
    return catalog;
}

/// `2026-11-02 101.5 USD; …`, or the problem.
inline std::string read(prices::Question const& question, std::string_view body)
{
    auto const reading = prices::read_answer(question, body, formats());
    if (!reading) {
        return reading.problem().message;
    }
    std::string text;
    for (auto const& row : reading->rows) {
        text += (text.empty() ? "" : "; ") + base::to_text(row.day) + " " + row.value.to_text();
        text += row.currency.is_none() ? "" : " " + std::string{row.currency.code()};
        text += row.quote.is_none() ? "" : " " + std::string{row.base.code()} + "/" + std::string{row.quote.code()};
    }
    return text;
}

} // namespace pf::test
