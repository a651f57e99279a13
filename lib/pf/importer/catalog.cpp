#include "pf/base/definition_file.hpp"
#include "pf/base/embedded.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/importer/definition.hpp"
#include "pf/importer/header.hpp"
#include "pf/importer/importer.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

namespace pf::importer {

namespace {

using base::DefinitionFile;

/// `degiro.words.toml` has the words of `degiro.toml`, by the name of the definition they belong to.
using Words = std::multimap<std::string, WordFile, std::less<>>;

constexpr std::string_view words_ending = ".words.toml";

bool holds_words(DefinitionFile const& file)
{
    return std::string_view(file.name).ends_with(words_ending);
}

std::vector<DefinitionFile> built_in_files()
{
    std::vector<DefinitionFile> files;
    for (base::EmbeddedFile const& file : embedded::format_files()) {
        files.push_back({std::string(file.name), std::string(file.content), "<built-in>/" + std::string(file.name)});
    }
    return files;
}

void collect_words(Words& words, std::vector<DefinitionFile> const& files)
{
    for (DefinitionFile const& file : files) {
        if (holds_words(file)) {
            words.emplace(file.name.substr(0, file.name.size() - words_ending.size()), WordFile{file.text, file.file});
        }
    }
}

/// Of the format's required columns, the part that the header has, in percent.
std::size_t nearness_in_percent(Format const& format, Binding const& binding)
{
    auto const required =
        static_cast<std::size_t>(std::count_if(format.columns.begin(), format.columns.end(), [](Column const& column) {
            return !column.is_optional && column.joined.empty();
        }));
    return required == 0 ? 0 : 100 * (required - std::min(required, binding.lacks.size())) / required;
}

/// Another export of a known source, which has no events.
void refuse_other_export(Format const& format, std::string const& file)
{
    if (!format.refuse_reason.empty()) {
        throw Error(ExitCode::bad_data, format.refuse_reason, file, format.refuse_hint);
    }
}

} // namespace

struct Catalog::Impl {
    std::map<std::string, Format, std::less<>> formats;

    /// \param replaces  a format of the same name gives way; otherwise it is an error
    void add(std::vector<DefinitionFile> const& files, Words const& words, bool replaces);
    [[nodiscard]] std::vector<Fit> fits(std::string_view head, std::string const& file) const;
    [[nodiscard]] std::vector<Format const*> matching(std::string_view head, std::string const& file) const;
    [[nodiscard]] std::string nearest_hint(std::string_view head, std::string const& file) const;
};

void Catalog::Impl::add(std::vector<DefinitionFile> const& files, Words const& words, bool replaces)
{
    std::map<std::string, Format, std::less<>> own;
    for (DefinitionFile const& file : files) {
        if (holds_words(file)) {
            continue;
        }
        std::vector<WordFile> of_file;
        auto const [first, last] =
            words.equal_range(file.name.substr(0, file.name.size() - std::string_view(".toml").size()));
        std::transform(first, last, std::back_inserter(of_file), [](auto const& one) { return one.second; });
        Format format = parse_definition(file.text, file.file, std::move(of_file));
        auto const twin = own.find(format.name);
        bool const is_taken = twin != own.end() || (!replaces && formats.contains(format.name));
        if (is_taken) {
            throw Error(ExitCode::config, "format " + base::quoted(format.name) + " is defined twice", file.file,
                        "the other definition is " + (twin != own.end() ? twin->second : formats.at(format.name)).file);
        }
        std::string name = format.name;
        own.emplace(std::move(name), std::move(format));
    }
    for (auto& [name, format] : own) {
        formats.insert_or_assign(name, std::move(format));
    }
}

std::vector<Catalog::Fit> Catalog::Impl::fits(std::string_view head, std::string const& file) const
{
    std::vector<Fit> fits;
    std::optional<Error> problem;
    std::size_t problems = 0;
    Head rows(head, file);
    for (auto const& [name, format] : formats) {
        FoundHeader found = find_header(format, rows);
        if (found.has_rows && found.binding.matches()) {
            fits.push_back({&format, bound_columns(found.binding)});
        }
        if (found.problem) {
            problem = std::move(found.problem);
            ++problems;
        }
    }
    if (problem && problems == formats.size()) {
        throw Error(*problem);
    }
    return fits;
}

std::vector<Format const*> Catalog::Impl::matching(std::string_view head, std::string const& file) const
{
    auto const fitting = fits(head, file);
    std::size_t most = 0;
    for (Fit const& fit : fitting) {
        most = std::max(most, fit.columns);
    }
    std::vector<Format const*> matching;
    for (Fit const& fit : fitting) {
        if (fit.columns == most) {
            matching.push_back(fit.format);
        }
    }
    return matching;
}

std::string Catalog::Impl::nearest_hint(std::string_view head, std::string const& file) const
{
    Format const* nearest = nullptr;
    Binding best;
    std::size_t best_percent = 50;
    Head rows(head, file);
    for (auto const& [name, format] : formats) {
        FoundHeader const found = find_header(format, rows);
        std::size_t const percent = found.has_rows ? nearness_in_percent(format, found.binding) : 0;
        bool const is_nearer = percent > best_percent || (percent == best_percent && nearest != nullptr &&
                                                          found.binding.excess.size() < best.excess.size());
        if (is_nearer) {
            nearest = &format;
            best = found.binding;
            best_percent = percent;
        }
    }
    if (nearest == nullptr) {
        return "'pf-import learn' proposes a format for it; 'pf-import formats' lists those that are known";
    }
    return "nearest is " + base::quoted(nearest->name) + ", but " + describe_mismatch(best) +
           "; for another source 'pf-import learn' proposes a format";
}

Catalog::Catalog(std::string const& format_dir, std::string const& user_dir) : m_impl(std::make_unique<Impl>())
{
    auto const given = format_dir.empty() ? built_in_files() : base::definition_files_in(format_dir);
    auto const own = user_dir.empty() ? std::vector<DefinitionFile>() : base::definition_files_in(user_dir);
    Words words;
    collect_words(words, given);
    collect_words(words, own);
    m_impl->add(given, words, false);
    if (m_impl->formats.empty()) {
        throw Error(ExitCode::config, "has no format definitions (*.toml)", format_dir);
    }
    m_impl->add(own, words, true);
}

Catalog::Catalog(Catalog&&) noexcept = default;
Catalog& Catalog::operator=(Catalog&&) noexcept = default;
Catalog::~Catalog() = default;

std::vector<Format const*> Catalog::all() const
{
    std::vector<Format const*> formats;
    for (auto const& [name, format] : m_impl->formats) {
        if (format.refuse_reason.empty()) {
            formats.push_back(&format);
        }
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
    for (Format const* const format : all()) {
        names.push_back(format->name);
    }
    auto const nearest = base::nearest(name, names);
    throw Error(ExitCode::usage, "there is no format " + base::quoted(name), {},
                nearest ? "did you mean " + base::quoted(*nearest) + "?" : "formats: " + base::join(names, ", "));
}

std::vector<Format const*> Catalog::matching(std::string_view head) const
{
    return m_impl->matching(head, "input");
}

std::vector<Catalog::Fit> Catalog::fits(std::string_view head) const
{
    return m_impl->fits(head, "input");
}

Format const& Catalog::detect(std::string_view head, std::string const& file) const
{
    if (head.empty()) {
        throw Error(ExitCode::bad_data, "is empty", file, "a file begins with a header row");
    }
    auto const matching = m_impl->matching(head, file);
    if (matching.size() == 1) {
        refuse_other_export(*matching.front(), file);
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

std::shared_ptr<Format const> format_of(std::string_view definition, std::string const& file)
{
    return std::make_shared<Format const>(parse_definition(definition, file));
}

std::string const& name_of(Format const& format)
{
    return format.name;
}

bool is_newest_first(Format const& format)
{
    return format.newest_first;
}

bool has_quotes(Format const& format)
{
    return std::ranges::any_of(format.rules, [](Rule const& rule) {
        return std::ranges::any_of(rule.emissions, [](Emission const& emission) {
            return emission.record == Record::price || emission.record == Record::fx_rate;
        });
    });
}

Needs needs_of(Format const& format)
{
    Needs needs;
    for (Rule const& rule : format.rules) {
        for (Emission const& emission : rule.emissions) {
            for (Expression const& formula : emission.fields) {
                bool const uses_currency = formula.uses(Slot::Kind::default_currency);
                needs.ticker = needs.ticker || formula.uses(Slot::Kind::default_ticker);
                needs.currency = needs.currency || uses_currency;
                needs.currency_of_money =
                    needs.currency_of_money || (uses_currency && emission.record == Record::transaction);
            }
        }
    }
    return needs;
}

bool ids_identify(Format const& format)
{
    return format.id_identifies;
}

bool detail_varies(Format const& format)
{
    return format.detail_varies;
}

std::string const& title_of(Format const& format)
{
    return format.title;
}

} // namespace pf::importer
