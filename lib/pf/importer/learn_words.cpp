#include "pf/importer/learn_words.hpp"

#include "pf/base/text.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace pf::importer {

namespace {

constexpr std::array<std::string_view, role_count> role_names{
    "date",  "time", "type",     "isin", "ticker",      "name",    "quantity", "price",
    "total", "fee",  "currency", "id",   "description", "account", "balance"};

/// Texts between bars, the usual one first. Lower case.
constexpr std::array<std::string_view, role_count> headers{
    // date
    "trade date|transaction date|trade time|activity date|run date|date|datetime|date/time|date (utc)|timestamp|"
    "utc_time|executed at|execution date|time|handelsdatum|buchungstag|buchungsdatum|ausführungsdatum|ausführung|datum|"
    "zeitpunkt|tag|day|date d'opération|date opération|date de transaction|jour|fecha de operación|fecha operación|"
    "fecha|data operazione|data operacji|data transakcji|data da operação|data|transactiedatum|dag|affärsdag|"
    "bokföringsdag|handelsdag|handelsdato|bokføringsdag|dato|kauppapäivä|päivämäärä|päivä|datum obchodu",
    // time
    "time|uhrzeit|zeit|tijd|heure|hora|ora|tid|godzina|aika|čas",
    // type
    "type|transaction type|action|activity type|activity|transaction|operation|kind|side|buy/sell|trans "
    "code|event|what|"
    "category|typ|art|transaktion|transaktionstyp|umsatzart|vorgang|geschäftsart|buchungsart|typ av transaktion|soort|"
    "transactietype|type d'opération|opération|tipo de operación|tipo|operación|tipo operazione|operazione|"
    "tipo de operação|transaksjonstype|transaktionstype|tapahtumalaji|typ operacji|rodzaj|rodzaj transakcji",
    // isin
    "isin|isin code|isin-code|kod isin|isin-nummer",
    // ticker
    "ticker|symbol|ticker symbol|ticker-symbol|instrument|security|asset|coin|kürzel|símbolo|simbolo|symbole|mnemonic",
    // name
    "name|security name|instrument name|asset name|company|stock|bezeichnung|wertpapier|wertpapiername|"
    "wertpapierbezeichnung|product|produkt|produit|producto|prodotto|naam|titel|titre|título|titolo|libellé|"
    "värdepapper|verdipapir|papir|arvopaperi|nazwa|papier",
    // quantity
    "quantity|shares|units|qty|no. of shares|number of shares|pieces|volume|number|anzahl|stück|stücke|menge|nominale|"
    "anteile|aantal|quantité|nombre|cantidad|títulos|quantità|quantidade|antal|antall|määrä|kpl|ilość|liczba|počet",
    // price
    "price|price per share|unit price|share price|price / share|trade price|execution price|each|kurs|preis|stückpreis|"
    "ausführungskurs|koers|prijs|cours|prix unitaire|prix|precio|cotización|prezzo|preço|pris|hinta|kurssi|cena|kurz",
    // total
    "total|amount|total amount|net amount|value|gross amount|total value|consideration|proceeds|cash flow|betrag|"
    "gesamtbetrag|gesamt|summe|endbetrag|bruttobetrag|nettobetrag|wert|bedrag|totaal|waarde|montant|montant total|"
    "montant net|importe|importe total|importo|controvalore|valor|montante|belopp|beløp|summa|kwota|wartość|částka",
    // fee
    "fee|fees|commission|commissions|costs|cost|charges|brokerage|transaction fee|total fees|gebühr|gebühren|provision|"
    "kosten|spesen|entgelt|courtage|kurtage|kurtasje|frais|comisión|comisiones|commissioni|spese|comissão|kulut|"
    "prowizja|opłata|poplatek",
    // currency
    "currency|ccy|cur|cur.|currency code|transaction currency|trade currency|money|fiat|währung|whg|valuta|munt|devise|"
    "moneda|divisa|moeda|valuutta|waluta|měna",
    // id
    "id|transaction id|transaction_id|trade id|external id|uuid|reference|reference number|ref|transaktions-id|"
    "transaktionsnummer|referenz|referens|transactie-id|identifiant|referencia|riferimento",
    // description
    "description|comment|comments|note|notes|details|memo|remark|remarks|beschreibung|kommentar|verwendungszweck|notiz|"
    "buchungstext|text|omschrijving|opmerking|commentaire|descripción|descrizione|nota|beskrivning|transaktionstext|"
    "opis",
    // account
    "account|account number|account id|account name|konto|kontonummer|depot|depotnummer|rekening|compte|cuenta|conto|"
    "rachunek",
    // balance
    "balance|cash balance|running balance|saldo|kontostand|solde"};

/// A day that is not the one on which it happened.
constexpr std::string_view other_days = "settle|settlement|value date|valuta|valeur|likviddag|expiry|expiration";

struct Meaning {
    std::string_view type;
    std::string_view words;
};
constexpr std::array meaning_table{
    Meaning{"BUY", "buy|bought|purchase|kauf|wertpapierkauf|koop|achat|compra|acquisto|köp|köpt|kjøp|kjøpt|køb|osto|"
                   "kupno|nákup|savings plan|sparplan"},
    Meaning{"SELL", "sell|sold|sale|verkauf|wertpapierverkauf|verkoop|vente|venta|vendita|venda|sälj|sålt|salg|solgt|"
                    "myynti|sprzedaż|prodej"},
    Meaning{"DIVIDEND",
            "dividend|dividends|cash dividend|paid dividend|dividende|dividendo|dividendi|utdelning|utbytte|"
            "udbytte|osinko|dywidenda|dividenda|distribution|ausschüttung"},
    Meaning{"INTEREST", "interest|interest payment|zinsen|rente|intérêts|intereses|interessi|juros|ränta|renter|korko|"
                        "odsetki|úrok"},
    Meaning{"FEE",
            "fee|fees|charge|custody fee|gebühr|gebühren|kosten|frais|comisión|commissione|avgift|gebyr|prowizja|"
            "poplatek"},
    Meaning{"TAX", "tax|taxes|withholding tax|steuer|steuern|quellensteuer|belasting|impôt|impuesto|imposta|skatt|"
                   "källskatt|kildeskatt|podatek|daň"},
    Meaning{"DEPOSIT", "deposit|top-up|top up|einzahlung|einlage|storting|dépôt|versement|depósito|ingreso|deposito|"
                       "versamento|insättning|innskudd|indbetaling|talletus|wpłata|vklad"},
    Meaning{"WITHDRAWAL", "withdrawal|auszahlung|entnahme|opname|retrait|retirada|retiro|prelievo|levantamento|uttag|"
                          "uttak|udbetaling|nosto|wypłata|výběr"},
    Meaning{"STAKING", "staking|staking reward"},
    Meaning{"AIRDROP", "airdrop"}};

template <typename Visit>
void for_each_word(std::string_view words, Visit const& visit)
{
    for (std::string_view const word : base::split(words, '|')) {
        visit(word);
    }
}

/// In lower case, blanks for underscores, without a unit in brackets: `Price ($)` is `price`.
std::string plain(std::string_view text)
{
    std::string lower = base::to_lower(base::trimmed(text));
    std::size_t const bracket = lower.find(" (");
    if (bracket != std::string::npos && bracket > 0 && lower.back() == ')') {
        lower.resize(bracket);
    }
    return lower;
}

bool is_letter(char character)
{
    bool const is_ascii = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    return is_ascii || (static_cast<unsigned char>(character) & 0x80U) != 0;
}

/// As a word of its own, not as a part of another.
bool has_word(std::string_view text, std::string_view word)
{
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        std::size_t const end = at + word.size();
        if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) {
            return true;
        }
    }
    return false;
}

bool has_any_word(std::string_view text, std::string_view words)
{
    bool has = false;
    for_each_word(words, [&](std::string_view word) { has = has || has_word(text, word); });
    return has;
}

} // namespace

std::string_view name_of(Role role)
{
    return role_names[static_cast<std::size_t>(role)];
}

std::optional<Role> parse_role(std::string_view name)
{
    auto const found = std::find(role_names.begin(), role_names.end(), name);
    return found == role_names.end() ? std::nullopt : std::optional(static_cast<Role>(found - role_names.begin()));
}

int fit_of(std::string_view header, Role role)
{
    constexpr int alone = 1000;
    constexpr int among_others = 400;
    std::string const lower = plain(header);
    if (role == Role::date && has_any_word(lower, other_days)) {
        return 0;
    }
    int best = 0;
    int place = 0;
    for_each_word(headers[static_cast<std::size_t>(role)], [&](std::string_view word) {
        int const worth = lower == word ? alone - place : has_word(lower, word) ? among_others - place : 0;
        best = std::max(best, worth);
        ++place;
    });
    return best;
}

std::string meaning_of(std::string_view word)
{
    std::string const lower = base::to_lower(base::trimmed(word));
    for (Meaning const& meaning : meaning_table) {
        bool is_known = false;
        for_each_word(meaning.words, [&](std::string_view known) { is_known = is_known || known == lower; });
        if (is_known) {
            return std::string(meaning.type);
        }
    }
    return {};
}

std::string perhaps_meaning_of(std::string_view word)
{
    std::string const lower = base::to_lower(base::trimmed(word));
    for (Meaning const& meaning : meaning_table) {
        if (has_any_word(lower, meaning.words)) {
            return std::string(meaning.type);
        }
    }
    return {};
}

std::vector<std::string> const& meanings()
{
    static std::vector<std::string> const all{
        "BUY",        "SELL",       "DIVIDEND", "INTEREST", "FEE",         "TAX",          "DEPOSIT",
        "WITHDRAWAL", "STAKING",    "AIRDROP",  "MINING",   "TRANSFER_IN", "TRANSFER_OUT", "RETURN_OF_CAPITAL",
        "TAX_REFUND", "FEE_REFUND", "EXPIRE",   "ignore"};
    return all;
}

} // namespace pf::importer
