"""Webhooks of Twilio's made by a fuzzer that watches which lines they reach; a process of its own, since it ends in one.

`python -m tests.connectors.fuzzing -runs=100000`. What it makes is signed, so that it comes past the signature. Anything
but `Forged` and `Unreadable` is a fault, and so is a webhook that takes longer than 50 ms.
"""

import contextlib
import sys
import time

import atheris

with atheris.instrument_imports(include=["connectors"]):
    from connectors import form
    from connectors.base import Forged, Hook, Unreadable
    from connectors.sms import Sms
    from connectors.twilio.http import TwilioHttp, client
    from connectors.whatsapp import WhatsApp

from twilio.request_validator import RequestValidator

TOKEN = "a-token-for-tests"
PUBLIC = "https://homes.example.org"
NAMES = ["From", "MessageSid", "Body", "NumMedia", "MediaUrl0", "MediaContentType0", "MessageStatus", "ErrorCode"]
NAMES += ["MessageType", "ButtonText", "Latitude", "Longitude", "Label", "Forwarded", "ProfileName", "SmsStatus"]
MOST_SECONDS = 0.05

HTTP = TwilioHttp(None)
CHANNELS = [kind(client("AC1", TOKEN, HTTP), HTTP, "+447700900000", PUBLIC) for kind in (Sms, WhatsApp)]
VALIDATOR = RequestValidator(TOKEN)


def posted(data: bytes) -> None:
    """One webhook of these bytes, to each channel."""
    given = atheris.FuzzedDataProvider(data)
    known = given.ConsumeBool()
    body = _known(given) if known else given.ConsumeBytes(given.remaining_bytes())
    target = "/hooks/sms/status?reply=r-1" if given.ConsumeBool() else "/hooks/sms"
    headers = {"x-twilio-signature": _signature(body, target)}
    if given.ConsumeBool():
        headers["x-twilio-webhooks-signature-settings"] = given.ConsumeUnicodeNoSurrogates(40)
    for channel in CHANNELS:
        began = time.process_time()
        with contextlib.suppress(Forged, Unreadable):
            channel.parse(Hook(body, headers, target, {"reply": "r-1"}))
        if time.process_time() - began > MOST_SECONDS:
            raise TimeoutError(f"{time.process_time() - began:.3f} s for {len(body)} bytes")


def _known(given: atheris.FuzzedDataProvider) -> bytes:
    """Fields that Twilio has, with values of the fuzzer's."""
    pairs = [
        f"{NAMES[given.ConsumeIntInRange(0, len(NAMES) - 1)]}={form.quoted(given.ConsumeUnicodeNoSurrogates(30))}"
        for _ in range(given.ConsumeIntInRange(0, 12))
    ]
    return "&".join(["From=whatsapp%3A%2B447700900123&MessageSid=SM1", *pairs]).encode()


def _signature(body: bytes, target: str) -> str:
    try:
        return str(VALIDATOR.compute_signature(PUBLIC + target, form.read(body)))
    except ValueError:
        return str(VALIDATOR.compute_signature(PUBLIC + target, {}))


if __name__ == "__main__":
    atheris.Setup(sys.argv, posted)
    atheris.Fuzz()
