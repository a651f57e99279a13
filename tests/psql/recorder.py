"""What psql says to a server: a relay between the two that keeps every query as it went over the wire."""

import os
import socket
import struct
import subprocess
import threading
import urllib.parse


class Query:
    """One Query message: its bytes, the rows of the COPY that it began, and what the server reported after it."""

    def __init__(self, sql):
        self.sql = sql
        self.rows = b""
        self.copies = False  # the server asked for rows
        self.standard_strings = True


class Address:
    """Of a PostgreSQL on a Unix socket, taken from its URL."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        options = urllib.parse.parse_qs(parts.query)
        self.user = parts.username
        self.folder = options["host"][0]
        self.port = options["port"][0]

    def connect(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(f"{self.folder}/.s.PGSQL.{self.port}")
        return connection


def read_exactly(connection, size):
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def read_message(connection):
    """Its type, and all of its bytes."""
    head = read_exactly(connection, 5)
    return head[:1], head + read_exactly(connection, struct.unpack("!i", head[1:])[0] - 4)


def read_startup(connection):
    head = read_exactly(connection, 4)
    return head + read_exactly(connection, struct.unpack("!i", head)[0] - 4)


class Relay:
    """Carries one session."""

    def __init__(self, client, server):
        self.client, self.server = client, server
        self.queries = []
        self.standard_strings = True

    def run(self):
        answers = threading.Thread(target=self.carry, args=(self.server, self.client, self.note_answer))
        answers.start()
        self.server.sendall(read_startup(self.client))
        self.carry(self.client, self.server, self.note_request)
        answers.join()

    @staticmethod
    def carry(source, target, note):
        try:
            while True:
                kind, message = read_message(source)
                note(kind, message[5:])
                target.sendall(message)
        except (EOFError, OSError):
            try:
                target.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # both ends are gone

    def note_request(self, kind, body):
        if kind == b"Q":
            self.queries.append(Query(body[:-1]))
        elif kind == b"d":
            self.queries[-1].rows += body

    def note_answer(self, kind, body):
        if kind == b"S" and body.startswith(b"standard_conforming_strings\0"):
            self.standard_strings = body.endswith(b"\0on\0")
        elif kind == b"G":
            self.queries[-1].copies = True
        elif kind == b"Z" and self.queries:
            self.queries[-1].standard_strings = self.standard_strings


def record(address, database, arguments, folder):
    """Run psql with the arguments, and return the queries that it sent."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.path.join(folder, ".s.PGSQL.5432"))
    listener.listen()
    command = ["psql", "-X", "-q", "-h", folder, "-p", "5432", "-U", address.user, "-d", database, *arguments]
    psql = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client, _ = listener.accept()
        with client, address.connect() as server:
            relay = Relay(client, server)
            relay.run()
    finally:
        psql.wait()
        listener.close()
        os.unlink(os.path.join(folder, ".s.PGSQL.5432"))
    return relay.queries
