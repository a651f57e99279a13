#include "pf/db/migrate.hpp"

#include "pf/db/history_store.hpp"
#include "pf/db/migration_lock.hpp"
#include "pf/db/migration_runner.hpp"
#include "pf/db/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <thread>
#include <unistd.h>
#include <utility>

namespace pf::db {

namespace {

using Clock = std::chrono::steady_clock;
using migration::Direction;

Error with_detail(Error const& error, std::string line)
{
    auto details = error.details();
    details.push_back(std::move(line));
    return Error{error.code(), error.message(), error.where(), error.hint(), std::move(details)};
}

std::string what_remains(migration::File const& file, std::int64_t version)
{
    if (file.transactional) {
        return fmt::format("{} is rolled back; the database stays at version {}", file.name, version);
    }
    return fmt::format("{} runs without a transaction: its statements before this one are done, and the next run goes "
                       "on here; the database stays at version {}",
                       file.name, version);
}

/// The database's version before the plan's `index`-th file.
std::int64_t version_before(migration::Plan const& plan, std::size_t index)
{
    if (plan.direction == Direction::down) {
        return plan.files[index].version;
    }
    return index == 0 ? plan.from : std::max(plan.from, plan.files[index - 1].version);
}

} // namespace

Migrator::Migrator(Database& database, MigrateOptions options)
    : m_database(database), m_options(std::move(options)), m_runner(migration_runner(database, m_options))
{
}

Migrator::~Migrator() = default;

migration::History Migrator::history()
{
    return m_runner->history().value_or(migration::History{});
}

migration::Plan Migrator::run(Planner const& planner)
{
    MigrationLock const lock{*m_runner, m_options, m_database.session().driver().where()};
    auto const history = m_runner->history();
    migration::Plan plan = resumed(planner(history.value_or(migration::History{})));
    if (plan.empty()) {
        return plan;
    }
    m_options.before(plan);
    if (!history) {
        m_runner->create_history();
    }
    for (std::size_t i = 0; i < plan.files.size(); ++i) {
        m_options.check();
        apply(plan.files[i], plan.direction, version_before(plan, i));
    }
    return plan;
}

migration::Plan Migrator::resumed(migration::Plan plan)
{
    for (auto& file : plan.files) {
        if (!file.transactional) {
            auto const progress = m_runner->progress(file, plan.direction);
            file = remaining(std::move(file), plan.direction, progress);
        }
    }
    return plan;
}

void Migrator::apply(migration::File const& file, Direction direction, std::int64_t version)
{
    for (int attempt = 1;; ++attempt) {
        try {
            return try_once(file, direction, version);
        } catch (Error const& error) {
            if (!file.transactional || !m_runner->lost_a_lock() || attempt > m_options.lock_retries) {
                throw;
            }
            m_runner->roll_back();
            wait_before_retry(file, error, attempt);
        }
    }
}

void Migrator::try_once(migration::File const& file, Direction direction, std::int64_t version)
{
    auto const start = Clock::now();
    if (!m_runner->begin(file, direction)) {
        return;
    }
    try {
        m_runner->run(file, direction);
    } catch (Error const& error) {
        throw with_detail(error, what_remains(file, version));
    }
    auto const elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    m_runner->record(file, direction, elapsed);
    m_runner->commit(file);
    m_options.applied(file, elapsed);
}

/// Twice as long each time, up to half a minute, and uneven, so that two that block each other do not meet again.
void Migrator::wait_before_retry(migration::File const& file, Error const& error, int attempt)
{
    static thread_local std::minstd_rand random{std::random_device{}()};
    int const most_ms = 200 << std::min(attempt, 8);
    std::chrono::milliseconds const length{std::uniform_int_distribution<int>{most_ms / 2, most_ms}(random)};
    m_options.retrying(file, error, length);
    for (auto const until = Clock::now() + length; Clock::now() < until;) {
        m_options.check();
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
}

void Migrator::baseline(std::vector<migration::File> const& files)
{
    MigrationLock const lock{*m_runner, m_options, m_database.session().driver().where()};
    if (auto const history = m_runner->history(); history && !history->empty()) {
        throw Error{
            ExitCode::schema,
            fmt::format("the database has a history already, up to version {}", migration::version_of(*history)),
            m_database.target().shown, "a baseline is for a database that no migration has been applied to"};
    }
    history::Home const home{m_database.target()};
    auto sql = history::create(home);
    for (auto const& file : files) {
        sql += history::add(home, file, 0, m_runner->user(), "baseline") + ";\n";
    }
    m_runner->write_history(sql);
}

bool Migrator::repair(migration::File const& file, std::string const& reason)
{
    MigrationLock const lock{*m_runner, m_options, m_database.session().driver().where()};
    auto const history = m_runner->history().value_or(migration::History{});
    auto const applied = std::ranges::find(history, file.version, &migration::Applied::version);
    if (applied == history.end()) {
        bool const has_progress =
            !m_runner->progress(file, Direction::up).empty() || !m_runner->progress(file, Direction::down).empty();
        return has_progress &&
               m_runner->write_history(history::forget_progress(history::Home{m_database.target()}, file.version)) > 0;
    }
    if (applied->checksum == file.checksum && applied->name == file.name) {
        return false;
    }
    auto const note = fmt::format("repaired {} by {}: {} (was {}, SHA-256 {})",
                                  base::to_text(std::chrono::floor<std::chrono::seconds>(base::now())),
                                  m_runner->user(), reason, applied->name, applied->checksum);
    return m_runner->write_history(history::repair(history::Home{m_database.target()}, file, note)) == 1;
}

std::unique_ptr<MigrationRunner> migration_runner(Database& database, MigrateOptions const& options)
{
    return database.backend() == Backend::postgresql ? postgres_migration_runner(database, options)
                                                     : sqlite_migration_runner(database);
}

std::string host_name()
{
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.front() == '\0' ? "localhost" : name.data();
}

ExitCode code_of_failure(ExitCode cause)
{
    return cause == ExitCode::schema || cause == ExitCode::internal ? ExitCode::bad_data : cause;
}

Error statement_error(migration::File const& file, std::size_t begin, std::optional<std::size_t> at, Error const& cause)
{
    auto const offset = at.value_or(begin);
    auto details = migration::excerpt(file.script.text, offset);
    details.insert(details.end(), cause.details().begin(), cause.details().end());
    return Error{code_of_failure(cause.code()), "error: " + cause.message(),
                 migration::place(file.script.path, migration::position_of(file.script.text, offset)), cause.hint(),
                 std::move(details)};
}

} // namespace pf::db
