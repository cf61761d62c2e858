"""A server on loopback that answers with whatever bytes it is told to, and misbehaves as told."""

import gzip
import socket
import struct
import threading
import zlib
from contextlib import suppress

OK = b"HTTP/1.1 200 OK\r\n"
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with RST


class FaultServer:
    """``url = server.answers(script, …)``: the n-th request for that URL gets the n-th script.

    Further requests get the last one. A script is bytes to send before closing, or a function of the
    connection, which is kept open if it returns True. ``requests`` has the bytes of each request.
    """

    def __init__(self, tls=None, address=("127.0.0.1", 0)):
        self._listener = socket.create_server(address)
        self._tls = tls
        self._scripts = {}
        self._open = set()
        self.requests = []
        self.connections = 0
        self.stopped = threading.Event()
        self.address = "{}:{}".format(*self._listener.getsockname())
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def root(self):
        return f"{'https' if self._tls else 'http'}://{self.address}"

    def answers(self, *scripts, path=None):
        path = path or f"/{len(self._scripts)}"
        self._scripts[path] = list(scripts)
        return self.root + path

    def asked(self):
        """The path of each request, in order."""
        return [request.split()[1].decode() for request in self.requests]

    def close(self):
        self.stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in tuple(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        plain = connection
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            while request := self._request(connection):
                self.requests.append(request)
                scripts = self._scripts.get(request.split()[1].decode(), [response(b"gone", status=404)])
                script = scripts.pop(0) if len(scripts) > 1 else scripts[0]
                if not (connection.sendall(script) if isinstance(script, bytes) else script(connection)):
                    break
        except OSError:  # what the client does is not what is tested here
            pass
        finally:
            self._open.discard(plain)
            connection.close()
            plain.close()

    @staticmethod
    def _request(connection):
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            if not (piece := connection.recv(65536)):
                return b""
            request += piece
        return request

    def drip(self, head, every=0.05):
        """Send the head, then a byte now and then for ever."""

        def script(connection):
            connection.sendall(head)
            while not self.stopped.wait(every):
                connection.sendall(b"x")

        return script

    def hang(self, _):
        self.stopped.wait(30)


def response(body=b"", *headers, status=200, length=True):
    """The bytes of a well-formed response; headers are lines."""
    lines = [f"HTTP/1.1 {status} Whatever", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def kept(script):
    """The same bytes, and the connection kept open for the next request."""

    def send(connection):
        connection.sendall(script)
        return True

    return send


def reset(after=b""):
    def script(connection):
        connection.sendall(after)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)

    return script


def endless(head, piece):
    def script(connection):
        connection.sendall(head)
        while True:
            connection.sendall(piece)

    return script


def gzip_bomb(mib, window=31):
    """This many MiB of zeros; a full flush makes each of them the same 1 KB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, window)
    zeros = bytes(1024 * 1024)
    first = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    more = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + more * (mib - 1)


def packed(body):
    """A gzip body, the same bytes at every call."""
    return gzip.compress(body, mtime=0)
