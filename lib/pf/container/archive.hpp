#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace pf::container {

/// What a zip archive or a gzip file holds. Whoever means harm makes little unfold into very much: what is larger than
/// 64 MiB may not be 200 times as large as its file.
class Archive {
public:
    enum class Kind : std::uint8_t { zip, gzip };

    /// \return  false when it needs no more
    using Receiver = std::function<bool(std::string_view)>;

    /// \param descriptor  stays the caller's; can be read from any place
    /// \param name        what messages call it
    Archive(int descriptor, std::string name, Kind kind);

    /// The files in it by their names, in the archive's order; those of a gzip file have none.
    /// \throws pf::Error  bad_data, when it is damaged or has more than 10 000
    [[nodiscard]] std::vector<std::string> members() const;

    /// Hand over a file in it, in pieces. \param member  one of `members`
    /// \throws pf::Error  bad_data: damaged, encrypted, or far larger than it seems; what the receiver throws
    void read(std::string const& member, Receiver const& receiver) const;

private:
    int m_descriptor;
    std::string m_name;
    Kind m_kind;
};

} // namespace pf::container
