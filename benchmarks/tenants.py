"""A thousand tenants and what each writes next: half ask for their rent, half answer the bot about a repair.

All mobile numbers of Ofcom's drama range write, so the landlord's own number is a landline's of that range. In each
round every number writes once. After it, what was opened is called off and new repairs are brought to where they are
measured; that happens outside of the measured windows.
"""

from collections import deque
from dataclasses import dataclass
from random import Random
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from benchmarks import texts, wire
from benchmarks.provider import ACCOUNT, TOKEN
from benchmarks.texts import ANSWERS, Text

PUBLIC = "https://homes.example.org"
HOOK = "/hooks/sms"
OWN_NUMBER = "+441632960100"
NUMBERS = tuple(f"+447700900{number:03}" for number in range(1000))


@dataclass(frozen=True, slots=True)
class Post:
    """One message on its way to us: a signed webhook, ready to be sent."""

    number: str
    sid: str
    text: Text
    request: bytes


class Tenants:
    """Deals out the messages, so that each is exactly of the kind it is counted as."""

    def __init__(self, seed: int, numbers: tuple[str, ...] = NUMBERS) -> None:
        self._dice = Random(seed)
        self._validator = RequestValidator(TOKEN)
        self._count = 0
        self._begun = False
        self.rent = numbers[0::2]
        self.repair = numbers[1::2]
        #: how many questions of the repair script each has answered
        self._answered = dict.fromkeys(self.repair, 0)
        #: everything measured, for the books
        self.measured: list[Post] = []

    def between(self) -> list[list[Post]]:
        """Steps that make everybody ready for the next round; each step is answered before the next."""
        if self._begun:
            return self._once_more()
        self._begun = True
        steps = [[self._post(number, texts.fault(self._dice)) for number in self.repair]]
        for question in range(len(ANSWERS) - 1):
            further = [number for place, number in enumerate(self.repair) if place % len(ANSWERS) > question]
            steps.append([self._answer(number) for number in further])
        return steps

    def round(self) -> deque[Post]:
        """A message of every number, in random order: these are measured."""
        posts = [self._post(number, texts.rent(self._dice)) for number in self.rent]
        posts += [self._answer(number) for number in self.repair]
        self._dice.shuffle(posts)
        self.measured += posts
        return deque(posts)

    def _once_more(self) -> list[list[Post]]:
        finished = [number for number, answered in self._answered.items() if answered == len(ANSWERS)]
        self._answered |= dict.fromkeys(finished, 0)
        called_off = [self._post(number, texts.never_mind(self._dice)) for number in (*self.rent, *finished)]
        return [called_off, [self._post(number, texts.fault(self._dice)) for number in finished]]

    def _answer(self, number: str) -> Post:
        text = ANSWERS[self._answered[number]](self._dice)
        self._answered[number] += 1
        return self._post(number, text)

    def _post(self, number: str, text: Text) -> Post:
        self._count += 1
        sid = f"SM{self._count:032x}"
        return Post(number, sid, text, self._signed(number, sid, text.words))

    def _signed(self, number: str, sid: str, words: str) -> bytes:
        """Twilio, "Messaging webhooks" and "Validating requests"."""
        fields = {
            "ToCountry": "GB",
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "SmsSid": sid,
            "SmsStatus": "received",
            "FromCountry": "GB",
            "Body": words,
            "To": OWN_NUMBER,
            "NumSegments": "1",
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": number,
            "ApiVersion": "2010-04-01",
        }
        headers = {
            "Host": "homes.example.org",
            "User-Agent": "TwilioProxy/1.1",
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature": self._validator.compute_signature(PUBLIC + HOOK, fields),
            "I-Twilio-Idempotency-Token": sid,
            "Accept": "*/*",
        }
        return wire.request(HOOK, headers, urlencode(fields).encode())
