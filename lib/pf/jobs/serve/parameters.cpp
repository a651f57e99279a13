#include "pf/jobs/serve/parameters.hpp"

#include "pf/base/text.hpp"
#include "pf/base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace pf::jobs::serve {

namespace {

using Kind = Parameter::Kind;

std::vector<std::string> const truths{"", "true", "yes", "1"};
std::vector<std::string> const untruths{"false", "no", "0"};

bool contains(std::vector<std::string> const& words, std::string const& word)
{
    return std::ranges::find(words, word) != words.end();
}

/// Where each word may also stand behind a minus, that is left unsaid.
std::string listed(std::vector<std::string> words)
{
    std::erase_if(words, [](std::string const& word) { return word.starts_with('-'); });
    return base::join(words, ", ");
}

/// `of 1 or more`, `from 1 to 1000`
std::string range_of(Parameter const& parameter)
{
    return parameter.most == std::numeric_limits<std::int64_t>::max()
               ? fmt::format("of {} or more", parameter.least)
               : fmt::format("from {} to {}", parameter.least, parameter.most);
}

/// What is wrong with a value; nothing: it is one.
std::optional<Problem> problem_with(Parameter const& parameter, std::string const& value)
{
    auto const quoted = base::quoted(value);
    switch (parameter.kind) {
    case Kind::text:
        return value.empty()                ? std::optional{Problem{"is empty", "leave it out"}}
               : parameter.check != nullptr ? parameter.check(value)
                                            : std::nullopt;
    case Kind::day:
        if (auto const day = base::parse_date(value); !day) {
            return Problem{quoted + " " + day.problem().message, "write it as 2024-12-31"};
        }
        return std::nullopt;
    case Kind::word:
        if (!contains(parameter.words, value)) {
            auto const near = base::nearest(value, parameter.words);
            return Problem{fmt::format("{} is not one of {}", quoted, listed(parameter.words)),
                           near ? "did you mean " + *near + "?" : ""};
        }
        return std::nullopt;
    case Kind::whole:
        if (auto const number = base::parse_integer(value);
            !number || *number < parameter.least || *number > parameter.most) {
            return Problem{fmt::format("{} is not a whole number {}", quoted, range_of(parameter)), ""};
        }
        return std::nullopt;
    case Kind::flag:
        return contains(truths, value) || contains(untruths, value)
                   ? std::nullopt
                   : std::optional{Problem{quoted + " is neither true nor false", ""}};
    }
    return std::nullopt;
}

http::Fault unknown(std::string const& name, std::vector<Parameter> const& parameters)
{
    std::vector<std::string> names;
    std::ranges::transform(parameters, std::back_inserter(names), &Parameter::name);
    auto const near = base::nearest(name, names);
    return {name, "there is no such parameter",
            near            ? "did you mean " + *near + "?"
            : names.empty() ? "this question takes none"
                            : "there are " + base::join(names, ", ")};
}

class Reader {
public:
    Reader(std::vector<Parameter> const& parameters, std::vector<http::Fault>& faults)
        : m_parameters(parameters), m_faults(faults)
    {
    }

    void read(std::string const& name, std::string const& value)
    {
        auto const parameter = std::ranges::find(m_parameters, name, &Parameter::name);
        if (parameter == m_parameters.end()) {
            m_faults.push_back(unknown(name, m_parameters));
        } else if (auto const problem = problem_with(*parameter, value)) {
            m_faults.push_back({name, problem->message, problem->hint});
        } else if (!parameter->repeats && m_values.has(name)) {
            m_faults.push_back({name, "is given twice", ""});
        } else if (parameter->kind != Kind::flag || contains(truths, value)) {
            m_values.add(name, value);
        }
    }

    [[nodiscard]] Values finish()
    {
        for (auto const& parameter : m_parameters) {
            if (parameter.required && !m_values.has(parameter.name) && !is_faulty(parameter.name)) {
                m_faults.push_back({parameter.name, "is missing", ""});
            }
            if (!parameter.excludes.empty() && m_values.has(parameter.name) && m_values.has(parameter.excludes)) {
                m_faults.push_back({parameter.name, "cannot be given beside " + parameter.excludes, ""});
            }
        }
        return std::move(m_values);
    }

private:
    [[nodiscard]] bool is_faulty(std::string const& name) const
    {
        return std::ranges::find(m_faults, name, &http::Fault::parameter) != m_faults.end();
    }

    std::vector<Parameter> const& m_parameters;
    std::vector<http::Fault>& m_faults;
    Values m_values;
};

} // namespace

std::string Values::text(std::string const& name) const
{
    auto const found = m_values.find(name);
    return found == m_values.end() ? std::string{} : found->second.front();
}

std::vector<std::string> Values::texts(std::string const& name) const
{
    auto const found = m_values.find(name);
    return found == m_values.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::int64_t> Values::whole(std::string const& name) const
{
    return has(name) ? std::optional<std::int64_t>{base::parse_integer(text(name))} : std::nullopt;
}

std::string Values::canonical(std::set<std::string> const& without) const
{
    std::string canonical;
    for (auto const& [name, values] : m_values) {
        for (auto const& value : without.contains(name) ? std::vector<std::string>{} : values) {
            canonical += fmt::format("{}={}:{};", name, value.size(), value);
        }
    }
    return canonical;
}

Values read_parameters(std::vector<Parameter> const& parameters, http::Target const& target,
                       std::map<std::string, std::string> const& places, std::vector<http::Fault>& faults)
{
    Reader reader{parameters, faults};
    for (auto const& [name, value] : places) {
        reader.read(name, value);
    }
    for (auto const& [name, value] : target.query) {
        if (places.contains(name)) {
            faults.push_back({name, "stands in the path", "leave it out of the query"});
        } else {
            reader.read(name, value);
        }
    }
    return reader.finish();
}

} // namespace pf::jobs::serve
