#include "pf/transfer/network.hpp"

#include "pf/base/error.hpp"
#include "pf/base/text.hpp"
#include "pf/prices/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <curl/curl.h>
#include <optional>

namespace pf::transfer {

namespace {

using prices::Answer;
using prices::Request;

constexpr int most_redirects = 3;
constexpr long most_connections = 64;

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

/// One request on its way, with the redirects that it is led through.
class Exchange {
public:
    explicit Exchange(Request const& request) : m_request(request), m_url(request.url), m_handle(curl_easy_init())
    {
        if (!m_handle) {
            throw Error(ExitCode::internal, "libcurl gives no handle");
        }
        prepare();
    }

    [[nodiscard]] CURL* handle() const { return m_handle.get(); }

    /// What is known now that the transfer has ended.
    /// \return  true, when it goes on at another address
    [[nodiscard]] bool finish(CURLcode code)
    {
        long status = 0;
        curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
        if (code == CURLE_OK && is_redirect(status)) {
            return follow();
        }
        if (code != CURLE_OK) {
            fail(code);
            return false;
        }
        m_answer.status = static_cast<int>(status);
        char const* type = nullptr;
        curl_easy_getinfo(handle(), CURLINFO_CONTENT_TYPE, &type);
        m_answer.content_type = type == nullptr ? "" : type;
        return false;
    }

    [[nodiscard]] Answer take() { return std::move(m_answer); }

private:
    template <typename Value>
    void set(CURLoption option, Value value)
    {
        if (curl_easy_setopt(handle(), option, value) != CURLE_OK) {
            throw Error(ExitCode::internal, fmt::format("libcurl refuses the option {}", static_cast<int>(option)));
        }
    }

    static bool is_redirect(long status)
    {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    void prepare()
    {
        set(CURLOPT_PROTOCOLS_STR, "https,http");
        set(CURLOPT_REDIR_PROTOCOLS_STR, "https");
        set(CURLOPT_FOLLOWLOCATION, 0L); // each address is looked at before it is asked: see follow
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_USERAGENT, "pf/" PF_VERSION);
        set(CURLOPT_ACCEPT_ENCODING, "");
        set(CURLOPT_TIMEOUT, static_cast<long>(m_request.timeout.count()));
        set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(std::min(m_request.timeout, std::chrono::seconds{10}).count()));
        set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(m_request.max_bytes));
        set(CURLOPT_WRITEFUNCTION, &Exchange::take_body);
        set(CURLOPT_WRITEDATA, this);
        set(CURLOPT_HEADERFUNCTION, &Exchange::take_header);
        set(CURLOPT_HEADERDATA, this);
        set_address();
    }

    void set_address()
    {
        set(CURLOPT_URL, m_url.c_str());
        // This machine is asked directly, whatever https_proxy says.
        if (m_url.starts_with("http://")) {
            set(CURLOPT_PROXY, "");
        }
        curl_slist* list = nullptr;
        for (auto const& header : headers()) {
            list = curl_slist_append(list, header.c_str());
        }
        m_headers.reset(list);
        set(CURLOPT_HTTPHEADER, m_headers.get());
    }

    /// A key is for the host that it was given for.
    [[nodiscard]] std::vector<std::string> headers() const
    {
        if (prices::origin_of(m_url) != prices::origin_of(m_request.url)) {
            return {};
        }
        auto headers = m_request.headers;
        if (!m_request.etag.empty()) {
            headers.push_back("If-None-Match: " + m_request.etag);
        }
        if (!m_request.last_modified.empty()) {
            headers.push_back("If-Modified-Since: " + m_request.last_modified);
        }
        return headers;
    }

    bool follow()
    {
        char const* target = nullptr;
        curl_easy_getinfo(handle(), CURLINFO_REDIRECT_URL, &target);
        std::string const next = target == nullptr ? "" : target;
        if (next.empty() || !prices::is_safe_redirect(m_url, next)) {
            m_answer.problem =
                fmt::format("it sends us to {}, where nothing is asked", base::quoted(prices::origin_of(next)));
            return false;
        }
        if (++m_redirects > most_redirects) {
            m_answer.problem = fmt::format("it sends us on more than {} times", most_redirects);
            return false;
        }
        m_url = next;
        m_answer = {};
        set_address();
        return true;
    }

    void fail(CURLcode code)
    {
        m_answer = {};
        if (m_is_too_large || code == CURLE_FILESIZE_EXCEEDED) {
            m_answer.problem = fmt::format("the answer has more than {} bytes", m_request.max_bytes);
            return;
        }
        if (code == CURLE_OPERATION_TIMEDOUT) {
            m_answer.problem = fmt::format("no answer within {} s", m_request.timeout.count());
            m_answer.is_transient = true;
            return;
        }
        m_answer.problem = base::to_lower(curl_easy_strerror(code));
        m_answer.is_transient = code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
                                code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_GOT_NOTHING ||
                                code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR || code == CURLE_PARTIAL_FILE;
    }

    /// Counts what comes out of a compressed answer, not what goes in.
    static std::size_t take_body(char const* data, std::size_t size, std::size_t count, void* exchange)
    {
        auto& self = *static_cast<Exchange*>(exchange);
        auto const bytes = size * count;
        self.m_is_too_large = self.m_answer.body.size() + bytes > static_cast<std::size_t>(self.m_request.max_bytes);
        if (self.m_is_too_large) {
            return 0;
        }
        self.m_answer.body.append(data, bytes);
        return bytes;
    }

    static std::size_t take_header(char const* data, std::size_t size, std::size_t count, void* exchange)
    {
        auto& answer = static_cast<Exchange*>(exchange)->m_answer;
        std::string_view const line{data, size * count};
        auto const colon = line.find(':');
        if (colon != std::string_view::npos) {
            auto const name = base::to_lower(line.substr(0, colon));
            auto const value = std::string{base::trimmed(line.substr(colon + 1))};
            if (name == "etag") {
                answer.etag = value;
            } else if (name == "last-modified") {
                answer.last_modified = value;
            } else if (name == "retry-after") {
                answer.retry_after = value;
            }
        }
        return size * count;
    }

    Request const& m_request;
    std::string m_url;
    std::unique_ptr<CURL, FreeEasy> m_handle;
    std::unique_ptr<curl_slist, FreeList> m_headers;
    Answer m_answer;
    int m_redirects = 0;
    bool m_is_too_large = false;
};

} // namespace

/// Several exchanges at once, over connections that stay open.
class Network::Web {
public:
    Web() : m_multi(curl_multi_init())
    {
        if (m_multi == nullptr) {
            throw Error(ExitCode::internal, "libcurl gives no handle");
        }
        // Otherwise those beyond four times what is at work are closed, and between two calls nothing is.
        curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, most_connections);
    }
    Web(Web const&) = delete;
    Web& operator=(Web const&) = delete;
    ~Web() { curl_multi_cleanup(m_multi); }

    [[nodiscard]] std::vector<Answer> ask(std::span<Request const> requests, std::function<void()> const& keep_going)
    {
        std::vector<std::unique_ptr<Exchange>> exchanges;
        for (auto const& request : requests) {
            exchanges.push_back(std::make_unique<Exchange>(request));
        }
        Added const added{m_multi, exchanges};
        for (int running = 1; running > 0 || m_goes_on;) {
            keep_going();
            m_goes_on = false;
            curl_multi_perform(m_multi, &running);
            finish(exchanges);
            if (running > 0) {
                curl_multi_poll(m_multi, nullptr, 0, 200, nullptr);
            }
        }
        std::vector<Answer> answers;
        for (auto const& exchange : exchanges) {
            answers.push_back(exchange->take());
        }
        return answers;
    }

private:
    using Exchanges = std::vector<std::unique_ptr<Exchange>>;

    /// Handles that are at work, also where waiting is interrupted.
    class Added {
    public:
        Added(CURLM* multi, Exchanges const& exchanges) : m_multi(multi), m_exchanges(exchanges)
        {
            for (auto const& exchange : m_exchanges) {
                curl_multi_add_handle(m_multi, exchange->handle());
            }
        }
        Added(Added const&) = delete;
        Added& operator=(Added const&) = delete;
        ~Added()
        {
            for (auto const& exchange : m_exchanges) {
                curl_multi_remove_handle(m_multi, exchange->handle());
            }
        }

    private:
        CURLM* m_multi;
        Exchanges const& m_exchanges;
    };

    void finish(Exchanges const& exchanges)
    {
        int left = 0;
        while (auto const* const message = curl_multi_info_read(m_multi, &left)) {
            if (message->msg != CURLMSG_DONE) {
                continue;
            }
            auto* const handle = message->easy_handle;
            auto const code = message->data.result;
            auto const found =
                std::ranges::find_if(exchanges, [&](auto const& one) { return one->handle() == handle; });
            curl_multi_remove_handle(m_multi, handle);
            if (found != exchanges.end() && (*found)->finish(code)) {
                curl_multi_add_handle(m_multi, handle);
                m_goes_on = true;
            }
        }
    }

    CURLM* m_multi;
    bool m_goes_on = false; ///< an exchange begins anew at another address
};

Network::Network(std::function<void()> keep_going) : m_keep_going(std::move(keep_going))
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    m_web = std::make_unique<Web>();
}

Network::~Network()
{
    m_web.reset();
    curl_global_cleanup();
}

std::vector<prices::Answer> Network::ask(std::span<prices::Request const> requests)
{
    if (requests.empty() || requests.front().command.empty()) {
        return m_web->ask(requests, m_keep_going);
    }
    std::vector<prices::Answer> answers;
    for (auto const& request : requests) {
        answers.push_back(run(request, m_keep_going));
    }
    return answers;
}

} // namespace pf::transfer
