#include "pf/cli/log.hpp"

#include "pf/base/secret.hpp"
#include "pf/base/text.hpp"
#include "pf/base/time.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

namespace pf::cli {
namespace {

using Json = nlohmann::ordered_json;

// A record of ours reaches the formatter as MESSAGE US EVENT US FIELDS (a JSON object); a plain message has no US.
constexpr char separator = '\x1f';

// What mutes the thread, if anything does.
thread_local Muted* muted = nullptr;

spdlog::level::level_enum to_spdlog(Level level)
{
    switch (level) {
    case Level::debug:
        return spdlog::level::debug;
    case Level::info:
        return spdlog::level::info;
    case Level::warning:
        return spdlog::level::warn;
    case Level::error:
        return spdlog::level::err;
    }
    return spdlog::level::info;
}

std::string_view name_of(spdlog::level::level_enum level)
{
    switch (level) {
    case spdlog::level::trace:
    case spdlog::level::debug:
        return "debug";
    case spdlog::level::info:
        return "info";
    case spdlog::level::warn:
        return "warning";
    default:
        return "error";
    }
}

struct Record {
    std::string_view message;
    std::string_view event = "message";
    std::string_view fields = "{}";
};

Record split_record(spdlog::details::log_msg const& entry)
{
    std::string_view const payload(entry.payload.data(), entry.payload.size());
    auto const parts = base::split(payload, separator);
    return parts.size() == 3 ? Record{parts[0], parts[1], parts[2]} : Record{payload};
}

void append(spdlog::memory_buf_t& target, std::string_view text)
{
    target.append(text.data(), text.data() + text.size());
}

class TextFormatter final : public spdlog::formatter {
public:
    explicit TextFormatter(bool terminal) : m_terminal(terminal) {}

    void format(spdlog::details::log_msg const& entry, spdlog::memory_buf_t& target) override
    {
        if (m_terminal) {
            append(target, "\r\x1b[K");
        }
        if (entry.level == spdlog::level::warn) {
            append(target, "warning: ");
        }
        append(target, base::printable(split_record(entry).message));
        target.push_back('\n');
    }

    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override
    {
        return std::make_unique<TextFormatter>(m_terminal);
    }

private:
    bool m_terminal;
};

class JsonFormatter final : public spdlog::formatter {
public:
    JsonFormatter(std::string tool, std::string run_id) : m_tool(std::move(tool)), m_run_id(std::move(run_id)) {}

    void format(spdlog::details::log_msg const& entry, spdlog::memory_buf_t& target) override
    {
        auto const record = split_record(entry);
        auto const time = std::chrono::time_point_cast<std::chrono::microseconds>(entry.time);
        Json line{{"time", base::to_text(Timestamp(time))},
                  {"level", name_of(entry.level)},
                  {"tool", m_tool},
                  {"run_id", m_run_id},
                  {"event", record.event},
                  {"message", record.message}};
        line.update(Json::parse(record.fields, nullptr, false));
        append(target, line.dump(-1, ' ', false, Json::error_handler_t::replace));
        target.push_back('\n');
    }

    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override
    {
        return std::make_unique<JsonFormatter>(m_tool, m_run_id);
    }

private:
    std::string m_tool;
    std::string m_run_id;
};

std::string to_json(Fields const& fields)
{
    Json object = Json::object();
    for (auto const& [name, value] : fields) {
        std::visit([&, &key = name](auto const& alternative) { object[key] = alternative; }, value);
    }
    return object.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// A complaint quotes what the user gave, and that may be a URL with a password, wherever it was put.
Complaint without_passwords(Complaint complaint)
{
    for (auto* const text : {&complaint.where, &complaint.message}) {
        *text = base::without_credentials(std::move(*text));
    }
    for (auto& line : complaint.details) {
        line = base::without_credentials(std::move(line));
    }
    return complaint;
}

void print_one(Complaint const& complaint)
{
    if (logs_json()) {
        Fields fields{{"where", complaint.where}, {"hint", complaint.hint}};
        if (!complaint.details.empty()) {
            fields.emplace_back("details", base::join(complaint.details, "\n"));
        }
        log(Level::error, "issue", complaint.message, fields);
        return;
    }
    log(Level::error, "issue",
        complaint.where.empty() ? complaint.message : complaint.where + ": " + complaint.message);
    for (auto const& line : complaint.details) {
        log(Level::error, "detail", line);
    }
}

} // namespace

void set_up_logging(LogSettings const& settings)
{
    bool const json = settings.format == LogFormat::json;
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    if (json) {
        sink->set_formatter(std::make_unique<JsonFormatter>(settings.tool, settings.run_id));
    } else {
        sink->set_formatter(std::make_unique<TextFormatter>(settings.terminal));
    }
    auto logger = std::make_shared<spdlog::logger>(json ? "json" : "text", std::move(sink));
    logger->set_level(to_spdlog(settings.threshold));
    logger->flush_on(spdlog::level::trace);
    spdlog::set_default_logger(std::move(logger));
}

bool logs_json()
{
    return spdlog::default_logger_raw()->name() == "json";
}

Muted::Muted()
{
    muted = this;
}

Muted::~Muted()
{
    muted = nullptr;
}

void log(Level level, std::string_view event, std::string_view message, Fields const& fields)
{
    if (muted != nullptr) {
        muted->m_issues += level == Level::warning || event == "issue" ? 1 : 0;
        level = Level::debug;
    }
    std::string text(message);
    std::erase(text, separator);
    spdlog::default_logger_raw()->log(
        to_spdlog(level),
        spdlog::string_view_t(fmt::format("{}{}{}{}{}", text, separator, event, separator, to_json(fields))));
}

void ComplaintPrinter::print(Complaint const& complaint)
{
    if (complaint.hint != m_hint) {
        finish();
    }
    auto const shown = without_passwords(complaint);
    print_one(shown);
    m_hint = complaint.hint;
}

void ComplaintPrinter::finish()
{
    if (!logs_json() && !m_hint.empty()) {
        log(Level::error, "hint", "hint: " + m_hint);
    }
    m_hint.clear();
}

void print_complaints(std::vector<Complaint> const& complaints)
{
    ComplaintPrinter printer;
    for (auto const& complaint : complaints) {
        printer.print(complaint);
    }
    printer.finish();
}

} // namespace pf::cli
