#include "pf/cli/file_text.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace pf::cli {

std::optional<std::string> file_text(std::string const& path)
{
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    errno = 0;
    std::unique_ptr<std::FILE, Close> const file(std::fopen(path.c_str(), "rbe"));
    if (!file) {
        return std::nullopt;
    }
    std::string text;
    std::array<char, 4096> chunk{};
    while (auto const length = std::fread(chunk.data(), 1, chunk.size(), file.get())) {
        text.append(chunk.data(), length);
    }
    return std::ferror(file.get()) != 0 ? std::nullopt : std::optional(text);
}

} // namespace pf::cli
