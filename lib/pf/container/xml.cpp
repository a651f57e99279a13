#include "pf/container/xml.hpp"

#include "pf/base/error.hpp"

#include <algorithm>
#include <exception>
#include <expat.h>
#include <type_traits>
#include <utility>

namespace pf::container {

namespace {

constexpr int most_depth = 100;
constexpr std::int64_t most_unfinished = std::int64_t{4} << 20U;
constexpr std::size_t piece_bytes = std::size_t{1} << 20U;

struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

} // namespace

std::string_view Attributes::local_name(std::string_view name)
{
    auto const colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view Attributes::operator[](std::string_view name) const
{
    std::string_view found;
    each([&](std::string_view own, std::string_view value) { found = own == name ? value : found; });
    return found;
}

struct XmlReader::Impl {
    Impl(std::string text_name, XmlHandler& told)
        : name(std::move(text_name)), handler(told), parser(XML_ParserCreate(nullptr))
    {
        XML_SetUserData(parser.get(), this);
        XML_SetElementHandler(parser.get(), opened, closed);
        XML_SetCharacterDataHandler(parser.get(), said);
        XML_SetStartDoctypeDeclHandler(parser.get(), declared);
    }

    /// Nothing may be thrown through the parser, which is written in C.
    template <typename Step>
    void guarded(Step const& step)
    {
        try {
            step();
        } catch (std::exception const&) {
            failure = std::current_exception();
            XML_StopParser(parser.get(), XML_FALSE);
        }
    }

    static void opened(void* self, XML_Char const* tag, XML_Char const** attributes)
    {
        auto& impl = *static_cast<Impl*>(self);
        impl.guarded([&] {
            if (++impl.depth > most_depth) {
                impl.fail("more than 100 elements stand in each other", "it is no file of transactions");
            }
            impl.handler.open(Attributes::local_name(tag), Attributes(attributes));
        });
    }

    static void closed(void* self, XML_Char const* tag)
    {
        auto& impl = *static_cast<Impl*>(self);
        --impl.depth;
        impl.guarded([&] { impl.handler.close(Attributes::local_name(tag)); });
    }

    static void said(void* self, XML_Char const* text, int length)
    {
        auto& impl = *static_cast<Impl*>(self);
        impl.guarded([&] { impl.handler.text({text, static_cast<std::size_t>(length)}); });
    }

    static void declared(void* self, XML_Char const*, XML_Char const*, XML_Char const*, int)
    {
        auto& impl = *static_cast<Impl*>(self);
        impl.guarded([&] {
            impl.fail("declares a document type, which can make little text very long",
                      "no broker's file has one: where is it from?");
        });
    }

    [[noreturn]] void fail(std::string message, std::string hint) const
    {
        throw Error(ExitCode::bad_data, std::move(message), name + ":" + std::to_string(line()), std::move(hint));
    }

    void put(std::string_view bytes, bool is_last)
    {
        auto const status = XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), is_last ? 1 : 0);
        if (failure) {
            std::rethrow_exception(failure);
        }
        if (status != XML_STATUS_OK) {
            fail(std::string("is no XML as it should be: ") + XML_ErrorString(XML_GetErrorCode(parser.get())),
                 "export it again");
        }
        taken += static_cast<std::int64_t>(bytes.size());
        if (taken - std::max<std::int64_t>(XML_GetCurrentByteIndex(parser.get()), 0) > most_unfinished) {
            fail("a tag is longer than 4 MiB", "it is no file of transactions");
        }
    }

    [[nodiscard]] std::int64_t line() const
    {
        return static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser.get()));
    }

    std::string name;
    XmlHandler& handler;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser;
    std::exception_ptr failure;
    std::int64_t taken = 0;
    int depth = 0;
};

XmlReader::XmlReader(std::string name, XmlHandler& handler) : m_impl(std::make_unique<Impl>(std::move(name), handler))
{
}
XmlReader::~XmlReader() = default;

void XmlReader::put(std::string_view bytes)
{
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece_bytes, bytes.size()))) {
        m_impl->put(bytes.substr(0, piece_bytes), false);
    }
}

void XmlReader::finish()
{
    m_impl->put({}, true);
}

std::int64_t XmlReader::line() const
{
    return m_impl->line();
}

} // namespace pf::container
