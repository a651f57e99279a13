#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace pf::container {

/// The attributes of an element; valid while it is opened.
class Attributes {
public:
    explicit Attributes(char const* const* pairs) : m_pairs(pairs) {}

    /// By its name without a prefix; empty when there is none.
    [[nodiscard]] std::string_view operator[](std::string_view name) const;

    /// \param visit  called with name (without prefix) and value of each, in the file's order
    template <typename Visit>
    void each(Visit const& visit) const
    {
        for (char const* const* at = m_pairs; *at != nullptr; at += 2) {
            visit(local_name(at[0]), std::string_view(at[1]));
        }
    }

    /// `x:row` is a row.
    [[nodiscard]] static std::string_view local_name(std::string_view name);

private:
    char const* const* m_pairs;
};

/// Told of an XML text piece by piece; names come without prefix.
class XmlHandler {
public:
    XmlHandler() = default;
    XmlHandler(XmlHandler const&) = delete;
    XmlHandler& operator=(XmlHandler const&) = delete;
    virtual ~XmlHandler() = default;

    virtual void open(std::string_view name, Attributes const& attributes) = 0;
    virtual void close(std::string_view name) = 0;
    virtual void text(std::string_view piece) = 0;
};

/// Reads XML as it comes, in memory that does not grow with it. A document type, and with it every entity that a file
/// could declare, is refused.
class XmlReader {
public:
    /// \param name     what messages call the text
    /// \param handler  outlives the reader; may throw
    XmlReader(std::string name, XmlHandler& handler);
    ~XmlReader();
    XmlReader(XmlReader const&) = delete;
    XmlReader& operator=(XmlReader const&) = delete;

    /// \throws pf::Error  bad_data with `name:line`: not well-formed, a document type, more than 100 elements in each
    /// other, a tag of more than 4 MiB
    void put(std::string_view bytes);

    /// The text ends here. \throws pf::Error  bad_data, when it may not
    void finish();

    /// Where the reader is, from 1.
    [[nodiscard]] std::int64_t line() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pf::container
