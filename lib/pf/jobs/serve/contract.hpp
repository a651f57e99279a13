#pragma once

#include "pf/cli/common.hpp"
#include "pf/http/router.hpp"

#include <memory>
#include <string>

namespace pf::jobs::serve {

/// What the API promises, in the words of OpenAPI 3.1, from the documents that its questions get of a small portfolio:
/// so their columns are those of the very tables that write them.
[[nodiscard]] std::string contract_text();

/// The contract, made when somebody asks for it first.
class Contract {
public:
    Contract();
    [[nodiscard]] http::Response answer(http::Call const& call) const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace pf::jobs::serve
