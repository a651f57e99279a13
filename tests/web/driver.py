"""A browser that is told what to do over W3C WebDriver: chromium with its driver, both of Debian, and no library."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

PATIENCE_S = 30
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"tab": "\ue004", "enter": "\ue007", "escape": "\ue00c"}


class Browser:
    """\\param host  the only one whose name leads anywhere"""

    def __init__(self, host="127.0.0.1"):
        if not shutil.which("chromedriver"):
            raise AssertionError("chromedriver is not installed\nhint: scripts/setup test")
        self.profile = tempfile.mkdtemp(prefix="pf-web-")
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                       env={**os.environ, "HOME": self.profile})
        self.root = f"http://127.0.0.1:{self._port()}"
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                   "--disable-component-update", "--no-first-run", f"--user-data-dir={self.profile}/profile",
                   f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {host}, EXCLUDE localhost"]
        session = self._send("POST", "/session", {"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": options}, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}})
        self.root += "/session/" + session["sessionId"]

    def _port(self):
        for line in self.driver.stdout:
            if "started successfully on port " in line:
                return int(line.split("on port ")[1].split(".")[0])
        raise AssertionError("chromedriver did not start")

    def _send(self, method, path, body=None):
        data = None if method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.root + path, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.read().decode()}") from error

    def close(self):
        try:
            self._send("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait(timeout=PATIENCE_S)
            self.driver.stdout.close()
            shutil.rmtree(self.profile, ignore_errors=True)

    def cdp(self, command, **parameters):
        return self._send("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, url):
        self._send("POST", "/url", {"url": url})

    @property
    def url(self):
        return self._send("GET", "/url")

    def run(self, script, *arguments):
        return self._send("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self._send("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self._send("POST", f"/element/{self.find(selector)}/click")

    def type(self, selector, text):
        self._send("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def press(self, key):
        """A key, wherever the focus is."""
        key = KEYS.get(key, key)
        self._send("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": [
            {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

    def resize(self, width, height=900):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def prefer(self, theme):
        self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])

    def scripts(self, are_on):
        self.cdp("Emulation.setScriptExecutionDisabled", value=not are_on)

    def log(self, kind):
        return self._send("POST", "/se/log", {"type": kind})

    def requested(self):
        """The addresses that pages have asked for since the last time."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"]

    def accessible(self):
        """What a screen reader is told of the page: (role, name) of each that it does not pass over."""
        tree = self.cdp("Accessibility.getFullAXTree")["nodes"]
        return [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in tree if not node.get("ignored")]

    def screenshot(self, path):
        import base64  # pylint: disable=import-outside-toplevel
        pathlib.Path(path).write_bytes(base64.b64decode(self._send("GET", "/screenshot")))

    def eventually(self, condition, what):
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if condition():
                return
            time.sleep(0.02)
        raise AssertionError("never: " + what)
