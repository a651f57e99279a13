#include "pf/jobs/serve/sessions.hpp"

#include "pf/base/error.hpp"
#include "pf/db/read_only.hpp"
#include "pf/jobs/run/open.hpp"
#include "pf/jobs/run/schema.hpp"

#include <chrono>
#include <sys/stat.h>
#include <utility>

namespace pf::jobs::serve {

namespace {

constexpr std::chrono::seconds longest_statement{10};
constexpr std::chrono::seconds longest_wait{2};

/// Which file a path names now: one that was replaced is another.
struct FileId {
    dev_t device = 0;
    ino_t number = 0;
    friend bool operator==(FileId const&, FileId const&) = default;
};

FileId file_of(db::Target const& target)
{
    struct stat status {};
    auto const is_file = target.backend == db::Backend::sqlite && ::stat(target.connection.c_str(), &status) == 0;
    return is_file ? FileId{status.st_dev, status.st_ino} : FileId{};
}

db::Database opened(cli::Common const& common)
{
    auto options = open_options(common);
    options.missing = db::Missing::refused;
    auto database = db::Database::open(target_of(common), options);
    db::make_read_only(database, longest_statement);
    return database;
}

} // namespace

class Sessions::One {
public:
    explicit One(cli::Common const& common)
        : database(opened(common)), canceller(database), file(file_of(database.target()))
    {
    }

    [[nodiscard]] bool is_of_same_file() const { return file == file_of(database.target()); }

    /// One round trip.
    void check() { bring_up_to_date(database, false); }

    db::Database database;
    db::Canceller canceller;
    FileId file;
};

Sessions::Sessions(cli::Common const& common, std::size_t most) : m_common(common), m_most(most) {}

Sessions::~Sessions() = default;

Sessions::Lease::Lease(Sessions& sessions, std::unique_ptr<One> one) : m_sessions(sessions), m_one(std::move(one)) {}

// The place is taken with the first of the two, so that it is given back whatever the second meets.
Sessions::Lease::Lease(Sessions& sessions) : Lease(sessions, sessions.take())
{
    m_one = m_sessions.checked(std::move(m_one));
    m_sessions.lend(m_one.get());
}

Sessions::Lease::~Lease()
{
    m_sessions.give_back(std::move(m_one));
}

db::Database& Sessions::Lease::database()
{
    return m_one->database;
}

std::unique_ptr<Sessions::One> Sessions::take()
{
    std::unique_lock lock{m_mutex};
    if (!m_freed.wait_for(lock, longest_wait, [&] { return m_taken < m_most; })) {
        throw Error{ExitCode::busy, "all connections to the database are at work"};
    }
    ++m_taken;
    if (m_idle.empty()) {
        return nullptr;
    }
    auto one = std::move(m_idle.back());
    m_idle.pop_back();
    return one;
}

/// A connection may have been lost since it was used last, or its file replaced; then a new one serves as well.
std::unique_ptr<Sessions::One> Sessions::checked(std::unique_ptr<One> one)
{
    if (one && one->is_of_same_file()) {
        try {
            one->check();
            return one;
        } catch (Error const& error) {
            if (error.code() == ExitCode::schema) {
                throw;
            }
        }
    }
    one.reset();
    auto fresh = std::make_unique<One>(m_common);
    {
        std::scoped_lock const lock{m_mutex};
        ++m_opened;
    }
    fresh->check();
    return fresh;
}

void Sessions::lend(One* one)
{
    std::scoped_lock const lock{m_mutex};
    m_leased.push_back(one);
}

void Sessions::give_back(std::unique_ptr<One> one)
{
    std::scoped_lock const lock{m_mutex};
    --m_taken;
    if (one) {
        std::erase(m_leased, one.get());
        m_idle.push_back(std::move(one));
    }
    m_freed.notify_one();
}

void Sessions::cancel()
{
    std::scoped_lock const lock{m_mutex};
    for (auto const* const one : m_leased) {
        one->canceller.cancel();
    }
}

Sessions::Figures Sessions::figures()
{
    std::scoped_lock const lock{m_mutex};
    return {m_idle.size() + m_leased.size(), m_leased.size(), m_opened};
}

} // namespace pf::jobs::serve
