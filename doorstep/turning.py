"""What the parts of one decision share: the draft, the voice, who is being spoken to, and what does not change."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.talk import Identity, Said
from doorstep.configuration import Configuration
from doorstep.draft import Draft
from doorstep.rendering import Voice
from model.channel import Capabilities, Channel
from model.enquiry import Enquiry
from model.message import Message
from model.ports import Engine, Landlord
from model.topic import Topic
from model.understanding import Understanding

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Means:
    """What decisions use and never change."""

    configuration: Configuration
    engine: Engine
    landlord: Landlord
    capabilities: Mapping[Channel, Capabilities]

    def understand(self, text: str) -> Understanding:
        """What the engine makes of it; nothing where the engine fails, so that the line goes on without it."""
        try:
            return self.engine.understand(text)
        except Exception:  # noqa: BLE001 - the classifier may be down, the line may not
            log.exception("understanding failed")
            return Understanding(text, "out_of_scope", 0.0)


@dataclass(frozen=True, slots=True)
class Turning:
    """One decision under way."""

    means: Means
    draft: Draft
    identity: Identity
    voice: Voice

    @property
    def message(self) -> Message | None:
        return self.draft.claimed.message

    def topic(self, name: str) -> Topic:
        return self.means.configuration.topic(name)

    def say(self, key: str, noun: Enquiry | None, **values: Any) -> None:
        """Say one thing, and let it go out with whatever was said before it."""
        self.voice.say(Said(key, values))
        self.voice.flush(noun)

    def run_enquiry(self) -> Enquiry | None:
        """The open enquiry that the conversation under way is about."""
        run = self.draft.run
        if run is None or run.enquiry is None:
            return None
        return next((noun for noun in self.draft.enquiries() if noun.id == run.enquiry and noun.open), None)

    def answered_by(self) -> str:
        """By when a colleague answers what goes to them now, in words for the tenant."""
        promise = self.means.configuration.promises["first_answer"]
        calendar = self.means.configuration.calendars[promise.calendar]
        started = self.draft.due("first_answer")
        return self.voice.moment(
            started or calendar.add_open_time(self.draft.now, promise.within or timedelta(hours=1))
        )
