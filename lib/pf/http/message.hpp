#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf::http {

struct ProblemDocument;

/// In the order in which they came or go; names in any case.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// What is asked. A body has only the form that a browser logs in with.
struct Request {
    std::string method; ///< as it came: `GET`
    std::string target; ///< `/api/v1/positions?account=main`
    Fields fields;
    std::string peer;      ///< the address it came from, without the port
    bool has_body = false; ///< one that was not taken
    bool keep_alive = true;
    std::string body{};

    /// All values of a field. \param name  in any case
    [[nodiscard]] std::vector<std::string_view> values(std::string_view name) const;

    /// The values joined as HTTP joins them, with commas; empty: there is none.
    [[nodiscard]] std::string value(std::string_view name) const;
};

struct Response {
    unsigned status = 200;
    Fields fields{}; ///< without those that the connection adds: length, date, connection
    std::string body{};
    bool close = false;                               ///< nothing more is read from this connection
    std::string route{};                              ///< the pattern of the route that made it; empty: none did
    std::shared_ptr<ProblemDocument const> problem{}; ///< that the body tells of; null: none

    [[nodiscard]] std::string value(std::string_view name) const;
};

} // namespace pf::http
