"""What every answer carries: which sources a page may use, who may frame it, and for how long it may be kept."""

from aiohttp import web
from aiohttp.typedefs import Handler
from multidict import CIMultiDict

from desk.means import DESK

#: an answer smaller than this is not worth packing
SMALL = 1400
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
FRAMED_BY_NOBODY = f"{POLICY}; frame-ancestors 'none'"
YEAR = "max-age=31536000"


async def secure(request: web.Request, response: web.StreamResponse) -> None:
    """Sets what is not set yet, on every answer of the application that a browser may show."""
    if request.path.startswith("/hooks/"):
        return
    headers = response.headers
    widget = request.path.startswith("/widget/")
    headers.setdefault("Content-Security-Policy", POLICY if widget else FRAMED_BY_NOBODY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer" if request.path.startswith("/desk") else "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if widget else "same-origin")
    if request.path.startswith(("/api/", "/chat/")):
        headers.setdefault("Cache-Control", "no-store")
    if request.path.startswith("/chat/"):
        _let_any_page_ask(headers)
    if request.app[DESK].secure:
        headers.setdefault("Strict-Transport-Security", YEAR)


def _let_any_page_ask(headers: CIMultiDict[str]) -> None:
    """The chat can be on any page: its token is sent by hand, and no cookie counts here."""
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    headers["Access-Control-Allow-Methods"] = "GET, POST"
    headers["Access-Control-Max-Age"] = "86400"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"


async def preflight(_: web.Request) -> web.Response:
    return web.Response(status=204)


@web.middleware
async def pack(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Compresses larger answers in JSON."""
    response = await handler(request)
    if isinstance(response, web.Response) and response.content_type == "application/json":
        body = response.body
        if isinstance(body, bytes) and len(body) > SMALL and not response.prepared:
            response.enable_compression()
            response.headers["Vary"] = "Accept-Encoding"
    return response


ROUTES = (web.options("/chat/{tail:.*}", preflight),)
