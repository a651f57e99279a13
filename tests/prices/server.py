"""An HTTP server on loopback that answers what a test says, and remembers what it was asked.

A shape is a file of shapes/: lines that begin with `#` tell its origin, then come the status, headers, an empty line and the body.
"""

import gzip
import http.server
import pathlib
import threading
import time

SHAPES = pathlib.Path(__file__).resolve().parent / "shapes"


class Shape:
    """What is answered: status, headers, body."""

    def __init__(self, status=200, body=b"", **headers):
        self.status = status
        self.body = body if isinstance(body, bytes) else body.encode()
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self, handler):
        handler.send_response(self.status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(self.body)))
        handler.end_headers()
        handler.wfile.write(self.body)


def shape(name, **changes):
    """A file of shapes/. \\param changes  placeholders of its text: KEY for {{KEY}}"""
    lines = (SHAPES / name).read_text(encoding="utf-8").split("\n")
    lines = [line for line in lines if not line.startswith("# ")]
    end = lines.index("")
    headers = dict(line.split(": ", 1) for line in lines[1:end])
    body = "\n".join(lines[end + 1:])
    for placeholder, value in changes.items():
        body = body.replace("{{" + placeholder + "}}", value)
    made = Shape(int(lines[0]), body)
    made.headers = headers
    return made


class Truncated(Shape):
    """Half of what its length says."""

    def answer(self, handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(2 * len(self.body)))
        handler.end_headers()
        handler.wfile.write(self.body)
        handler.close_connection = True


class Drip(Shape):
    """A byte now and then, without end."""

    def answer(self, handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" ")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            handler.close_connection = True


class Endless(Shape):
    """Far more than anybody takes."""

    def answer(self, handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        try:
            for _ in range(1600):
                handler.wfile.write(b" " * 65536)
        except OSError:
            pass
        handler.close_connection = True


def bomb():
    """Small on the way, 100 MB when it is unpacked."""
    return Shape(200, gzip.compress(b" " * 100_000_000), Content_Type="application/json", Content_Encoding="gzip")


class Server:
    """\\param answers  path, without the query → a shape, a list of them one after the other, or what a function makes of the
    request's path with query"""

    def __init__(self, answers):
        self.answers = answers
        self.asked = []  # (path with query, headers)
        self.connections = 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self):
                super().setup()
                outer.connections += 1

            def do_GET(self):
                outer.asked.append((self.path, dict(self.headers)))
                try:
                    outer.find(self.path).answer(self)
                except OSError:
                    self.close_connection = True

            def log_message(self, *unused):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            def handle_error(self, *unused):
                """A client that goes away in the middle is what some tests are about."""

        self.server = Quiet(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def find(self, path):
        found = self.answers.get(path.split("?")[0], self.answers.get("*", Shape(404, "no such thing")))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return found if isinstance(found, Shape) else found(path)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()
