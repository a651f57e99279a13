#include "pf/backup/key.hpp"

#include "pf/backup/sodium.hpp"
#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace pf::backup {

namespace {

constexpr std::string_view prefix = "pf-backup-key-1:"; // what it is, for whoever finds the file

constexpr std::size_t digits = 2 * Key::size;

/// Closed when it goes.
struct File {
    int descriptor = -1;
    ~File() { ::close(descriptor); }
};

Error cannot_read(std::filesystem::path const& file, int error)
{
    auto const code = error == EACCES || error == EPERM ? ExitCode::permission : ExitCode::no_input;
    return Error{code, std::string{"the key file cannot be read: "} + std::strerror(error), file.string(),
                 "`pf-backup keygen FILE` makes a new key; a backup can only be read with the key it was made with"};
}

[[noreturn]] void refuse(std::filesystem::path const& file, std::string const& what, std::string const& hint)
{
    throw Error{ExitCode::permission, what, file.string(), hint};
}

/// Whoever can read a key can read the backups and make others that it proves; so can who puts another in its place.
void check_rights(std::filesystem::path const& file, int descriptor)
{
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        return; // a pipe, as of a password manager, is nobody else's
    }
    if ((status.st_mode & (S_IRWXO | S_IWGRP)) != 0) {
        refuse(file, "others can read or change the key file", "chmod 600 " + file.string());
    }
    if (status.st_uid != ::geteuid() && status.st_uid != 0 && ::geteuid() != 0) {
        refuse(file, "the key file is somebody else's", "copy it, and make the copy yours alone");
    }
    std::error_code error;
    auto const folder = std::filesystem::canonical(file, error).parent_path();
    struct stat place {};
    bool const is_open = !error && ::stat(folder.c_str(), &place) == 0 && (place.st_mode & S_IWOTH) != 0 &&
                         (place.st_mode & S_ISVTX) == 0;
    if (is_open) {
        refuse(file, "anybody can put another key file in its place", "move it to a folder that only you can write to");
    }
}

/// A little more than a key, so that a longer file is noticed.
std::string content_of(std::filesystem::path const& file)
{
    File const opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    std::string text(prefix.size() + digits + 8, '\0');
    if (opened.descriptor < 0) {
        throw cannot_read(file, errno);
    }
    check_rights(file, opened.descriptor);
    auto const size = ::read(opened.descriptor, text.data(), text.size());
    if (size < 0) {
        throw cannot_read(file, errno);
    }
    text.resize(static_cast<std::size_t>(size));
    return text;
}

void write_new(std::filesystem::path const& file, std::string_view text)
{
    File const created{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (created.descriptor < 0) {
        auto const error = errno;
        throw Error{ExitCode::cannot_create, std::string{"the key file cannot be created: "} + std::strerror(error),
                    file.string(),
                    error == EEXIST ? "backups that were made with this key would be lost with it; choose another name"
                                    : "check the folder and its permissions"};
    }
    bool const written = ::fchmod(created.descriptor, 0600) == 0 &&
                         ::write(created.descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fsync(created.descriptor) == 0;
    if (!written) {
        auto const error = errno;
        ::unlink(file.c_str());
        throw Error{ExitCode::io_error, std::string{"the key file cannot be written: "} + std::strerror(error),
                    file.string()};
    }
}

} // namespace

void start_sodium()
{
    if (sodium_init() < 0) {
        throw Error{ExitCode::internal, "libsodium does not start"};
    }
}

Key::~Key()
{
    sodium_memzero(m_bytes.data(), m_bytes.size());
}

Key Key::random()
{
    start_sodium();
    Bytes bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return Key{bytes};
}

Key read_key_file(std::filesystem::path const& file)
{
    auto text = content_of(file);
    auto const trimmed = base::trimmed(text);
    Key::Bytes bytes{};
    std::size_t size = 0;
    bool const is_key = trimmed.size() == prefix.size() + digits && trimmed.starts_with(prefix) &&
                        sodium_hex2bin(bytes.data(), bytes.size(), trimmed.data() + prefix.size(), digits, nullptr,
                                       &size, nullptr) == 0 &&
                        size == bytes.size();
    sodium_memzero(text.data(), text.size());
    if (!is_key) {
        throw Error{ExitCode::bad_data, "the file does not hold a key", file.string(),
                    "a key file is one line that begins with " + std::string{prefix} +
                        " and is made by `pf-backup keygen`"};
    }
    return Key{bytes};
}

void create_key_file(std::filesystem::path const& file)
{
    auto const key = Key::random();
    std::string text(digits + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), key.bytes().data(), Key::size);
    text.back() = '\n';
    text.insert(0, prefix);
    write_new(file, text);
    sodium_memzero(text.data(), text.size());
}

} // namespace pf::backup
