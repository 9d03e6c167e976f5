"""What Twilio says of an account and of a number, as sentences for whoever sets a channel up.

Twilio, "Account resource", "IncomingPhoneNumber resource".
"""

from typing import Any

import orjson
from twilio.rest import Client

from connectors.asking import Unanswered
from connectors.base import SendFailed
from connectors.twilio.http import TWILIO

ACCOUNTS = f"{TWILIO}/2010-04-01/Accounts"


class Account:
    """One account, asked in its own name."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def state(self) -> str:
        """That it is active. Raises `SendFailed` with what to do where it is not."""
        found = await self._ask(f"{ACCOUNTS}/{self.client.account_sid}.json", {})
        status, name = found.get("status"), found.get("friendly_name")
        if status != "active":
            raise SendFailed(f"the account at Twilio is {status}; open Twilio's console to see why", permanent=True)
        trial = ", on trial: it sends to confirmed numbers alone" if found.get("type") == "Trial" else ""
        return f"the account {name!r} is active{trial}"

    async def posts(self, number: str, hook: str) -> str:
        """That the number is the account's and Twilio posts its messages to `hook`. Raises `SendFailed`."""
        asked = {"PhoneNumber": number, "PageSize": "20"}
        answer = await self._ask(f"{ACCOUNTS}/{self.client.account_sid}/IncomingPhoneNumbers.json", asked)
        listed = answer.get("incoming_phone_numbers")
        numbers = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        found = next((one for one in numbers if one.get("phone_number") == number), None)
        if found is None:
            raise SendFailed(
                f"the account has no number {number}; buy it in Twilio's console, or correct `number`", permanent=True
            )
        if found.get("sms_application_sid"):
            return f"{number} is handled by a TwiML app: let the app's message URL be {hook}"
        if (posted := found.get("sms_url")) != hook:
            where = f"posts to {posted}" if posted else "posts to nobody"
            raise SendFailed(
                f"{number} {where}; in Twilio's console set 'A message comes in' of this number to {hook}, HTTP POST",
                permanent=True,
            )
        if found.get("sms_method") != "POST":
            raise SendFailed(f"{number} asks {hook} by {found.get('sms_method')}; set it to HTTP POST", permanent=True)
        return f"{number} posts to {hook}"

    async def _ask(self, address: str, wanted: dict[str, str]) -> dict[str, Any]:
        """An answer. Raises `SendFailed`."""
        try:
            answer = await self.client.request_async("GET", address, params=wanted or None)
        except Unanswered as error:
            raise SendFailed("Twilio cannot be reached; try again, and look at the firewall") from error
        if answer.status_code in (401, 403):
            raise SendFailed(
                "Twilio does not take this account with this token; copy both from the first page of Twilio's console",
                permanent=True,
            )
        if answer.status_code != 200:
            raise SendFailed(f"Twilio answers {answer.status_code}; try again later")
        try:
            found = orjson.loads(answer.text)
        except ValueError as error:
            raise SendFailed("Twilio's answer cannot be read; try again later") from error
        return found if isinstance(found, dict) else {}
