"""The bot's voice in one turn: texts by key become one reply, laid out for the channel, split where it is too long."""

from datetime import datetime

from bot.advice import Advice
from bot.formats import moment
from bot.parts import fitting, split
from bot.talk import Said
from doorstep.draft import Draft
from model.channel import Capabilities, Layout
from model.enquiry import Enquiry
from model.message import Author
from model.talk import Choice
from model.turn import Say
from model.understanding import Emergency, Level

ASSISTANT = "the automated assistant"
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


class Voice:
    """Collects what is said in a turn; `flush` makes one reply of it."""

    def __init__(self, draft: Draft, capabilities: Capabilities) -> None:
        self.capabilities = capabilities
        self._draft = draft
        self._said: list[Said] = []

    def say(self, said: Said) -> None:
        self._said.append(said)

    def forget(self) -> None:
        """Unsay what was not flushed yet."""
        self._said.clear()

    def flush(self, noun: Enquiry | None) -> None:
        """One reply of all that was said, introduced if the bot speaks here for the first time."""
        texts = [self.text(said) for said in self._said]
        if not texts:
            return
        if not self._draft.introduced:
            texts.insert(0, self.text(Said("introduction", {})))
            self._draft.introduced = True
        self._add("\n\n".join(texts), self._said[-1].choices, noun)
        self._said.clear()

    def text(self, said: Said) -> str:
        """The text of one key; choices are numbered where nothing can be tapped."""
        configuration = self._draft.configuration
        values = {"landlord": configuration.name, "phone": configuration.phone, **said.values}
        text = configuration.replies.render(said.key.split(".", 1)[0], self.capabilities.layout, values)
        return text if self.capabilities.buttons or not said.choices else f"{text}\n{_numbered(said.choices)}"

    def moment(self, at: datetime) -> str:
        """An instant as the tenant reads it, in local time."""
        zone = self._draft.configuration.zone
        return moment(at.astimezone(zone), self._draft.now.astimezone(zone))

    def _add(self, text: str, choices: tuple[Choice, ...], noun: Enquiry | None) -> None:
        buttons = tuple(choice.label for choice in choices) if self.capabilities.buttons else ()
        self._draft.say(
            Say(
                parts=split(text, fitting(self.capabilities)),
                enquiry=noun.id if noun else None,
                buttons=buttons,
                author=Author.BOT,
                signed=ASSISTANT,
                urgent=noun is not None and noun.level is not None,
            )
        )


def advice_say(advice: Advice, emergency: Emergency, capabilities: Capabilities, enquiry: int | None = None) -> Say:
    """Safety advice as an urgent reply: the one action first, in a text of its own; a question only where unsure."""
    later = tuple(part for text in advice.later for part in split(text, fitting(capabilities)))
    question = (advice.question,) if emergency.level is Level.UNSURE and advice.question else ()
    choices = YES_NO if advice.after_yes or question else ()
    parts = (*split(advice.first, fitting(capabilities)), *later, *question)
    return Say(
        parts=("\n\n".join(parts),) if capabilities.layout is Layout.EMAIL else parts,
        enquiry=enquiry,
        buttons=tuple(choice.label for choice in choices) if capabilities.buttons else (),
        author=Author.BOT,
        signed=ASSISTANT,
        urgent=True,
        emergency=emergency.kind,
    )


def _numbered(choices: tuple[Choice, ...]) -> str:
    """`Reply 1 for Yes, 2 for No.`"""
    listed = [f"{number} for {choice.label}" for number, choice in enumerate(choices, start=1)]
    return "Reply " + ", ".join(listed) + "."
