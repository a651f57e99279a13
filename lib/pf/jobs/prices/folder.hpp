#pragma once

#include "pf/base/time.hpp"
#include "pf/prices/reading.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace pf::jobs {

/// The last answer to a question.
struct KeptAnswer {
    std::string request; ///< a digest of what was asked, without the key
    std::string etag;
    std::string last_modified;
    std::string body;
};

/// `$XDG_CACHE_HOME/pf/prices`: what sources have answered, and when they may be asked again. All of it may be deleted;
/// what cannot be kept there is not kept.
class AnswerFolder {
public:
    /// \param folder  nothing: there is none
    explicit AnswerFolder(std::optional<std::filesystem::path> folder) : m_folder(std::move(folder)) {}

    [[nodiscard]] std::optional<KeptAnswer> find(prices::Question const& question) const;
    void keep(prices::Question const& question, KeptAnswer const& answer) const;

    /// From when on the source may be asked again; nothing: now.
    [[nodiscard]] std::optional<Timestamp> next_time(prices::Source const& source) const;
    void keep_next_time(prices::Source const& source, Timestamp moment) const;

private:
    [[nodiscard]] std::optional<std::filesystem::path> path_of(prices::Question const& question) const;
    [[nodiscard]] std::optional<std::filesystem::path> time_path_of(prices::Source const& source) const;

    std::optional<std::filesystem::path> m_folder;
};

} // namespace pf::jobs
