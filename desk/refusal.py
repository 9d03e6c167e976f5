"""Saying no: one sentence that says what to do, and a status. Raised anywhere below a request, answered once."""

import logging
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

log = logging.getLogger(__name__)

SENTENCES = {
    400: "The server did not understand that. Check what you entered.",
    403: "You may not do this.",
    404: "This is not here.",
    405: "This cannot be done here.",
    413: "This is too long. Shorten it and try again.",
    503: "The system could not do this just now. Nothing you typed is lost; try again in a moment.",
}
#: whose errors are answered as JSON; the rest are other rooms' and pages
OURS = ("/api/", "/chat/", "/sandbox/", "/readyz", "/healthz")


class Refusal(Exception):
    """A request that is refused, in words for people."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def refused(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


@web.middleware
async def answer_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error of ours becomes `{"error": sentence}`. What was not foreseen is logged and answered 503."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return refused(refusal.status, refusal.sentence)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST or not request.path.startswith(OURS):
            raise
        return refused(error.status, SENTENCES.get(error.status, error.reason))
    except Exception:
        if not request.path.startswith(OURS):
            raise
        log.exception("request failed", extra={"path": _route(request)})
        return refused(503, SENTENCES[503])


def _route(request: web.Request) -> str:
    """The address as it was declared, without anybody's ids."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""
