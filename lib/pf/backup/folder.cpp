#include "pf/backup/folder.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace pf::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "pf-";
constexpr std::string_view plain_suffix = ".tar.zst";
constexpr std::string_view secret_suffix = ".tar.zst.enc";
constexpr std::string_view partial_suffix = ".partial";
constexpr char const* lock_name = ".pf-backup.lock";
constexpr std::size_t stamp_size = 16; // 20261121T083000Z

ExitCode code_of(int error)
{
    return error == EACCES || error == EPERM || error == EROFS ? ExitCode::permission : ExitCode::io_error;
}

std::optional<Timestamp> parse_stamp(std::string_view stamp)
{
    if (stamp.size() != stamp_size) {
        return std::nullopt;
    }
    auto const part = [&](std::size_t at, std::size_t size) { return stamp.substr(at, size); };
    auto const parsed = base::parse_iso_timestamp(
        fmt::format("{}-{}-{}T{}:{}:{}", part(0, 4), part(4, 2), part(6, 2), part(9, 2), part(11, 2), part(13, 3)));
    return parsed ? std::optional{parsed->timestamp} : std::nullopt;
}

void create_folder(fs::path const& folder)
{
    std::error_code error;
    if (fs::is_directory(folder, error)) {
        return;
    }
    if (fs::exists(folder, error)) {
        throw Error{ExitCode::cannot_create, "is not a folder", folder.string(), "choose another one with --to"};
    }
    if (auto const parent = folder.parent_path(); !parent.empty()) {
        fs::create_directories(parent, error);
    }
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        auto const code =
            errno == EACCES || errno == EPERM || errno == EROFS ? ExitCode::permission : ExitCode::cannot_create;
        throw Error{code, std::string{"the folder cannot be created: "} + std::strerror(errno), folder.string(),
                    "choose another one with --to"};
    }
    ::chmod(folder.c_str(), 0700);
}

std::string content_of(int file)
{
    std::string text(256, '\0');
    auto const size = ::pread(file, text.data(), text.size(), 0);
    text.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return text;
}

} // namespace

std::string file_name(Timestamp created_at, bool encrypted)
{
    auto stamp = base::to_text(Timestamp{std::chrono::floor<std::chrono::seconds>(created_at)});
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    return fmt::format("{}{}{}", prefix, stamp, encrypted ? secret_suffix : plain_suffix);
}

std::optional<BackupFile> parse_file_name(std::string_view name)
{
    bool const encrypted = name.ends_with(secret_suffix);
    if (!name.starts_with(prefix) || !(encrypted || name.ends_with(plain_suffix))) {
        return std::nullopt;
    }
    auto const stamp_end = name.size() - (encrypted ? secret_suffix : plain_suffix).size();
    auto const created_at = parse_stamp(name.substr(prefix.size(), stamp_end - prefix.size()));
    if (!created_at || file_name(*created_at, encrypted) != name) {
        return std::nullopt;
    }
    return BackupFile{name, *created_at, encrypted, 0};
}

std::vector<BackupFile> list_folder(fs::path const& folder)
{
    std::vector<BackupFile> files;
    std::error_code error;
    fs::directory_iterator entries{folder, error};
    if (error == std::errc::no_such_file_or_directory) {
        return files;
    }
    while (!error && entries != fs::directory_iterator{}) {
        auto file = parse_file_name(entries->path().filename().string());
        std::error_code gone;
        if (file && entries->is_regular_file(gone)) {
            file->path = entries->path();
            file->size = entries->file_size(gone);
            files.push_back(*file);
        }
        entries.increment(error);
    }
    if (error) {
        throw Error{code_of(error.value()), "the folder cannot be read: " + error.message(), folder.string()};
    }
    std::ranges::sort(files, [](BackupFile const& left, BackupFile const& right) {
        return left.created_at != right.created_at ? left.created_at > right.created_at : left.path > right.path;
    });
    return files;
}

std::string partial_name(std::string_view name)
{
    return fmt::format(".{}{}", name, partial_suffix);
}

FolderLock::FolderLock(fs::path const& folder, std::string_view holder) : m_folder(folder)
{
    create_folder(folder);
    auto const name = folder / lock_name;
    m_file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (m_file < 0) {
        auto const code = code_of(errno) == ExitCode::permission ? ExitCode::permission : ExitCode::cannot_create;
        throw Error{code, std::string{"the lock file cannot be created: "} + std::strerror(errno), name.string(),
                    "choose another folder with --to"};
    }
    ::fchmod(m_file, 0600); // whatever the umask is: the next run must be able to open it
    if (::flock(m_file, LOCK_EX | LOCK_NB) != 0) {
        auto const error = errno;
        auto const content = content_of(m_file);
        auto const who = base::trimmed(content);
        auto const text = who.empty() ? std::string{"another program"} : std::string{who};
        ::close(m_file);
        if (error == EWOULDBLOCK) {
            throw Error{ExitCode::busy, "another run works in this folder: " + text, folder.string(),
                        "wait until it has ended"};
        }
        throw Error{ExitCode::io_error, std::string{"the folder cannot be locked: "} + std::strerror(error),
                    folder.string(), "choose a folder on a file system that knows locks"};
    }
    auto const text = fmt::format("{}, pid {}, since {}\n", holder, ::getpid(),
                                  base::to_text(Timestamp{std::chrono::floor<std::chrono::seconds>(base::now())}));
    // Who holds it is only told; the lock is held without it, too, as on a full disk.
    static_cast<void>(::ftruncate(m_file, 0) == 0 && ::pwrite(m_file, text.data(), text.size(), 0) > 0);
}

FolderLock::~FolderLock()
{
    static_cast<void>(::ftruncate(m_file, 0) == 0);
    ::close(m_file);
}

int FolderLock::sweep() const
{
    int count = 0;
    std::error_code error;
    for (fs::directory_iterator entries{m_folder, error}; !error && entries != fs::directory_iterator{};
         entries.increment(error)) {
        auto const name = entries->path().filename().string();
        bool const is_partial = name.starts_with("." + std::string{prefix}) && name.ends_with(partial_suffix);
        std::error_code ignored;
        count += is_partial && fs::remove(entries->path(), ignored) ? 1 : 0;
    }
    return count;
}

} // namespace pf::backup
