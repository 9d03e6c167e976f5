"""Whether a webhook comes from Twilio: its signature, with the account's token or with a key shared for webhooks.

Twilio, "Validating requests" and "Sign webhooks with shared keys". What is signed, and how, is the library's
`RequestValidator`; the usual case is done past it, in a third of the time.
"""

import hmac
from collections.abc import Mapping

from twilio.request_validator import RequestValidator, get_signature_algorithm

from connectors.base import Forged, Hook

SIGNATURE = "x-twilio-signature"
#: which key and which algorithm; missing where the account's token has signed with HMAC-SHA1
SETTINGS = "x-twilio-webhooks-signature-settings"


class Signatures:
    """What proves that a webhook is genuine."""

    def __init__(self, public_address: str, token: str, shared_key: str = "") -> None:
        self.public_address = public_address
        self._by_token = RequestValidator(token)
        self._by_key = RequestValidator(shared_key) if shared_key else None

    def prove(self, hook: Hook, fields: Mapping[str, str]) -> None:
        """Raises `Forged`. Most are signed as the address is written; the others differ in its port."""
        settings = hook.headers.get(SETTINGS, "")
        validator = self._by_key if settings else self._by_token
        if validator is None:
            raise Forged("signed with a shared key, and none is set: see `shared_key` in config/channels.toml")
        signature, address = hook.headers.get(SIGNATURE, ""), self.public_address + hook.target
        try:
            algorithm = get_signature_algorithm(settings)
            signed = address + "".join([name + fields[name] for name in sorted(fields)])
            wanted = validator.compute_signature(signed, {}, algorithm)
            if hmac.compare_digest(wanted.encode(), signature.encode(errors="replace")):
                return
            genuine = validator.validate(address, fields, signature, algorithm)
        except ValueError as error:
            raise Forged("an address or an algorithm that is none") from error
        if not genuine:
            raise Forged("wrong signature")
