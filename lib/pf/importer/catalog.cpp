#include "pf/base/embedded.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/importer/definition.hpp"
#include "pf/importer/header.hpp"
#include "pf/importer/importer.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <system_error>

namespace pf::importer {

namespace {

namespace fs = std::filesystem;

std::string content_of(fs::path const& path)
{
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw Error(ExitCode::config, "cannot be read", path.string());
    }
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// The `*.toml` of a folder, sorted; none when it does not exist.
std::vector<fs::path> definitions_in(std::string const& folder)
{
    std::vector<fs::path> paths;
    std::error_code problem;
    for (auto const& entry : fs::directory_iterator(folder, problem)) {
        if (entry.path().extension() == ".toml") {
            paths.push_back(entry.path());
        }
    }
    if (problem && problem != std::errc::no_such_file_or_directory) {
        throw Error(ExitCode::config, "cannot be listed: " + problem.message(), folder);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

} // namespace

struct Catalog::Impl {
    std::map<std::string, Format, std::less<>> formats;

    /// \param replaces  a format of the same name gives way; otherwise it is an error
    void add(std::string_view text, std::string const& file, bool replaces);
    void add_folder(std::string const& folder, bool replaces);
    [[nodiscard]] std::vector<Format const*> matching(std::string_view head, std::string const& file) const;
    [[nodiscard]] std::string nearest_hint(std::string_view head, std::string const& file) const;
};

void Catalog::Impl::add(std::string_view text, std::string const& file, bool replaces)
{
    Format format = parse_definition(text, file);
    auto const known = formats.find(format.name);
    if (known == formats.end()) {
        formats.emplace(format.name, std::move(format));
        return;
    }
    if (!replaces) {
        throw Error(ExitCode::config, "format " + base::quoted(format.name) + " is defined twice", file,
                    "the other definition is " + known->second.file);
    }
    known->second = std::move(format);
}

void Catalog::Impl::add_folder(std::string const& folder, bool replaces)
{
    Impl own;
    for (fs::path const& path : definitions_in(folder)) {
        own.add(content_of(path), path.string(), false);
    }
    for (auto& [name, format] : own.formats) {
        if (!replaces && formats.count(name) != 0) {
            throw Error(ExitCode::config, "format " + base::quoted(name) + " is defined twice", format.file);
        }
        formats.insert_or_assign(name, std::move(format));
    }
}

std::vector<Format const*> Catalog::Impl::matching(std::string_view head, std::string const& file) const
{
    std::vector<Format const*> matching;
    std::optional<Error> problem;
    std::size_t problems = 0;
    for (auto const& [name, format] : formats) {
        FoundHeader found = find_header(format, head, file);
        if (found.has_rows && found.binding.matches()) {
            matching.push_back(&format);
        }
        if (found.problem) {
            problem = std::move(found.problem);
            ++problems;
        }
    }
    if (problem && problems == formats.size()) {
        throw Error(*problem);
    }
    return matching;
}

std::string Catalog::Impl::nearest_hint(std::string_view head, std::string const& file) const
{
    Format const* nearest = nullptr;
    Binding best;
    std::ptrdiff_t best_score = 0;
    for (auto const& [name, format] : formats) {
        FoundHeader const found = find_header(format, head, file);
        auto const bound = std::count_if(found.binding.fields.begin(), found.binding.fields.end(),
                                         [](std::size_t field) { return field != Binding::missing; });
        std::ptrdiff_t const score =
            2 * bound - static_cast<std::ptrdiff_t>(2 * found.binding.lacks.size() + found.binding.excess.size());
        if (found.has_rows && bound > 0 && (nearest == nullptr || score > best_score)) {
            nearest = &format;
            best = found.binding;
            best_score = score;
        }
    }
    if (nearest == nullptr) {
        return "pf-import formats lists the formats; docs/formats.md shows how to add one";
    }
    return "nearest is " + base::quoted(nearest->name) + ", but " + describe_mismatch(best);
}

Catalog::Catalog(std::string const& format_dir, std::string const& user_dir) : m_impl(std::make_unique<Impl>())
{
    if (!format_dir.empty()) {
        m_impl->add_folder(format_dir, false);
        if (m_impl->formats.empty()) {
            throw Error(ExitCode::config, "has no format definitions (*.toml)", format_dir);
        }
    } else {
        for (base::EmbeddedFile const& file : embedded::format_files()) {
            m_impl->add(file.content, "<built-in>/" + std::string(file.name), false);
        }
    }
    if (!user_dir.empty()) {
        m_impl->add_folder(user_dir, true);
    }
}

Catalog::Catalog(Catalog&&) noexcept = default;
Catalog& Catalog::operator=(Catalog&&) noexcept = default;
Catalog::~Catalog() = default;

std::vector<Format const*> Catalog::all() const
{
    std::vector<Format const*> formats;
    for (auto const& [name, format] : m_impl->formats) {
        formats.push_back(&format);
    }
    return formats;
}

Format const& Catalog::get(std::string_view name) const
{
    auto const found = m_impl->formats.find(name);
    if (found != m_impl->formats.end()) {
        return found->second;
    }
    std::vector<std::string> names;
    for (auto const& [known, format] : m_impl->formats) {
        names.push_back(known);
    }
    auto const nearest = base::nearest(name, names);
    throw Error(ExitCode::usage, "there is no format " + base::quoted(name), {},
                nearest ? "did you mean " + base::quoted(*nearest) + "?" : "formats: " + base::join(names, ", "));
}

std::vector<Format const*> Catalog::matching(std::string_view head) const
{
    return m_impl->matching(head, "input");
}

Format const& Catalog::detect(std::string_view head, std::string const& file) const
{
    if (head.empty()) {
        throw Error(ExitCode::bad_data, "is empty", file, "a file begins with a header row");
    }
    auto const matching = m_impl->matching(head, file);
    if (matching.size() == 1) {
        return *matching.front();
    }
    if (matching.empty()) {
        throw Error(ExitCode::bad_data, "the header is of no known format", file + ":1",
                    m_impl->nearest_hint(head, file));
    }
    std::vector<std::string> names;
    for (Format const* const format : matching) {
        names.push_back(format->name);
    }
    throw Error(ExitCode::bad_data, "the header fits several formats: " + base::join(names, ", "), file + ":1",
                "choose one with --format");
}

std::string const& name_of(Format const& format)
{
    return format.name;
}

std::string const& title_of(Format const& format)
{
    return format.title;
}

} // namespace pf::importer
