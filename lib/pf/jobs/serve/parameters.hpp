#pragma once

#include "pf/base/result.hpp"
#include "pf/http/problem.hpp"
#include "pf/http/target.hpp"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pf::jobs::serve {

/// What a question can be told: an option of the command that answers it, under the option's name.
struct Parameter {
    enum class Kind : std::uint8_t { text, day, word, whole, flag };

    std::string name; ///< `as-of`
    Kind kind = Kind::text;
    std::string help{};
    std::vector<std::string> words{}; ///< of the kind `word`
    std::int64_t least = 0;           ///< of the kind `whole`
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    bool repeats = false;
    bool required = false;
    std::string excludes{}; ///< another that cannot be given beside it
    std::string example{};  ///< a value that is always one

    /// Of the kind `text`: what is wrong with a value; nothing: it is one. Null: every text is.
    std::optional<Problem> (*check)(std::string const& value) = nullptr;
};

/// What it was told: each value is what its parameter says it may be.
class Values {
public:
    void add(std::string const& name, std::string value) { m_values[name].push_back(std::move(value)); }

    [[nodiscard]] bool has(std::string const& name) const { return m_values.contains(name); }

    /// Empty: it was not given.
    [[nodiscard]] std::string text(std::string const& name) const;
    [[nodiscard]] std::vector<std::string> texts(std::string const& name) const;
    [[nodiscard]] std::optional<std::int64_t> whole(std::string const& name) const;

    /// All of it in one order, whatever the order was in which it came. \param without  names that are left out
    [[nodiscard]] std::string canonical(std::set<std::string> const& without = {}) const;

private:
    std::map<std::string, std::vector<std::string>> m_values;
};

/// The query of a request, read.
/// \param places  what stood in the path, under the names of parameters
/// \param faults  set to all that is wrong: unknown names with the nearest, values that are none, what is missing
[[nodiscard]] Values read_parameters(std::vector<Parameter> const& parameters, http::Target const& target,
                                     std::map<std::string, std::string> const& places,
                                     std::vector<http::Fault>& faults);

} // namespace pf::jobs::serve
