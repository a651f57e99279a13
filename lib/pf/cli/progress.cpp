#include "pf/cli/progress.hpp"

#include "pf/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unistd.h>

namespace pf::cli {
namespace {

constexpr std::size_t bar_cells = 24;

std::string duration(std::uint64_t seconds)
{
    return seconds < 3600 ? fmt::format("{}:{:02}", seconds / 60, seconds % 60)
                          : fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string bar(std::uint64_t done, std::uint64_t total)
{
    auto const filled = static_cast<std::size_t>(bar_cells * done / total);
    return std::string(filled, '#') + std::string(bar_cells - filled, '-');
}

void write_to_stderr(std::string const& text)
{
    [[maybe_unused]] auto const written = ::write(STDERR_FILENO, text.data(), text.size());
}

} // namespace

std::string shown_bytes(std::uint64_t count)
{
    constexpr std::uint64_t kilo = 1000;
    if (count < kilo) {
        return fmt::format("{} B", count);
    }
    constexpr char const* units[] = {"kB", "MB", "GB", "TB"};
    std::uint64_t unit = kilo;
    std::size_t index = 0;
    while (count / unit >= kilo && index + 1 < std::size(units)) {
        unit *= kilo;
        ++index;
    }
    return fmt::format("{}.{} {}", count / unit, count % unit / (unit / 10), units[index]);
}

std::string progress_line(std::string const& label, std::uint64_t done, std::uint64_t total,
                          std::chrono::milliseconds elapsed, std::size_t width)
{
    auto const milliseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(elapsed.count(), 1));
    auto const rate = done * 1000 / milliseconds;
    std::string line = done == 0 ? label : fmt::format("{}  {}", label, shown_bytes(done));
    if (total != 0) {
        done = std::min(done, total);
        line = fmt::format("{}  [{}] {:3}%  {} of {}", label, bar(done, total), done * 100 / total, shown_bytes(done),
                           shown_bytes(total));
    }
    if (done != 0 || total != 0) {
        line += fmt::format("  {}/s", shown_bytes(rate));
    }
    if (total != 0 && rate != 0) {
        line += fmt::format("  {} left", duration((total - done) / rate));
    }
    while (width > 0 && base::display_width(line) >= width) {
        line.pop_back();
    }
    return line;
}

Progress::Progress(std::string label, std::size_t width, bool shown)
    : m_label(std::move(label)), m_width(width), m_shown(shown)
{
}

Progress::~Progress()
{
    finish();
}

void Progress::update(std::uint64_t done, std::uint64_t total)
{
    if (!m_shown) {
        return;
    }
    auto const now = Clock::now();
    if (now < m_next) {
        return;
    }
    m_next = now + std::chrono::milliseconds(100);
    auto const elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_start);
    write_to_stderr("\r\x1b[K" + progress_line(m_label, done, total, elapsed, m_width));
    m_drawn = true;
}

void Progress::finish()
{
    if (m_drawn) {
        write_to_stderr("\r\x1b[K");
        m_drawn = false;
    }
}

} // namespace pf::cli
