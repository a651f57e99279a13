#include "pf/db/migrate.hpp"

#include "pf/db/history_store.hpp"
#include "pf/db/migration_runner.hpp"
#include "pf/db/session.hpp"

#include <fmt/format.h>

#include <array>
#include <random>
#include <thread>
#include <unistd.h>
#include <utility>

namespace pf::db {

namespace {

using Clock = std::chrono::steady_clock;
using migration::Direction;

/// Long enough to cost the server nothing, short enough that nobody notices; uneven, so that waiting runners spread.
std::chrono::milliseconds pause()
{
    static thread_local std::minstd_rand random{std::random_device{}()};
    return std::chrono::milliseconds{std::uniform_int_distribution<int>{40, 120}(random)};
}

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
    return fmt::format("{} ran without a transaction: what it did before the error remains; the history stays at "
                       "version {}",
                       file.name, version);
}

/// The database's version before the plan's `index`-th file.
std::int64_t version_before(migration::Plan const& plan, std::size_t index)
{
    bool const is_up = plan.direction == Direction::up;
    return is_up && index == 0 ? plan.from : plan.files[is_up ? index - 1 : index].version;
}

} // namespace

/// The runner's lock, from taking to freeing.
class Migrator::Lock {
public:
    Lock(MigrationRunner& runner, MigrateOptions const& options, std::string const& where) : m_runner(runner)
    {
        auto const deadline = Clock::now() + options.lock_wait;
        for (bool told = false; !m_runner.try_lock(); told = true) {
            if (Clock::now() >= deadline) {
                throw Error{ExitCode::busy, "another migration is running: " + m_runner.lock_holder(), where,
                            "wait for it, or allow more time with --lock-wait SECONDS"};
            }
            if (!told) {
                options.waiting(m_runner.lock_holder());
            }
            options.check();
            std::this_thread::sleep_for(pause());
        }
    }
    Lock(Lock const&) = delete;
    Lock& operator=(Lock const&) = delete;
    ~Lock() { m_runner.unlock(); }

private:
    MigrationRunner& m_runner;
};

Migrator::Migrator(Database& database, MigrateOptions options)
    : m_database(database),
      m_options(std::move(options)),
      m_runner(database.backend() == Backend::postgresql ? postgres_migration_runner(database)
                                                         : sqlite_migration_runner(database))
{
}

Migrator::~Migrator() = default;

migration::History Migrator::history()
{
    return m_runner->history().value_or(migration::History{});
}

migration::Plan Migrator::run(Planner const& planner)
{
    Lock const lock{*m_runner, m_options, m_database.session().driver().where()};
    auto const history = m_runner->history();
    migration::Plan plan = planner(history.value_or(migration::History{}));
    if (plan.empty()) {
        return plan;
    }
    if (!history) {
        m_runner->create_history();
    }
    for (std::size_t i = 0; i < plan.files.size(); ++i) {
        m_options.check();
        apply(plan.files[i], plan.direction, version_before(plan, i));
    }
    return plan;
}

void Migrator::apply(migration::File const& file, Direction direction, std::int64_t version)
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
