#pragma once

#include <string>
#include <utility>
#include <variant>

namespace pf {

/// Why a piece of the user's text could not be read: `quantity "1,5" is not a decimal`.
struct Problem {
    std::string message; ///< a predicate without its subject, lower case, no full stop: `is not a decimal`
    std::string hint;    ///< what to do next; may be empty

    friend bool operator==(Problem const&, Problem const&) = default;
};

/// A value, or the problem that prevented it.
template <typename Value>
class Result {
public:
    Result(Value value) : m_state(std::move(value)) {}       // NOLINT(google-explicit-constructor)
    Result(Problem problem) : m_state(std::move(problem)) {} // NOLINT(google-explicit-constructor)

    [[nodiscard]] explicit operator bool() const { return m_state.index() == 0; }
    [[nodiscard]] Value const& operator*() const { return std::get<0>(m_state); }
    [[nodiscard]] Value const* operator->() const { return &std::get<0>(m_state); }
    [[nodiscard]] Problem const& problem() const { return std::get<1>(m_state); }

private:
    std::variant<Value, Problem> m_state;
};

} // namespace pf
