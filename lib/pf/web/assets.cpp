#include "pf/web/assets.hpp"

#include "pf/base/embedded.hpp"
#include "pf/base/error.hpp"
#include "pf/base/sha256.hpp"
#include "pf/base/text.hpp"

#include <algorithm>

namespace pf::web {

namespace {

constexpr std::string_view gzip_ending = ".gz";

std::string digest_of(std::string_view content)
{
    constexpr std::size_t enough = 16;
    base::Sha256 hash;
    hash.add(content);
    return hash.hex().substr(0, enough);
}

std::string hashed(std::string_view file, std::string_view content)
{
    auto const dot = file.rfind('.');
    return std::string{file.substr(0, dot)} + "." + digest_of(content) + std::string{file.substr(dot)};
}

std::vector<Asset> loaded()
{
    auto const files = embedded::web_files();
    std::vector<Asset> assets;
    for (auto const& file : files) {
        if (file.name.ends_with(gzip_ending)) {
            continue;
        }
        auto const compressed =
            std::ranges::find(files, std::string{file.name} + std::string{gzip_ending}, &base::EmbeddedFile::name);
        assets.push_back({hashed(file.name, file.content), file.content,
                          compressed == files.end() ? std::string_view{} : compressed->content});
    }
    return assets;
}

char const* type_of(std::string_view name)
{
    return name.ends_with(".css")  ? "text/css; charset=utf-8"
           : name.ends_with(".js") ? "text/javascript; charset=utf-8"
                                   : "image/svg+xml";
}

bool accepts_gzip(http::Request const& request)
{
    auto const accepted = request.value("Accept-Encoding");
    auto const codings = base::split(accepted, ',');
    return std::ranges::any_of(codings, [](std::string_view coding) {
        auto const parts = base::split(coding, ';');
        bool const is_refused =
            parts.size() > 1 && base::trimmed(parts[1]).find_first_of("123456789") == std::string_view::npos;
        return base::equal_ignoring_case(base::trimmed(parts[0]), "gzip") && !is_refused;
    });
}

} // namespace

std::vector<Asset> const& assets()
{
    static std::vector<Asset> const all = loaded();
    return all;
}

std::string asset_path(std::string_view file)
{
    auto const dot = file.rfind('.');
    auto const found = std::ranges::find_if(assets(), [&](Asset const& asset) {
        return asset.name.starts_with(std::string{file.substr(0, dot)} + ".") && asset.name.ends_with(file.substr(dot));
    });
    if (found == assets().end()) {
        throw Error{ExitCode::internal, "there is no asset " + std::string{file}};
    }
    return "/assets/" + found->name;
}

http::Response asset(http::Request const& request, std::string_view name)
{
    auto const found = std::ranges::find(assets(), name, &Asset::name);
    if (found == assets().end()) {
        return {404, {{"Cache-Control", "no-store"}}};
    }
    http::Response response{200,
                            {{"Content-Type", type_of(name)},
                             {"Cache-Control", "public, max-age=31536000, immutable"},
                             {"Vary", "Accept-Encoding"}}};
    bool const is_compressed = !found->compressed.empty() && accepts_gzip(request);
    if (is_compressed) {
        response.fields.emplace_back("Content-Encoding", "gzip");
    }
    response.body = is_compressed ? found->compressed : found->content;
    return response;
}

} // namespace pf::web
