#include "pf/jobs/serve/parameter_kinds.hpp"

#include <utility>

namespace pf::jobs::serve {

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
    return text("in", "The total in this currency");
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
