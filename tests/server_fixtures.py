"""nginx and Caddy on loopback with the files that mingbai pack wrote, set up as an administrator would."""

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import NamedTuple

HOST = "mingbai.example"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "/usr/sbin/nginx"
CADDY = shutil.which("caddy") or "/usr/bin/caddy"
BROTLI = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"


class Answer(NamedTuple):
    """What a server said; names of headers in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    """A web server that runs: its ports (0: none), the authority of its certificate, what it wrote down."""

    plain: int
    secure: int
    authority: Path
    log: Path
    errors: Path

    def ask(self, path: str, accept: str = "", method: str = "GET", plain: bool = False, tag: str = "") -> Answer:
        """One request, over TLS where there is TLS."""
        if self.secure and not plain:
            context = ssl.create_default_context(cafile=str(self.authority))
            connection: HTTPConnection = _Named("127.0.0.1", self.secure, context=context, timeout=20)
        else:
            connection = HTTPConnection("127.0.0.1", self.plain, timeout=20)
        headers = {"Host": HOST, **({"Accept-Encoding": accept} if accept else {})}
        headers |= {"If-None-Match": tag} if tag else {}
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        found = Answer(answer.status, {name.lower(): said for name, said in answer.getheaders()}, answer.read())
        connection.close()
        return found


class _Named(HTTPSConnection):
    """A connection to this machine that asks for, and verifies, the site's name."""

    def connect(self) -> None:
        plain = socket.create_connection((self.host, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=HOST)  # type: ignore[attr-defined]


def ports(number: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    found = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return found


def certified(folder: Path) -> Path:
    """An authority for one test, and a certificate by it for the site's name; the authority's own."""

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(
        *("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=throw-away"),
        *("-addext", "keyUsage=critical,keyCertSign"),
    )
    openssl("req", *key, "-keyout", "privkey.pem", "-out", "site.csr", "-subj", f"/CN={HOST}")
    (folder / "names").write_text(f"subjectAltName=DNS:{HOST}\nextendedKeyUsage=serverAuth\n", "utf-8")
    openssl(
        *("x509", "-req", "-in", "site.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"),
        *("-out", "fullchain.pem", "-days", "2", "-extfile", "names"),
    )
    return folder / "ca.pem"


def edited(file: Path, words: dict[str, str]) -> str:
    """A server file with its places changed as an administrator would, every one of which it must have."""
    text = file.read_text("utf-8")
    for old, new in words.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(site: Path, files: Path, folder: Path, secure: bool = True) -> Iterator[Server]:
    """Debian's nginx with ``files``, the folder that mingbai pack wrote beside ``site``."""
    plain, tls = ports(2)
    shutil.copytree(files / "nginx/mingbai", folder / "mingbai")
    words = {"/srv/mingbai/site": str(site), "/var/log/nginx/mingbai.log": f"{folder}/site.log"}
    words |= {"# brotli_static on;": "brotli_static on;", "    listen [::]:80;\n": ""}
    words["    listen 80;"] = f"    listen 127.0.0.1:{plain};"
    if secure:
        words |= {"/etc/ssl/mingbai": str(folder), "    listen [::]:443 ssl http2;\n": ""}
        words["listen 443 ssl"] = f"listen 127.0.0.1:{tls} ssl"
        certified(folder)
    (folder / "server.conf").write_text(edited(files / "nginx/server.conf", words), "utf-8")
    temporary = "".join(
        f"    {name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\ndaemon off;\npid {folder}/pid;\nload_module {BROTLI};\n"
        f"error_log {folder}/errors.log;\nevents {{}}\nhttp {{\n    include /etc/nginx/mime.types;\n{temporary}"
        f"    gzip on;\n    access_log {folder}/all.log;\n    include server.conf;\n}}\n",
        "utf-8",
    )
    command = [NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors.log")]
    ours = Server(plain, tls if secure else 0, folder / "ca.pem", folder / "site.log", folder / "errors.log")
    with _running(command, folder, ours):
        yield ours


@contextmanager
def caddy(site: Path, files: Path, folder: Path, secure: bool = True) -> Iterator[Server]:
    """Debian's Caddy with ``files``, told to keep an access log."""
    plain, tls = ports(2)
    shutil.copy(files / "caddy/mingbai.caddy", folder)
    words = {"/srv/mingbai/site": str(site)}
    words["\timport mingbai.caddy"] = f"\tlog {{\n\t\toutput file {folder}/site.log\n\t}}\n\timport mingbai.caddy"
    if secure:
        words |= {"# tls /etc": "tls /etc"}
        certified(folder)
    text = edited(files / "caddy/Caddyfile", words).replace("/etc/ssl/mingbai", str(folder))
    head = f"\tadmin off\n\thttp_port {plain}\n\thttps_port {tls}\n\tdefault_bind 127.0.0.1\n"
    (folder / "Caddyfile").write_text(f"{{\n{head}\tstorage file_system {folder}/kept\n}}\n{text}", "utf-8")
    command = [CADDY, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    ours = Server(plain, tls if secure else 0, folder / "ca.pem", folder / "site.log", folder / "errors.log")
    with _running(command, folder, ours):
        yield ours


SERVERS: dict[str, Callable[..., "contextmanager[Server]"]] = {"nginx": nginx, "caddy": caddy}  # type: ignore[dict-item]


@contextmanager
def _running(command: list[str], folder: Path, server: Server) -> Iterator[None]:
    with (folder / "errors.log").open("a") as errors:
        home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        process = subprocess.Popen(command, cwd=folder, stdout=errors, stderr=errors, env=home)
        try:
            _wait(process, server)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: "subprocess.Popen[bytes]", server: Server) -> None:
    for _ in range(300):
        assert process.poll() is None, server.errors.read_text("utf-8")
        try:
            server.ask("/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(server.errors.read_text("utf-8"))
