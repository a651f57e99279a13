"""The pages in a browser: chromium looks at each in both themes and three widths, with the keyboard alone and without scripts."""

import contextlib
import os
import pathlib
import unittest
from urllib.parse import quote, urlsplit

import book
from driver import Browser
from served import Folder, Served

PROGRAMS = None
WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")

PAGES = ["/", "/holdings", "/holdings?sort=-weight&as-of=2024-01-31", "/holdings/AAA", "/performance", "/realized", "/realized?year=2023",
         "/allocation", "/allocation?as-of=2024-01-31&in=USD", "/holdings?asset-type=OTHER", "/tax?year=2024", "/tax?rules=uk&year=2023-24",
         "/income", "/income?by=ticker", "/compare", "/changes?from=2023-06-30&to=2024-03-31", "/transactions", "/transactions/main:1", "/cash?account=main", "/imports",
         "/imports/1", "/status", "/log-in", "/nowhere",
         *("/holdings/" + quote(ticker, safe="") for ticker in book.HOSTILE_TICKERS if ".." not in ticker),
         "/?account=" + quote(book.HOSTILE_ACCOUNT), "/tax?rules=us&year=2024&account=" + quote(book.HOSTILE_ACCOUNT), "/holdings?account=" + quote(book.HOSTILE_ACCOUNT), "/imports/3"]

# Texts whose colour is too near to that of what lies behind them (WCAG 2.2, 1.4.3).
CONTRAST = """
const channel = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const parts = text => {
  const numbers = text.match(/[\\d.]+/g).map(Number);
  return text.startsWith('color(') ? numbers.map((v, i) => i < 3 ? v * 255 : v) : numbers; // of a mix, from 0 to 1
};
function behind(element) {
  for (let at = element; at; at = at.parentElement) {
    const color = parts(getComputedStyle(at).backgroundColor);
    if (color.length === 3 || color[3] === 1) return color;
  }
  return [255, 255, 255];
}
const found = new Set();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || element.closest('svg, .unseen, .skip, script')) continue;
  const [one, other] = [light(parts(getComputedStyle(element).color)), light(behind(element))];
  const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  if (ratio < 4.5) found.add(`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`);
}
return [...found];
"""


class InBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Folder(PROGRAMS, "sqlite")
        cls.addClassCleanup(cls.folder.close)
        book.fill(cls.folder)
        cls.served = Served(cls.folder, command="web")
        cls.addClassCleanup(cls.served.__exit__)
        cls.root = f"http://127.0.0.1:{cls.served.address[1]}"
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.browser.scripts(True)
        self.browser.prefer("light")
        self.browser.resize(1280)
        self.browser.open("about:blank")
        self.browser.cdp("Network.clearBrowserCookies")
        self.browser.log("browser")
        self.browser.requested()

    def open(self, path):
        self.browser.open(self.root + path)

    def assert_clean(self, path):
        """Nothing went wrong in the browser, and nobody else was asked."""
        said = [entry["message"] for entry in self.browser.log("browser") if path != "/nowhere"]
        self.assertEqual(said, [], path)
        for url in self.browser.requested():
            self.assertIn(urlsplit(url).netloc or urlsplit(url).scheme, (urlsplit(self.root).netloc, "about", "data"), url)

    def test_every_page_fits_every_window(self):
        """W3: every page fits a phone, a tablet and a screen, in both themes, and every text can be read"""
        pictures = os.environ.get("PF_WEB_PICTURES")
        for path in PAGES:
            self.open(path)
            for theme in THEMES:
                self.browser.prefer(theme)
                for width in WIDTHS:
                    with self.subTest(path=path, theme=theme, width=width):
                        self.browser.resize(width)
                        widest = self.browser.run("return document.documentElement.scrollWidth")
                        self.assertLessEqual(widest, width)
                        if pictures:
                            name = f"{path.strip('/').replace('/', '-')[:40] or 'overview'}-{theme}-{width}.png"
                            self.browser.screenshot(pathlib.Path(pictures) / quote(name, safe=""))
                with self.subTest(path=path, theme=theme):
                    self.assertEqual(self.browser.run(CONTRAST), [])
            self.assert_clean(path)

    def test_names_of_the_data_stay_text(self):
        """W1: no name becomes markup or a script, and no page asks another host"""
        for path in PAGES:
            with self.subTest(path=path):
                self.open(path)
                self.assertIn("· pf", self.browser.run("return document.title"))
                self.assertEqual(self.browser.run("return document.querySelectorAll('main script, main img, svg svg, [onload], [onerror], "
                                                  "a[href^=\"javascript\"]').length"), 0)
                self.assertEqual(self.browser.run("return [...document.querySelectorAll('h1')].map(h => h.textContent)").count("taken"), 0)
                self.assert_clean(path)
        self.open("/holdings?account=" + quote(book.HOSTILE_ACCOUNT))
        shown = self.browser.run("return [...document.querySelectorAll('td bdi, th bdi')].map(name => name.textContent)")
        self.assertLessEqual(set(book.HOSTILE_TICKERS), set(shown))

    def test_links_of_hostile_names_lead_to_them(self):
        self.open("/holdings?account=" + quote(book.HOSTILE_ACCOUNT))
        links = self.browser.run("return [...document.querySelectorAll('tbody a[href^=\"/holdings/\"]')].map(a => [a.href, a.textContent])")
        self.assertEqual(len(links), len(book.HOSTILE_TICKERS))
        for href, name in links:
            if ".." not in name:
                with self.subTest(name=name):
                    self.browser.open(href)
                    self.assertEqual(self.browser.run("return document.querySelector('h1').textContent"), name)

    def test_a_screen_reader_is_told_what_things_are(self):
        """W3: tables, charts, links and fields have names, and every page one heading of the first rank"""
        for path in PAGES:
            with self.subTest(path=path):
                self.open(path)
                told = self.browser.accessible()
                for role in ("table", "img", "image", "link", "button", "combobox", "textbox", "searchbox", "Date", "navigation", "group"):
                    self.assertEqual([name for kind, name in told if kind == role and not name.strip()], [], role)
                self.assertEqual(self.browser.run("return document.querySelectorAll('h1').length"), 1)
                self.assertEqual(self.browser.run("return document.querySelectorAll('table:not(:has(caption)), th:not([scope])').length"), 0)
        self.open("/")
        told = self.browser.accessible()
        self.assertTrue(any(kind in ("img", "image") and "EUR" in name for kind, name in told), "the chart")
        self.assertIn(("table", "By account"), [(kind, name[:10]) for kind, name in told])

    def test_the_keyboard_is_enough(self):
        """W3: with the keyboard alone one skips the navigation, sorts, chooses and goes on"""
        self.open("/holdings")
        self.browser.press("tab")
        self.assertEqual(self.browser.run("return document.activeElement.className"), "skip")
        self.assertGreaterEqual(self.browser.run("return document.activeElement.getBoundingClientRect().left"), 0)
        self.browser.press("enter")
        self.browser.press("tab")
        self.assertTrue(self.browser.run("return document.querySelector('main').contains(document.activeElement)"))
        for _ in range(30):
            if "sort=" in (self.browser.run("return document.activeElement.getAttribute('href')") or ""):
                break
            self.assertNotEqual(self.browser.run("return getComputedStyle(document.activeElement).outlineStyle"), "none",
                                self.browser.run("return document.activeElement.outerHTML.slice(0, 200)"))
            self.browser.press("tab")
        self.browser.press("enter")
        self.browser.eventually(lambda: "sort=" in self.browser.url, "sorted")
        self.assertEqual(self.browser.run("return document.querySelectorAll('[aria-sort]').length"), 1)
        self.browser.press("/")
        self.assertEqual(self.browser.run("return document.activeElement.name"), "account")

    def test_all_of_it_works_without_scripts(self):
        """W3: without JavaScript pages are the same, and theme, hidden amounts, filters and sorting work"""
        texts = {}
        for are_on in (True, False):
            self.browser.scripts(are_on)
            for path in ("/", "/holdings", "/performance", "/realized"):
                self.open(path)
                texts.setdefault(path, set()).add(self.text_of_main())
        for path, seen in texts.items():
            self.assertEqual(len(seen), 1, path)
        self.open("/holdings?sort=-weight")
        self.browser.click("#theme")
        self.assertEqual(self.attribute("html", "data-theme"), "dark")
        self.assertIn("/holdings?sort=-weight", self.browser.url)
        self.browser.click("#theme")
        self.assertEqual(self.attribute("html", "data-theme"), "light")
        self.browser.click("#discreet")
        self.assertNotIn("EUR 1", self.text_of_main())
        self.assertIn("•••", self.text_of_main())
        self.browser.click("#discreet")
        self.assertNotIn("•••", self.text_of_main())
        self.browser.click("form.filters select[name=method] option[value=lifo]")
        self.browser.click("form.filters button")
        self.browser.eventually(lambda: "method=lifo" in self.browser.url, "the method")
        self.assertIn("sort=-weight", self.browser.url)

    def text_of_main(self):
        """Also where scripts of the page are off: the driver's own are not."""
        return self._document(lambda node: node.get("nodeName") == "MAIN", self._text)

    def attribute(self, name, attribute):
        node = self._document(lambda node: node.get("nodeName") == name.upper(), lambda node: node)
        pairs = node.get("attributes", [])
        return dict(zip(pairs[::2], pairs[1::2])).get(attribute)

    def _document(self, wanted, take):
        open_nodes = [self.browser.cdp("DOM.getDocument", depth=-1)["root"]]
        while open_nodes:
            node = open_nodes.pop()
            if wanted(node):
                return take(node)
            open_nodes += node.get("children", [])
        raise AssertionError("no such element")

    def _text(self, node):
        return node["nodeValue"] if node["nodeType"] == 3 else " ".join(self._text(child) for child in node.get("children", []))

    def test_charts_tell_the_day_under_the_pointer(self):
        self.open("/performance?account=main")
        self.browser.run("const svg = document.querySelector('figure svg'), box = svg.getBoundingClientRect();"
                         "svg.dispatchEvent(new PointerEvent('pointermove', {bubbles: true, clientX: box.left + box.width / 2}))")
        self.browser.eventually(lambda: "invested" in self.browser.run("return document.querySelector('.pointed').textContent"), "figures")
        self.assert_clean("/performance")

    def test_a_page_that_is_open_shows_what_was_imported(self):
        self.open("/imports")
        before = self.browser.run("return document.querySelectorAll('tbody tr').length")
        self.browser.eventually(lambda: any("/api/v1/version" in url for url in self.browser.requested()), "looked at the books")
        book.deposit(self.folder, "2024-05-01")
        self.browser.run("document.dispatchEvent(new Event('visibilitychange'))")
        self.browser.eventually(lambda: self.browser.run("return document.querySelectorAll('tbody tr').length") > before, "the import")

    def test_amounts_that_are_hidden_are_not_sent(self):
        """W4: who hides amounts is sent none: neither in tables nor in charts"""
        self.open("/holdings")
        shown = self.browser.run("return [...document.querySelectorAll('tbody tr')].map(tr => tr.cells[9]?.textContent)")
        self.assertTrue(any(shown))
        for path in ("/", "/holdings", "/performance", "/realized", "/transactions", "/cash?account=main", "/holdings/AAA"):
            with self.subTest(path=path):
                plain = self.served.ask(path).body.decode()
                hidden = self.served.ask(path, Cookie="pf_discreet=on").body.decode()
                self.assertIn("•••", hidden)
                self.assertLess(hidden.count("00</td>"), plain.count("00</td>") + 1)
                for amount in ("20000.00", "20,000.00", "1400.00"):
                    self.assertNotIn(amount, hidden)

    def test_a_page_is_small(self):
        """W5: a page with all that belongs to it is smaller than 100 kB"""
        self.open("/")
        sizes = self.browser.run("return performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
                                 ".map(entry => entry.transferSize)")
        self.assertGreater(len(sizes), 3)
        self.assertLess(sum(sizes), 100_000)

    def test_paper_shows_the_figures_alone(self):
        self.browser.cdp("Emulation.setEmulatedMedia", media="print")
        with contextlib.ExitStack() as stack:
            stack.callback(self.browser.cdp, "Emulation.setEmulatedMedia", media="")
            self.open("/holdings")
            for selector in ("header nav", ".filters", ".exports", ".settings"):
                self.assertEqual(self.browser.run("return getComputedStyle(document.querySelector(arguments[0])).display", selector), "none")


class LogIn(unittest.TestCase):
    def test_a_browser_logs_in_once(self):
        """W2: a browser that sends the token once is let in, until it leaves"""
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(contextlib.closing(Folder(PROGRAMS, "sqlite")))
            book.fill(folder)
            token = "0123456789abcdef0123456789abcdef"
            (folder.path / "token").write_text(token + "\n", encoding="utf-8")
            served = stack.enter_context(Served(folder, "--token-file", "token", command="web"))
            browser = stack.enter_context(contextlib.closing(Browser()))
            root = f"http://127.0.0.1:{served.address[1]}"
            browser.open(root + "/holdings")
            browser.type("#token", "wrong")
            browser.press("enter")
            browser.eventually(lambda: "not the token" in browser.run("return document.body.textContent"), "refused")
            browser.type("#token", token)
            browser.click("button")
            browser.eventually(lambda: browser.run("return document.querySelector('h1').textContent") == "Overview", "let in")
            self.assertEqual(browser.run("return document.cookie"), "")
            browser.click("#leave")
            browser.open(root + "/holdings")
            self.assertEqual(browser.run("return document.querySelector('h1').textContent"), "Log in")
            self.assertFalse([line for line in served.log if token in line])
