"""Targets of notices on loopback: a mail server, and a web server that takes what is posted to it.

Each keeps what arrived in `got`, and can be told to refuse, or be closed and opened again at the same port.
"""

import base64
import socketserver
import ssl
import threading
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class MailServer(socketserver.ThreadingTCPServer):
    """It speaks as much of SMTP (RFC 5321) as is needed. refuses: {verb: answer}.

    context: of TLS; None for none. starts_secure: TLS comes before the first word, and not by STARTTLS.
    users: what came with AUTH, with whether it was over TLS.
    """

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, port=0, got=None, context=None, *, starts_secure=False):
        self.got = [] if got is None else got
        self.refuses, self.users = {}, []
        self.context, self.starts_secure = context, starts_secure
        self.on_message = lambda: None
        super().__init__(("127.0.0.1", port), _MailHandler)

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, *_):
        """Say nothing of a client that was killed."""

    @property
    def messages(self):
        return [message_from_bytes(each, policy=default) for each in self.got]


class _MailHandler(socketserver.StreamRequestHandler):
    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())

    def secure(self):
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)

    def finish(self):
        super().finish()
        self.connection.close()

    def handle(self):
        if self.server.starts_secure:
            self.secure()
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line.split()[0].upper().decode() if line.split() else ""
            if verb in self.server.refuses:
                self.say(self.server.refuses[verb])
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                {"EHLO": self.hello, "STARTTLS": self.upgrade, "AUTH": self.user, "DATA": self.data}.get(
                    verb, lambda _: self.say("250 fine")
                )(line)

    def hello(self, _):
        is_secure = isinstance(self.connection, ssl.SSLSocket)
        offer = "AUTH PLAIN" if is_secure else "STARTTLS" if self.server.context else "HELP"
        self.say(f"250-here\r\n250 {offer}")

    def upgrade(self, _):
        self.say("220 go on")
        self.secure()

    def user(self, line):
        is_secure = isinstance(self.connection, ssl.SSLSocket)
        self.server.users.append((base64.b64decode(line.split()[-1]), is_secure))
        self.say("235 fine")

    def data(self, _):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        if line:
            self.server.got.append(b"".join(lines))
            self.server.on_message()
            self.say("250 taken")


class WebServer(ThreadingHTTPServer):
    """It takes posts. status, answer: what it answers. got: (path, headers, body) of each."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, port=0, got=None):
        self.got = [] if got is None else got
        self.status, self.answer = 200, b"{}"
        self.on_message = lambda _: None
        super().__init__(("127.0.0.1", port), _PostHandler)

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, *_):
        """Say nothing of a client that was killed."""


class _PostHandler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status // 100 == 2:
            self.server.got.append((self.path, dict(self.headers), body))
            self.server.on_message(self.path)
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_):
        pass


@contextmanager
def served(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
