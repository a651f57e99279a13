#include "pf/http/read_request.hpp"

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

} // namespace pf::http
