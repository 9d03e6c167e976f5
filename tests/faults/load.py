"""Tenants who text while Doorstep is killed: signed webhooks, sent again until they are answered 200, as a provider does."""

import itertools
import threading
import urllib.error
import urllib.request
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

ACCOUNT = "AC" + "7" * 32
TOKEN = "a-token-for-tests"
PUBLIC = "https://homes.example.org"


class Load:
    """A few threads that post without pause until they are stopped."""

    def __init__(self, address: str, threads: int = 4) -> None:
        self.address = address
        #: message id to the number that wrote it, once it was answered 200
        self.accepted: dict[str, str] = {}
        self._numbers = itertools.count()
        self._stopped = threading.Event()
        self._validator = RequestValidator(TOKEN)
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(10)

    def _work(self) -> None:
        while not self._stopped.is_set():
            number = next(self._numbers)
            sender, sid = f"+4477009{number:05}", f"SM{number:032}"
            while not self._stopped.is_set():
                if self.post(sender, sid, "hello"):
                    self.accepted[sid] = sender
                    break
                self._stopped.wait(0.02)

    def post(self, sender: str, sid: str, text: str) -> bool:
        """Post one text; whether it was answered 200."""
        fields = {"MessageSid": sid, "From": sender, "To": "+447700900000", "Body": text, "NumMedia": "0"}
        signature = self._validator.compute_signature(f"{PUBLIC}/hooks/sms", fields)
        request = urllib.request.Request(
            f"{self.address}/hooks/sms", urlencode(fields).encode(), {"X-Twilio-Signature": signature}
        )
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.HTTPError):
            return False
