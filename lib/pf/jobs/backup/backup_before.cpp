#include "pf/jobs/run/backup_before.hpp"

#include "pf/cli/log.hpp"
#include "pf/db/stored_tables.hpp"
#include "pf/jobs/backup/create.hpp"

#include <fmt/format.h>

namespace pf::jobs {

namespace {

/// As a word of a shell.
std::string shell_word(std::string const& text)
{
    std::string word = "'";
    for (char const c : text) {
        word += c == '\'' ? std::string{"'\\''"} : std::string{c};
    }
    return word + "'";
}

bool may_hold_a_password(std::string_view url)
{
    auto const user = url.substr(0, url.find('@') == std::string_view::npos ? 0 : url.find('@'));
    return url.find("passw") != std::string_view::npos || user.find(':') != user.rfind(':');
}

/// Names the database unless that could show a password.
std::string restore_command(std::filesystem::path const& file, std::string const& portfolio, cli::Common const& common)
{
    auto command = "pf-backup restore --replace " + shell_word(std::filesystem::absolute(file).string());
    if (!may_hold_a_password(common.database)) {
        command += " --database " + shell_word(common.database);
    }
    if (!portfolio.empty()) {
        command += " --portfolio " + portfolio;
    }
    if (common.backup_key_file) {
        command += " --key-file " + shell_word(std::filesystem::absolute(*common.backup_key_file).string());
    }
    return command;
}

} // namespace

void BackupBefore::take(db::Target const& target, Deed deed)
{
    if (m_common == nullptr) {
        return;
    }
    m_portfolio = target.portfolio;
    try {
        db::OpenOptions options;
        options.application_name = m_common->application_name();
        options.log_sql = m_common->log_sql;
        options.missing = db::Missing::refused;
        auto database = db::Database::open(target, options);
        if (!db::hold_data(database)) {
            return;
        }
        m_taken = create_backup(database, BackupPlace::of(*m_common, target.portfolio), *m_common).path;
    } catch (Error const& error) {
        auto hint = error.hint();
        if (!m_opt_out.empty()) {
            hint += fmt::format("{}{} does without a backup", hint.empty() ? "" : "; ", m_opt_out);
        }
        throw Error{error.code(),
                    fmt::format("nothing was {}, because no backup could be taken: {}", deed.done, error.message()),
                    error.where(), hint, error.details()};
    }
    cli::log(cli::Level::info, "backup_before", fmt::format("backup before {}: {}", deed.noun, m_taken->string()),
             {{"file", m_taken->string()}});
}

Error BackupBefore::explained(Error const& error) const
{
    if (!m_taken) {
        return error;
    }
    auto details = error.details();
    details.push_back("to bring back what was there before: " + restore_command(*m_taken, m_portfolio, *m_common));
    return Error{error.code(), error.message(), error.where(), error.hint(), std::move(details)};
}

} // namespace pf::jobs
