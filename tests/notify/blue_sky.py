"""A stand-in of Bluesky on loopback: a proxy that is itself each host that it is asked to reach."""

import json
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "tls" / "bluesky.pem"  # a key of no other use; openssl req -x509
DID = "did:plc:norra7"
TOKEN = "token-7"
PATHS = {  # what each host answers, as https://docs.bsky.app and the PLC directory have it
    "public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle": {"did": DID},
    f"plc.directory/{DID}": {
        "service": [{"type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example"}]
    },
    "pds.example/xrpc/com.atproto.server.createSession": {"accessJwt": TOKEN, "refreshJwt": "again"},
    "pds.example/xrpc/com.atproto.repo.uploadBlob": {"blob": {"$type": "blob", "ref": {"$link": "b7"}}},
    "pds.example/xrpc/com.atproto.repo.createRecord": {"uri": "at://norra/app.bsky.feed.post/7"},
}


class BlueSky(ThreadingHTTPServer):
    """It takes what goes to Bluesky. got: (host and path, query, token, body) of each request.

    refused: paths that it answers with 401.
    """

    daemon_threads = True

    def __init__(self):
        self.got, self.refused = [], ()
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(CERTIFICATE)
        super().__init__(("127.0.0.1", 0), _Proxy)

    @property
    def environment(self):
        """What has requests go through this proxy, and trust it."""
        return {
            "HTTPS_PROXY": f"http://127.0.0.1:{self.server_address[1]}",
            "REQUESTS_CA_BUNDLE": str(CERTIFICATE),
            "NO_PROXY": "",
        }


class _Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    host = ""

    def do_CONNECT(self):
        """Be the host that is asked for, over TLS."""
        self.host = self.path.removesuffix(":443")
        self.send_response(200)
        self.end_headers()
        self.connection = self.server.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def answer(self):
        """Note the request and answer it."""
        path, _, query = self.path.partition("?")
        place = f"{self.host}{path}"
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.got.append((place, query, self.headers["Authorization"], body))
        said = json.dumps(PATHS[place]).encode()
        self.send_response(401 if path in self.server.refused else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def finish(self):
        """Close what TLS took over."""
        super().finish()
        self.connection.close()

    def log_message(self, *_):
        """Say nothing."""
