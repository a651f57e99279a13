#include "pf/http/read_request.hpp"

#include "pf/base/text.hpp"
#include "pf/http/beast.hpp"

#include <cstdint>
#include <limits>

namespace pf::http {

namespace {

using Parser = boost::beast::http::request_parser<boost::beast::http::empty_body>;

/// RFC 9112 §2.2, §5.2: what smugglers of requests live on.
bool is_ambiguous(std::string_view head)
{
    for (std::size_t i = 0; i < head.size(); ++i) {
        auto const follows_cr = i > 0 && head[i - 1] == '\r';
        if (head[i] == '\0' || (head[i] == '\n') != follows_cr) {
            return true;
        }
        if (head[i] == '\n' && i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t')) {
            return true;
        }
    }
    return false;
}

std::string text_of(boost::beast::string_view view)
{
    return {view.data(), view.size()};
}

/// `HTTP/2.0`, and not what this server speaks.
bool is_other_version(std::string_view word)
{
    constexpr std::string_view protocol = "HTTP/";
    return word.starts_with(protocol) && word.size() > protocol.size() && word != "HTTP/1.0" && word != "HTTP/1.1" &&
           word.find_first_not_of("0123456789.", protocol.size()) == std::string_view::npos;
}

Request request_of(Parser const& parser)
{
    auto const& message = parser.get();
    Request request;
    request.method = text_of(message.method_string());
    request.target = text_of(message.target());
    for (auto const& field : message) {
        request.fields.emplace_back(text_of(field.name_string()), text_of(field.value()));
    }
    request.keep_alive = message.keep_alive();
    auto const lengths = request.values("Content-Length");
    request.has_body = !request.values("Transfer-Encoding").empty() || lengths.size() > 1 ||
                       (lengths.size() == 1 && lengths[0] != "0");
    return request;
}

} // namespace

std::optional<Request> read_request(std::string_view head)
{
    if (is_ambiguous(head)) {
        return std::nullopt;
    }
    Parser parser;
    parser.header_limit(std::numeric_limits<std::uint32_t>::max());
    parser.body_limit(std::numeric_limits<std::uint64_t>::max()); // the guard refuses them all, and says so
    boost::system::error_code error;
    parser.put(boost::asio::buffer(head.data(), head.size()), error);
    if (error || !parser.is_header_done()) {
        return std::nullopt;
    }
    return request_of(parser);
}

ProblemDocument problem_of_head(std::string_view head)
{
    auto const words = base::split(head.substr(0, head.find('\r')), ' ');
    if (words.size() == 3 && is_other_version(words.back())) {
        return {505, "version", "This server speaks HTTP/1.1", "the request is one of " + std::string{words.back()},
                "ask with HTTP/1.1"};
    }
    return {400, "malformed", "That is no request", "its head cannot be read, or could be read in two ways",
            "ask for a path with a Host field, lines that end in CR LF, and no field that goes on in the next line"};
}

} // namespace pf::http
