#include "pf/db/scratch.hpp"

#include "pf/db/postgres/scratch.hpp"
#include "pf/db/schema.hpp"
#include "pf/db/session.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <utility>

namespace pf::db {

/// Takes the database away again. Nothing is to be removed by default.
class ScratchDatabase::Remover {
public:
    Remover() = default;
    Remover(Remover const&) = delete;
    Remover& operator=(Remover const&) = delete;
    virtual ~Remover() = default;
};

namespace {

/// The end of a scratch database happens in destructors: a failure is told, not thrown.
template <typename Work>
void remove_or_tell(std::string const& shown, Work const& work)
{
    try {
        work();
    } catch (std::exception const& error) {
        spdlog::warn("the scratch database {} is left behind: {}", shown, error.what());
    }
}

/// An empty database, with an empty portfolio when one is asked for.
std::unique_ptr<Database> opened(Target const& target, OpenOptions const& options)
{
    if (!target.portfolio.empty()) {
        auto whole = Database::open(target.within({}), options);
        whole.session().driver().run_script(fmt::format("CREATE SCHEMA \"{}\"", target.portfolio));
    }
    return std::make_unique<Database>(Database::open(target, options));
}

} // namespace

ScratchDatabase::ScratchDatabase(std::unique_ptr<Remover> remover) : m_remover(std::move(remover)) {}
ScratchDatabase::ScratchDatabase(ScratchDatabase&&) noexcept = default;
ScratchDatabase::~ScratchDatabase() = default;

ScratchDatabase ScratchDatabase::in_memory(OpenOptions const& options)
{
    ScratchDatabase scratch{nullptr};
    scratch.m_database = std::make_unique<Database>(Database::open(Target::parse("sqlite::memory:"), options));
    return scratch;
}

ScratchDatabase ScratchDatabase::on_disk(OpenOptions const& options)
{
    ScratchDatabase scratch{nullptr};
    scratch.m_database =
        std::make_unique<Database>(Database::open({Backend::sqlite, "", "a temporary database", {}}, options));
    return scratch;
}

ScratchDatabase ScratchDatabase::create(Database& beside, OpenOptions const& options)
{
    class Dropper final : public Remover {
    public:
        Dropper(Database& server, std::string name) : m_server(server), m_name(std::move(name)) {}
        ~Dropper() override
        {
            remove_or_tell(m_name, [&] { postgres::drop_database(m_server, m_name); });
        }

    private:
        Database& m_server;
        std::string m_name;
    };
    for (auto const& left : postgres::left_behind(beside)) {
        remove_or_tell(left, [&] { postgres::drop_database(beside, left); });
    }
    auto const name = postgres::scratch_name();
    postgres::hold_name(beside, name);
    // From the first moment on: also when CREATE DATABASE is interrupted after it was done.
    ScratchDatabase scratch{std::make_unique<Dropper>(beside, name)};
    postgres::create_database(beside, name);
    scratch.m_database = opened(postgres::beside(beside.target(), name).within(beside.target().portfolio), options);
    return scratch;
}

ScratchDatabase ScratchDatabase::use(Target const& target, OpenOptions const& options)
{
    class Emptier final : public Remover {
    public:
        Emptier(Target target, OpenOptions options) : m_target(std::move(target)), m_options(std::move(options)) {}
        ~Emptier() override
        {
            remove_or_tell(m_target.shown, [&] {
                auto database = Database::open(m_target, m_options);
                postgres::empty_database(database);
            });
        }

    private:
        Target m_target;
        OpenOptions m_options;
    };
    {
        auto database = Database::open(target.within({}), options);
        postgres::refuse_unless_empty(database);
    }
    ScratchDatabase scratch{std::make_unique<Emptier>(target.within({}), options)};
    scratch.m_database = opened(target, options);
    return scratch;
}

} // namespace pf::db
