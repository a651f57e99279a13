#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pf::prices {

/// What is to be asked, of a server or of a program.
struct Request {
    std::string url;                  ///< empty: a command
    std::vector<std::string> headers; ///< `Authorization: Token …`, for the host of the URL alone
    std::vector<std::string> command; ///< the words of one; no shell
    std::string etag;                 ///< of what is kept; the server may say that it is still right
    std::string last_modified;
    std::int64_t max_bytes = 0;
    std::chrono::seconds timeout{0};
};

/// What came of it.
struct Answer {
    int status = 0; ///< of HTTP; 200 for a program that ended well; 0: none came
    std::string body;
    std::string content_type;
    std::string etag;
    std::string last_modified;
    std::string retry_after;
    std::string problem;       ///< why there is none, in words without the request's secrets; empty: there is one
    bool is_transient = false; ///< the problem may be gone in a moment: no connection, a time limit

    friend bool operator==(Answer const&, Answer const&) = default;
};

/// Asks; what has no network gives it another one.
class Transfer {
public:
    Transfer() = default;
    Transfer(Transfer const&) = delete;
    Transfer& operator=(Transfer const&) = delete;
    virtual ~Transfer() = default;

    /// All of these at once. \return  an answer for each, in their order
    [[nodiscard]] virtual std::vector<Answer> ask(std::span<Request const> requests) = 0;
};

} // namespace pf::prices
