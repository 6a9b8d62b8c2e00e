"""A real HTTP server on this machine, with answers laid out beforehand."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl


class Site:
    """Serves `pages`: path -> (status, headers, body) or a list of them, one a request."""

    def __init__(self, tls=None):
        self.pages = {}
        self.requests = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.serve(self)

            do_POST = do_PUT = do_GET  # noqa: N815 - http.server looks methods up by these names

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def serve(self, handler):
        size = int(handler.headers.get("Content-Length", 0))
        body = handler.rfile.read(size)
        names = {name.lower(): value for name, value in handler.headers.items()}
        is_form = names.get("content-type") == "application/x-www-form-urlencoded"
        told = dict(parse_qsl(body.decode())) if is_form else body
        self.requests.append((handler.command, handler.path, told, names))
        page = self.pages.get(handler.path, (404, {}, b"nothing here"))
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        status, headers, body = page
        if status == "silence":
            time.sleep(body)
            handler.close_connection = True
            return
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
