#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pf::http {

/// A parameter as a contract tells it.
struct ContractParameter {
    std::string name;
    std::string help;
    std::string type;                 ///< of JSON Schema: `string`, `integer`, `boolean`
    std::string format{};             ///< `date`; empty: none
    std::vector<std::string> words{}; ///< all that it can be; empty: anything
    std::optional<std::int64_t> least{};
    std::optional<std::int64_t> most{};
    bool repeats = false;
    bool required = false;
    bool in_path = false;
};

/// A route as a contract tells it.
struct ContractRoute {
    std::string path; ///< `/api/v1/imports/{id}`
    std::string help;
    std::string command; ///< whose document it gives; empty: none's
    std::vector<ContractParameter> parameters;
    std::vector<std::string> examples; ///< documents, in JSON; what all of them have, others have
    std::string csv_header; ///< the columns of its first rows, should the example have none; empty: it has no CSV
};

/// The contract of an API in the words of OpenAPI 3.1. A value of a document may be null; of what types it is otherwise
/// is that of the examples, and text where they have none.
[[nodiscard]] std::string openapi_text(std::vector<ContractRoute> const& routes, std::string const& version);

} // namespace pf::http
