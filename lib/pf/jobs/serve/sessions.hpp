#pragma once

#include "pf/cli/common.hpp"
#include "pf/db/database.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace pf::jobs::serve {

/// Connections that only read, opened when they are needed and opened again when they were lost. Every question gets
/// one that answers and whose schema is this program's.
class Sessions {
public:
    Sessions(cli::Common const& common, std::size_t most);
    ~Sessions();
    Sessions(Sessions const&) = delete;
    Sessions& operator=(Sessions const&) = delete;

    class One;

    /// A session for one question.
    class Lease {
    public:
        /// \throws pf::Error  busy, when none is free within two seconds; unavailable, schema, permission …
        explicit Lease(Sessions& sessions);
        Lease(Lease const&) = delete;
        Lease& operator=(Lease const&) = delete;
        ~Lease();

        [[nodiscard]] db::Database& database();

    private:
        Lease(Sessions& sessions, std::unique_ptr<One> one);

        Sessions& m_sessions;
        std::unique_ptr<One> m_one;
    };

    /// Stop what they are doing.
    void cancel();

    struct Figures {
        std::size_t open = 0;
        std::size_t leased = 0;
        std::int64_t opened = 0; ///< since the beginning
    };
    [[nodiscard]] Figures figures();

private:
    [[nodiscard]] std::unique_ptr<One> take();
    [[nodiscard]] std::unique_ptr<One> checked(std::unique_ptr<One> one);
    void lend(One* one);
    void give_back(std::unique_ptr<One> one);

    cli::Common const& m_common;
    std::size_t m_most;
    std::mutex m_mutex;
    std::condition_variable m_freed;
    std::vector<std::unique_ptr<One>> m_idle;
    std::vector<One*> m_leased;
    std::size_t m_taken = 0;
    std::int64_t m_opened = 0;
};

} // namespace pf::jobs::serve
