#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf::cache {

/// A Redis server that may help but is never needed. It is asked only when something is wanted of it; what cannot be
/// had is nothing. All waiting of a run together ends after a limit; after the first problem the server is left alone,
/// and the problem told once.
class Redis {
public:
    /// Told in one line what is wrong, without secrets.
    using Tell = std::function<void(std::string const& problem)>;

    static constexpr std::chrono::milliseconds default_limit{150};

    /// Connects when it is first needed. \param url  see `parse_address`; empty: no server, and no problem either
    Redis(std::string url, Tell tell, std::chrono::milliseconds limit = default_limit);
    ~Redis();
    Redis(Redis const&) = delete;
    Redis& operator=(Redis const&) = delete;

    /// Is there a server, and has nothing been wrong yet?
    [[nodiscard]] bool is_there() const;

    [[nodiscard]] std::optional<std::string> get(std::string const& key);
    void set(std::string const& key, std::string_view value, std::chrono::seconds lifetime);

    /// These fields of a hash, in order; nothing for those that it does not have. Empty when the server cannot say.
    [[nodiscard]] std::vector<std::optional<std::string>> fields(std::string const& key,
                                                                 std::vector<std::string> const& names);

    /// Set these fields of a hash.
    void set_fields(std::string const& key, std::vector<std::pair<std::string, std::string>> const& values);

    /// Add an entry to a stream, which keeps about the last `most`.
    void append(std::string const& stream, std::vector<std::pair<std::string, std::string>> const& entry, int most);

    /// What came from the server is not what belongs there: told like any other problem.
    void distrust(std::string const& problem);

private:
    class Link;
    template <typename Use>
    auto use(Use const& use_link);

    std::string m_url;
    Tell m_tell;
    std::chrono::milliseconds m_left;
    std::unique_ptr<Link> m_link;
};

} // namespace pf::cache
