#pragma once

#include "pf/prices/transfer.hpp"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace pf::transfer {

/// Servers by libcurl, and programs. Linked with `pf-prices` alone.
class Network : public prices::Transfer {
public:
    /// \param keep_going  called while waiting; throws to stop everything
    explicit Network(std::function<void()> keep_going);
    ~Network() override;

    /// Connections stay open from one call to the next.
    [[nodiscard]] std::vector<prices::Answer> ask(std::span<prices::Request const> requests) override;

private:
    class Web;
    std::function<void()> m_keep_going;
    std::unique_ptr<Web> m_web;
};

/// Run a program, without a shell, and take what it prints on stdout; what it says on stderr is shown.
/// \param keep_going  as above
[[nodiscard]] prices::Answer run(prices::Request const& request, std::function<void()> const& keep_going);

} // namespace pf::transfer
