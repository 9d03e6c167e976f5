"""A stand-in for Twilio in the test's own process: it outlives the Doorstep that is killed, and counts what it took."""

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class Provider:
    """Takes every text and counts them by number."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._lock = threading.Lock()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # noqa: N802 - the library's name
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                number = provider.take(form["To"][0])
                body = json.dumps({"sid": f"SM{number:032}", "status": "queued"}).encode()
                self.send_response(201)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, number: str) -> int:
        with self._lock:
            self.taken[number] += 1
            return self.taken.total()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
