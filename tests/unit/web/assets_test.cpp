#include "pf/web/assets.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace pf;
using namespace pf::web;

namespace {

http::Request accepting(std::string const& codings)
{
    http::Request request;
    request.fields = {{"Accept-Encoding", codings}};
    return request;
}

} // namespace

TEST_CASE("an asset is named after what is in it, and kept forever")
{
    auto const path = asset_path("app.css");
    REQUIRE(path.starts_with("/assets/app."));
    auto const name = path.substr(std::string{"/assets/"}.size());
    auto const response = asset({}, name);
    CHECK(response.status == 200);
    CHECK(response.value("Content-Type") == "text/css; charset=utf-8");
    CHECK(response.value("Cache-Control") == "public, max-age=31536000, immutable");
    CHECK(response.value("Content-Encoding").empty());
    CHECK(asset({}, "app.css").status == 404);
    CHECK_THROWS(static_cast<void>(asset_path("no-such.css")));
}

TEST_CASE("an asset is compressed for who takes it so")
{
    auto const name = asset_path("app.js").substr(std::string{"/assets/"}.size());
    auto const plain = asset({}, name);
    for (auto const* const codings : {"gzip", "br, GZIP;q=0.5", "gzip;q=1.0, *;q=0"}) {
        CAPTURE(codings);
        auto const response = asset(accepting(codings), name);
        CHECK(response.value("Content-Encoding") == "gzip");
        CHECK(response.body.size() < plain.body.size());
        CHECK(response.body.starts_with("\x1f\x8b"));
    }
    for (auto const* const codings : {"br", "gzip;q=0", "", "xgzip"}) {
        CAPTURE(codings);
        CHECK(asset(accepting(codings), name).body == plain.body);
    }
}
