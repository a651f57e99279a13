#include "pf/backup/archive.hpp"
#include "pf/backup/secret_stream.hpp"
#include "pf/backup/streams.hpp"
#include "pf/backup/tar.hpp"
#include "pf/base/spill.hpp"

#include <utility>

namespace pf::backup {

namespace {

constexpr std::size_t piece = 128 * 1024;
constexpr std::size_t in_memory = 512 * 1024; // of each table, compressed

std::string in_frame(std::string_view bytes)
{
    std::string compressed;
    ZstdFrame frame{[&](std::string_view part) { compressed += part; }};
    frame.put(bytes);
    frame.finish();
    return compressed;
}

/// A table that is on its way into the archive, or waits for the manifest.
class WaitingTable {
public:
    WaitingTable(std::string name, std::vector<std::string> columns, std::string folder)
        : m_spill(in_memory, std::move(folder)), m_frame(std::in_place, [this](std::string_view bytes) {
              m_spill.put(m_veil.applied(bytes, m_compressed));
              m_compressed += bytes.size();
          })
    {
        m_entry.name = std::move(name);
        m_entry.columns = std::move(columns);
    }

    void put(std::string_view bytes)
    {
        m_entry.bytes += bytes.size();
        m_digest.add(bytes);
        m_frame->put(bytes);
    }

    void finish()
    {
        m_frame->finish();
        m_frame.reset();
        m_entry.blake2b = hex(m_digest.finish());
    }

    void replay(Sink& sink)
    {
        std::uint64_t position = 0;
        m_spill.replay([&](std::string_view bytes) {
            sink.put(m_veil.applied(bytes, position));
            position += bytes.size();
        });
    }

    void count_row() { ++m_entry.rows; }
    [[nodiscard]] TableEntry const& entry() const { return m_entry; }
    [[nodiscard]] std::uint64_t compressed() const { return m_compressed; }

private:
    TableEntry m_entry;
    Digest m_digest;
    Veil m_veil;
    std::uint64_t m_compressed = 0;
    base::Spill m_spill;
    std::optional<ZstdFrame> m_frame;
};

} // namespace

struct Writer::State {
    std::string folder;
    std::vector<std::unique_ptr<WaitingTable>> tables{};
    CsvText row{};

    void flush()
    {
        tables.back()->put(row.bytes());
        row.clear();
    }
};

Writer::Writer(std::filesystem::path const& folder) : m_state(std::make_unique<State>(State{folder.string()})) {}
Writer::~Writer() = default;

void Writer::begin_table(std::string name, std::vector<std::string> columns)
{
    for (auto const& column : columns) {
        m_state->row.text(column);
    }
    m_state->row.end_row();
    m_state->tables.push_back(std::make_unique<WaitingTable>(std::move(name), std::move(columns), m_state->folder));
}

CsvText& Writer::row()
{
    return m_state->row;
}

void Writer::end_row()
{
    m_state->row.end_row();
    m_state->tables.back()->count_row();
    if (m_state->row.bytes().size() >= piece) {
        m_state->flush();
    }
}

void Writer::end_table()
{
    m_state->flush();
    m_state->tables.back()->finish();
}

std::uint64_t Writer::csv_bytes() const
{
    std::uint64_t sum = m_state->row.bytes().size();
    for (auto const& table : m_state->tables) {
        sum += table->entry().bytes;
    }
    return sum;
}

std::uint64_t Writer::waiting_bytes() const
{
    std::uint64_t sum = 0;
    for (auto const& table : m_state->tables) {
        sum += table->compressed();
    }
    return sum;
}

Manifest Writer::finish(int file, std::string const& shown, Manifest manifest, std::optional<Key> const& key,
                        std::function<void(std::uint64_t)> const& wrote)
{
    for (auto const& table : m_state->tables) {
        manifest.tables.push_back(table->entry());
    }
    SealedSink sealed{file, shown, wrote};
    std::optional<SecretSink> secret;
    Sink& sink = key ? static_cast<Sink&>(secret.emplace(sealed, *key)) : sealed;

    auto const modified_s = std::chrono::floor<std::chrono::seconds>(manifest.created_at).time_since_epoch().count();
    auto const json = to_json(manifest);
    auto between = tar_header("manifest.json", json.size(), modified_s) + json + tar_padding(json.size());
    for (auto const& table : m_state->tables) {
        auto const& entry = table->entry();
        sink.put(in_frame(between + tar_header(entry.name + ".csv", entry.bytes, modified_s)));
        table->replay(sink);
        between = tar_padding(entry.bytes);
    }
    sink.put(in_frame(between + tar_end()));
    sink.finish();
    return manifest;
}

} // namespace pf::backup
