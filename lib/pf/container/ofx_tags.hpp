#pragma once

#include "pf/csv/reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace pf::container {

/// Reads the tags of OFX, both as SGML (1.x), which closes aggregates alone, and as XML (2.x): `<NAME>value`, with or
/// without an end.
class OfxTags {
public:
    struct Tag {
        std::string name;  ///< in capitals; `/NAME` of an end
        std::string value; ///< the text behind it, on which the next tag follows; without blanks around it
        std::int64_t line = 0;
    };

    explicit OfxTags(csv::Source source);

    /// What stands above the first tag and `<?…>`, `<!…>` are left out.
    /// \return  false at the end
    /// \throws pf::Error  bad_data with `file:line`: a tag that is never closed, of more than 64 characters, or with
    /// more than 64 KiB of text
    [[nodiscard]] bool next(Tag& tag);

private:
    [[nodiscard]] bool fill();
    [[nodiscard]] bool take(char& character);
    [[nodiscard]] bool take_until(char stop, std::string& text, std::size_t most, char const* what);
    [[noreturn]] void fail(std::string message) const;

    csv::Source m_source;
    std::string m_buffer;
    std::size_t m_at = 0;
    std::int64_t m_line = 1;
    bool m_is_in_tag = false;
};

} // namespace pf::container
