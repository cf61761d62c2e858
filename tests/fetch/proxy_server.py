"""An HTTP proxy on loopback: it takes whole URLs and CONNECT, and looks every name up as it likes."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class ProxyServer:
    """``requests`` has the head of each request. Whatever is asked for comes from the one address given."""

    def __init__(self, upstream, refuses=b""):
        self._upstream, self._refuses = upstream, refuses
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.requests = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with suppress(OSError), connection, socket.create_connection(self._upstream) as site:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                if not (piece := connection.recv(65536)):
                    return
                head += piece
            self.requests.append(head.decode("latin-1"))
            method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
            if self._refuses:
                connection.sendall(self._refuses)
                return
            if method == "CONNECT":
                connection.sendall(b"HTTP/1.1 200 Established\r\n\r\n")
            else:
                path = urlsplit(target)._replace(scheme="", netloc="").geturl()
                site.sendall(head.replace(target.encode(), path.encode(), 1))
            threading.Thread(target=self._pass, args=(connection, site), daemon=True).start()
            self._pass(site, connection)

    @staticmethod
    def _pass(source, sink):
        with suppress(OSError):
            while piece := source.recv(65536):
                sink.sendall(piece)
