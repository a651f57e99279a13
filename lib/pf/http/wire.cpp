#include "pf/http/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pf::http {

namespace {

std::string_view reason_of(unsigned status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 421:
        return "Misdirected Request";
    case 422:
        return "Unprocessable Content";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return status < 500 ? "Error" : "Internal Server Error";
    }
}

/// A line end in a value would begin another field.
std::string one_line(std::string text)
{
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return text;
}

bool has_length(unsigned status)
{
    return status != 204 && status != 304;
}

} // namespace

std::string http_date(Timestamp moment)
{
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = base::day_of(moment);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(moment - day)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days.at(std::chrono::weekday{day}.c_encoding()),
                       static_cast<unsigned>(date.day()), months.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

std::string wire_text(Response const& response, bool only_head, bool stays, Timestamp now)
{
    auto text =
        fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason_of(response.status), http_date(now));
    for (auto const& [name, value] : response.fields) {
        text += fmt::format("{}: {}\r\n", name, one_line(value));
    }
    if (has_length(response.status)) {
        text += fmt::format("Content-Length: {}\r\n", response.body.size());
    }
    text += stays ? "\r\n" : "Connection: close\r\n\r\n";
    if (!only_head && has_length(response.status)) {
        text += response.body;
    }
    return text;
}

} // namespace pf::http
