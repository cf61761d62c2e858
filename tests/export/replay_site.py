"""A site on loopback that serves ReplayWeb.page and a WACZ, with the ranges that it asks for."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TYPES = {".js": "text/javascript", ".html": "text/html"}


def ranged(data, asked):
    """The bytes that a Range header asks for, and the Content-Range that says so (RFC 9110, 14)."""
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", asked or "")
    if not found:
        return data, {}
    first, last = found.groups()
    begin = int(first) if first else max(0, len(data) - int(last))
    end = min(int(last), len(data) - 1) if first and last else len(data) - 1
    return data[begin : end + 1], {"Content-Range": f"bytes {begin}-{end}/{len(data)}"}


@contextmanager
def serving(files):
    """Serve the files, {path: pathlib.Path}; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_GET(self, *, with_body=True):
            file = files.get(self.path.partition("?")[0])
            data, more = ranged(file.read_bytes(), self.headers.get("Range")) if file else (b"", {})
            self.send_response(206 if more else 200 if file else 404)
            kind = TYPES.get(file.suffix, "application/octet-stream") if file else "text/plain"
            said = {"Content-Length": str(len(data)), "Content-Type": kind, "Accept-Ranges": "bytes", **more}
            for name, value in said.items():
                self.send_header(name, value)
            self.end_headers()
            if with_body:
                self.wfile.write(data)

        def do_HEAD(self):
            self.do_GET(with_body=False)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
