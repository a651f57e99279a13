#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pf::db::postgres {

/// What libpq needs to know to connect, taken apart.
class Conninfo {
public:
    /// \param text  a URL, or libpq's `keyword=value …`; may be empty
    /// \throws pf::Error  config, when libpq does not understand it; never quotes the text, which may hold a password
    [[nodiscard]] static Conninfo parse(std::string_view text);

    /// As given here, or by libpq's environment variables and service file.
    [[nodiscard]] std::string value(std::string_view keyword) const;

    /// Replaces what was given.
    void set(std::string_view keyword, std::string value);

    /// `keyword='value' …`; holds the password, when one was given.
    [[nodiscard]] std::string text() const;

    /// `postgresql://user@host:port/database`, without any password.
    [[nodiscard]] std::string shown() const;

    /// Passwords that must not be shown, from here and from PGPASSWORD.
    [[nodiscard]] std::vector<std::string> secrets() const;

private:
    void check_names(std::string_view text) const;

    struct Option {
        std::string keyword;
        std::string value;
        std::string fallback; ///< from libpq's environment variables
        bool given = false;
        bool secret = false;
    };
    std::vector<Option> m_options;
};

/// `postgresql://user@host:port/database`; a socket's folder goes where libpq takes it, `?host=/run/postgresql`.
[[nodiscard]] std::string shown(std::string_view user, std::string_view host, std::string_view port,
                                std::string_view database);

} // namespace pf::db::postgres
