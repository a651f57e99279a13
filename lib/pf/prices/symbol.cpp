#include "pf/prices/symbol.hpp"

#include "pf/base/text.hpp"

namespace pf::prices {

Result<Symbol> parse_symbol(std::string_view text)
{
    Problem const problem{"is not SOURCE, SOURCE:SYMBOL or SOURCE:SYMBOL UNIT",
                          "such as twelvedata, coingecko:bitcoin or alphavantage:TSCO.LON GBp"};
    auto const words = base::split(base::trimmed(text), ' ');
    if (words.size() > 2 || words.front().empty() || words.back().empty()) {
        return problem;
    }
    auto const mark = words.front().find(':');
    Symbol symbol;
    symbol.source = std::string{words.front().substr(0, mark)};
    symbol.symbol = mark == std::string_view::npos ? std::string{} : std::string{words.front().substr(mark + 1)};
    symbol.unit = words.size() == 2 ? std::string{words.back()} : std::string{};
    if (symbol.source.empty() || (mark != std::string_view::npos && symbol.symbol.empty())) {
        return problem;
    }
    return symbol;
}

} // namespace pf::prices
