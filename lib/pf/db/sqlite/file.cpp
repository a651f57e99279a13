#include "pf/db/sqlite/file.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace pf::db::sqlite {

namespace fs = std::filesystem;

namespace {

constexpr char const* name_hint = "name a file in a folder that you may write to: --database sqlite:PATH";

[[noreturn]] void fail_to_create(std::string const& what, std::string const& where, int error)
{
    auto const code =
        error == EACCES || error == EPERM || error == EROFS ? ExitCode::permission : ExitCode::cannot_create;
    throw Error{code, what + " cannot be created: " + std::strerror(error), where, name_hint};
}

void create_folders(fs::path const& folder, std::string const& where)
{
    std::error_code ignored;
    if (folder.empty() || fs::exists(folder, ignored)) {
        return;
    }
    create_folders(folder.parent_path(), where);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        fail_to_create("the folder " + base::quoted(folder.string()), where, errno);
    }
}

/// SQLite gives the -wal and -shm files the rights of the database.
void create_file(fs::path const& path, std::string const& where)
{
    auto const file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) {
        ::close(file);
    } else if (errno != EEXIST) {
        fail_to_create("the database", where, errno);
    }
}

void check_existing(std::string const& path, fs::file_status const& status)
{
    if (fs::is_directory(status)) {
        throw Error{ExitCode::config, "the database is a directory", path, "name a file: --database sqlite:PATH"};
    }
    if (!fs::is_regular_file(status)) {
        throw Error{ExitCode::config, "the database is not a regular file", path,
                    "name a file: --database sqlite:PATH"};
    }
    if (::access(path.c_str(), R_OK) != 0) {
        throw Error{ExitCode::permission, "the database cannot be read", path, "who owns the file?"};
    }
}

} // namespace

bool prepare_file(std::string const& path, Missing missing)
{
    std::error_code error;
    auto const status = fs::status(path, error);
    if (status.type() == fs::file_type::none) {
        throw Error{ExitCode::permission, "the database cannot be looked at: " + error.message(), path, name_hint};
    }
    if (fs::exists(status)) {
        check_existing(path, status);
        return true;
    }
    if (missing == Missing::taken_as_empty) {
        return false;
    }
    if (missing == Missing::refused) {
        throw Error{ExitCode::no_input, "there is no such database", path,
                    "pf-import creates it; --database names another"};
    }
    create_folders(fs::path{path}.parent_path(), path);
    create_file(path, path);
    return true;
}

std::string uri_of(std::string const& path)
{
    constexpr std::string_view hexadecimal = "0123456789ABCDEF";
    std::string uri = "file:";
    for (char const c : path) {
        auto const plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           std::string_view{"/._-~"}.find(c) != std::string_view::npos;
        if (plain) {
            uri += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            uri += '%';
            uri += hexadecimal[byte >> 4U];
            uri += hexadecimal[byte & 0xFU];
        }
    }
    return uri;
}

bool is_left_alone(std::string const& path)
{
    auto const parent = fs::path{path}.parent_path();
    auto const folder = parent.empty() ? fs::path{"."} : parent;
    return ::access(folder.c_str(), W_OK) != 0 && ::access((path + "-wal").c_str(), F_OK) != 0;
}

} // namespace pf::db::sqlite
