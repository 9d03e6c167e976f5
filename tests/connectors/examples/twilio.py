"""How Twilio posts: forms as its documentation shows them (`payloads/`), signed as its own library signs them."""

import json
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from twilio.request_validator import RequestValidator

from connectors.base import Hook
from tests.connectors.examples.example import PUBLIC

TOKEN = "a-token-for-tests"
SHARED_KEY = "a-shared-key-for-tests"
PAYLOADS = Path(__file__).parents[1] / "payloads"
SETTINGS = "key=webhooks_sharedkey_1,algorithm="


def payload(channel: str, name: str) -> dict[str, str]:
    """The fields of a form."""
    return json.loads((PAYLOADS / channel / f"{name}.json").read_text())


def signed(path: str, fields: dict[str, str], token: str = TOKEN, public: str = PUBLIC) -> Hook:
    """A webhook as it is signed with the account's token."""
    return _hook(path, fields, {"x-twilio-signature": RequestValidator(token).compute_signature(public + path, fields)})


def signed_by_key(path: str, fields: dict[str, str], key: str = SHARED_KEY, algorithm: str = "HMAC_SHA256") -> Hook:
    """A webhook as it is signed with a key that is shared for webhooks."""
    signature = RequestValidator(key).compute_signature(PUBLIC + path, fields, algorithm)
    return _hook(
        path,
        fields,
        {"x-twilio-signature": signature, "x-twilio-webhooks-signature-settings": SETTINGS + algorithm},
    )


def _hook(path: str, fields: dict[str, str], headers: dict[str, str]) -> Hook:
    return Hook(urlencode(fields).encode(), headers, path, dict(parse_qsl(urlsplit(path).query)))
