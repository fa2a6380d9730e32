"""An S3-compatible store on loopback: path-style buckets, listings in pages, every signature (AWS 4) reckoned anew."""

import hashlib
import hmac
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET, REGION, KEY_ID, SECRET = "pages", "bd-dhaka-1", "KEY-OF-A-TEST", "secret of a test"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_STATUS = {"NoSuchKey": 404, "NoSuchBucket": 404, "SignatureDoesNotMatch": 403, "BadDigest": 400, "InternalError": 500}


@dataclass
class ObjectStore:
    """`with ObjectStore() as store: store.url, store.objects`; the next requests fail with `errors`, in their order."""

    tls: tuple[Path, Path] | None = None
    listed_at_once: int = 1000
    objects: dict[str, bytes] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"store": self}))
        self._server.daemon_threads = True
        if self.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self.tls)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join(20)
        self._server.server_close()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def done(self, method: str) -> int:
        """Return how many requests of a method were carried out."""
        return sum(1 for one, _ in self.asked if one == method)


class _Handler(BaseHTTPRequestHandler):
    store: ObjectStore
    protocol_version = "HTTP/1.1"

    def log_message(self, *_said: object) -> None:
        pass

    def _serve(self) -> None:
        self.close_connection = True  # a proxy follows one plan a connection
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        error = self._wrong(body) or (self.store.errors.pop(0) if self.store.errors else "")
        if not error and bucket != BUCKET:
            error = "NoSuchBucket"
        if error:
            self._refuse(error)
            return
        self.store.asked.append((self.command, key))
        if key:
            getattr(self, f"_{self.command.lower()}")(key, body)
        else:
            self._list(dict(parse_qsl(parts.query)))

    do_GET = do_PUT = do_HEAD = do_DELETE = _serve  # noqa: N815 - the library's names

    def _wrong(self, body: bytes) -> str:
        """Return what is wrong with a request's signature; nothing, where it is right."""
        if self.headers["x-amz-content-sha256"] != hashlib.sha256(body).hexdigest():
            return "BadDigest"
        scheme, _, rest = self.headers.get("Authorization", "").partition(" ")
        said = dict(part.strip().partition("=")[::2] for part in rest.split(","))
        key_id, *scope = said.get("Credential", "").split("/")
        if (scheme, key_id, scope[1:]) != ("AWS4-HMAC-SHA256", KEY_ID, [REGION, "s3", "aws4_request"]):
            return "SignatureDoesNotMatch"
        right = self._signature(scope, said["SignedHeaders"])
        return "" if hmac.compare_digest(right, said["Signature"]) else "SignatureDoesNotMatch"

    def _signature(self, scope: list[str], signed: str) -> str:
        parts = urlsplit(self.path)
        pairs = sorted((quote(k, safe="~"), quote(v, safe="~")) for k, v in parse_qsl(parts.query, True))
        query = "&".join(f"{key}={value}" for key, value in pairs)
        heads = "".join(f"{name}:{' '.join(self.headers[name].split())}\n" for name in signed.split(";"))
        request = [self.command, parts.path, query, heads, signed, self.headers["x-amz-content-sha256"]]
        digest = hashlib.sha256("\n".join(request).encode()).hexdigest()
        text = "\n".join(["AWS4-HMAC-SHA256", self.headers["x-amz-date"], "/".join(scope), digest])
        key = f"AWS4{SECRET}".encode()
        for part in scope:
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, text.encode(), "sha256").hex()

    # -- what is asked

    def _put(self, key: str, body: bytes) -> None:
        self.store.objects[key] = body
        self._tell(200, ETag=f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"')

    def _delete(self, key: str, _body: bytes) -> None:
        self.store.objects.pop(key, None)
        self._tell(204)

    def _get(self, key: str, _body: bytes) -> None:
        content = self.store.objects.get(key)
        if content is None:
            self._refuse("NoSuchKey")
            return
        heads = {
            "Last-Modified": "Tue, 24 Nov 2026 06:00:00 GMT",
            "ETag": '"' + hashlib.sha256(content).hexdigest() + '"',
        }
        first = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").partition("-")[0])
        if first:
            heads["Content-Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
        self._tell(206 if first else 200, content[first:], **heads)

    _head = _get

    def _list(self, query: dict[str, str]) -> None:
        names = sorted(key for key in self.store.objects if key.startswith(query.get("prefix", "")))
        names = [key for key in names if key > query.get("continuation-token", "")]
        some = names[: self.store.listed_at_once]
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>2026-11-24T06:00:00.000Z</LastModified>"
            f"<ETag>&quot;0&quot;</ETag><Size>{len(self.store.objects[key])}</Size></Contents>"
            for key in some
        )
        more = len(names) > len(some)
        token = f"<NextContinuationToken>{escape(some[-1])}</NextContinuationToken>" if more else ""
        head = f"<Name>{BUCKET}</Name><KeyCount>{len(some)}</KeyCount><IsTruncated>{str(more).lower()}</IsTruncated>"
        self._tell(200, f"{_XML}<ListBucketResult>{head}{token}{rows}</ListBucketResult>".encode())

    def _refuse(self, code: str) -> None:
        self._tell(_STATUS[code], f"{_XML}<Error><Code>{code}</Code></Error>".encode())

    def _tell(self, status: int, body: bytes = b"", **heads: str) -> None:
        self.send_response(status)
        for name, value in heads.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
