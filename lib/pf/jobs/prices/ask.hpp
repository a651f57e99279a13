#pragma once

#include "pf/jobs/prices/folder.hpp"
#include "pf/prices/retry.hpp"
#include "pf/prices/transfer.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pf::jobs {

/// What came of a question: a body, or why there is none.
struct Asked {
    prices::Question question;
    std::optional<std::string> body;
    std::string problem;
    std::string hint;
};

/// How sources are asked.
struct AskSettings {
    prices::RetryRules retry;
    std::string base_url;
    bool offline = false;
    std::function<Result<std::string>(prices::Source const&)> key_of; ///< empty text: it needs none
    std::function<void(std::chrono::milliseconds)> wait;
    std::function<Timestamp()> now;
    std::function<int()> per_mille; ///< 0 to 999, any
};

/// Asks sources by the rules of docs/pf-prices.md: few at once, no more than a minute allows, again when that may help,
/// no more after three in a row that no answer came to.
class Asker {
public:
    /// \param transfer, folder  outlive this
    Asker(prices::Transfer& transfer, AnswerFolder const& folder, AskSettings settings)
        : m_transfer(transfer), m_folder(folder), m_settings(std::move(settings))
    {
    }

    /// \return  of each question what came, in their order
    [[nodiscard]] std::vector<Asked> ask(std::vector<prices::Question> const& questions);

private:
    class OfSource;

    prices::Transfer& m_transfer;
    AnswerFolder const& m_folder;
    AskSettings m_settings;
};

} // namespace pf::jobs
