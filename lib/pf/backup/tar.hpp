#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct archive; // libarchive's

/// The two things libarchive writes for us, apart from each other: zstd frames, and the headers of tar. A header says
/// how long its member is, and that is known only when all of the member has been compressed.
namespace pf::backup {

/// Bytes to one zstd frame.
class ZstdFrame {
public:
    using Receiver = std::function<void(std::string_view)>;

    /// \param receiver  of what comes out
    explicit ZstdFrame(Receiver receiver);
    ZstdFrame(ZstdFrame const&) = delete;
    ZstdFrame& operator=(ZstdFrame const&) = delete;
    ~ZstdFrame();

    void put(std::string_view bytes);
    void finish();

private:
    void check(int result);

    struct Free {
        void operator()(archive* handle) const;
    };
    Receiver m_receiver;
    std::exception_ptr m_failure; ///< of the receiver; it must not be thrown through C
    std::unique_ptr<archive, Free> m_archive;
};

/// The bytes before a member's content. A member that is too large for the plain form gets the pax extension.
[[nodiscard]] std::string tar_header(std::string const& name, std::uint64_t size, std::int64_t modified_s);

/// The zeros after a member's content, up to a full block.
[[nodiscard]] std::string tar_padding(std::uint64_t size);

/// The zeros at the end of an archive.
[[nodiscard]] std::string tar_end();

} // namespace pf::backup
