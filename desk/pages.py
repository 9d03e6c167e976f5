"""The built pages of `web/dist`, from memory: compressed once, told by their content; what carries a hash in its name
is kept by browsers for good."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

MISSING = "The pages are not built yet. Run `make setup`."
#: only what is a file of one of these kinds is served
KINDS = frozenset({".html", ".js", ".css", ".svg", ".png", ".ico", ".woff2", ".webmanifest", ".txt", ".map"})
SMALL = 1000
FOR_GOOD = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it was read."""

    stamp: tuple[int, int]
    kind: str
    body: bytes
    packed: bytes | None
    etag: str


class Pages:
    """The files below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._pages: dict[Path, Page] = {}

    def find(self, name: str) -> Page | None:
        """The file, if it is one of ours; read again when it has changed."""
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or path.suffix not in KINDS or not path.is_file():
            return None
        found = path.stat()
        stamp = (found.st_mtime_ns, found.st_size)
        page = self._pages.get(path)
        if page is None or page.stamp != stamp:
            page = self._pages[path] = _read(path, stamp)
        return page


def _read(path: Path, stamp: tuple[int, int]) -> Page:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(body, mtime=0) if len(body) > SMALL and path.suffix not in (".png", ".woff2") else None
    return Page(stamp, kind, body, packed, hashlib.sha256(body).hexdigest()[:24])


def _answer(request: web.Request, name: str, keep: str) -> web.Response:
    page = request.app[PAGES].find(name)
    if page is None:
        raise web.HTTPNotFound(text="This page is not here.")
    headers = {"ETag": f'"{page.etag}"', "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if any(tag.value in (page.etag, "*") for tag in request.if_none_match or ()):
        return web.Response(status=304, headers=headers)
    body = page.body
    if page.packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = page.packed
        headers["Content-Encoding"] = "gzip"
    charset = "utf-8" if page.kind.startswith("text/") else None
    return web.Response(body=body, content_type=page.kind, charset=charset, headers=headers)


async def home(request: web.Request) -> web.Response:
    return _page(request, "index.html")


async def desk_page(request: web.Request) -> web.Response:
    """One page for every address of the desk: it finds its way by itself."""
    return _page(request, "desk/index.html")


def _page(request: web.Request, name: str) -> web.Response:
    if request.app[PAGES].find(name) is None:
        raise web.HTTPNotFound(text=MISSING)
    return _answer(request, name, ASK_AGAIN)


async def favicon(request: web.Request) -> web.Response:
    """The sign in the browser's tab, also under the name that browsers ask for unbidden."""
    return _answer(request, "favicon.svg", ASK_AGAIN)


async def asset(request: web.Request) -> web.Response:
    return _answer(request, f"assets/{request.match_info['name']}", FOR_GOOD)


async def widget(request: web.Request) -> web.Response:
    """The web chat for any page: its name never changes, so browsers ask each time whether it did."""
    return _answer(request, f"widget/{request.match_info['name']}", ASK_AGAIN)


PAGES = web.AppKey("pages", Pages)
ROUTES = (
    web.get("/", home),
    web.get("/desk", desk_page),
    web.get("/desk/{tail:.*}", desk_page),
    web.get("/favicon.svg", favicon),
    web.get("/favicon.ico", favicon),
    web.get("/assets/{name:.+}", asset),
    web.get("/widget/{name:.+}", widget),
)
