#include "pf/jobs/serve/parameter_kinds.hpp"

#include "pf/base/text.hpp"
#include "pf/model/types.hpp"
#include "pf/money/currency.hpp"

#include <utility>

namespace pf::jobs::serve {

namespace {

Parameter checked(Parameter parameter, std::optional<Problem> (*check)(std::string const&))
{
    parameter.check = check;
    return parameter;
}

std::optional<Problem> problem_with_currency(std::string const& value)
{
    auto const currency = Currency::parse(value);
    return currency ? std::nullopt
                    : std::optional{
                          Problem{base::quoted(value) + " " + currency.problem().message, currency.problem().hint}};
}

std::optional<Problem> problem_with_pair(std::string const& value)
{
    auto const parts = base::split(value, '/');
    bool const is_pair = parts.size() == 2 && Currency::parse(parts[0]) && Currency::parse(parts[1]);
    return is_pair ? std::nullopt
                   : std::optional{Problem{base::quoted(value) + " is no pair of currencies", "write it as EUR/USD"}};
}

std::optional<Problem> problem_with_type(std::string const& value)
{
    auto const upper = base::to_upper(value);
    bool const is_event = upper == "EXCHANGE" || upper == "TRANSFER"; // both of their rows
    return is_event || model::parse_transaction_type(upper)
               ? std::nullopt
               : std::optional{
                     Problem{base::quoted(value) + " is no type of transaction", "write it as BUY or DIVIDEND"}};
}

std::optional<Problem> problem_with_transaction(std::string const& value)
{
    auto const colon = value.rfind(':');
    auto const number = base::parse_integer(colon == std::string::npos ? value : value.substr(colon + 1));
    return number && *number > 0
               ? std::nullopt
               : std::optional{Problem{base::quoted(value) + " is no number of a transaction", "the list shows them"}};
}

} // namespace

Parameter text(std::string name, std::string help)
{
    return {std::move(name), Parameter::Kind::text, std::move(help)};
}

Parameter day(std::string name, std::string help)
{
    return {std::move(name), Parameter::Kind::day, std::move(help)};
}

Parameter flag(std::string name, std::string help)
{
    return {std::move(name), Parameter::Kind::flag, std::move(help)};
}

Parameter one_of(std::string name, std::vector<std::string> words, std::string help)
{
    return {std::move(name), Parameter::Kind::word, std::move(help), std::move(words)};
}

Parameter whole(std::string name, std::int64_t least, std::int64_t most, std::string help)
{
    return {std::move(name), Parameter::Kind::whole, std::move(help), {}, least, most};
}

Parameter repeated(Parameter parameter)
{
    parameter.repeats = true;
    return parameter;
}

Parameter required(Parameter parameter)
{
    parameter.required = true;
    return parameter;
}

Parameter currency(std::string name, std::string help)
{
    return checked(text(std::move(name), std::move(help)), problem_with_currency);
}

Parameter pair(std::string name, std::string help)
{
    return checked(text(std::move(name), std::move(help)), problem_with_pair);
}

Parameter transaction_type(std::string name, std::string help)
{
    return checked(text(std::move(name), std::move(help)), problem_with_type);
}

Parameter transaction(std::string name, std::string help)
{
    return checked(text(std::move(name), std::move(help)), problem_with_transaction);
}

Parameter account()
{
    return text("account", "Of this account alone");
}

std::vector<Parameter> days()
{
    return {day("from", "From that day on"), day("to", "Up to the end of that day")};
}

Parameter in()
{
    return currency("in", "The total in this currency");
}

std::vector<Parameter> joined(std::vector<Parameter> left, std::vector<Parameter> const& right)
{
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

std::vector<Parameter> without(std::vector<Parameter> parameters, std::string const& name)
{
    std::erase_if(parameters, [&](auto const& parameter) { return parameter.name == name; });
    return parameters;
}

} // namespace pf::jobs::serve
