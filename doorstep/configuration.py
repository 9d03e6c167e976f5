"""The landlord's configuration: the TOML files of `config/`, read whole and checked before any of it is used.

A half-right configuration is refused with file, line and what to write instead.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.emergencies import Emergencies
from bot.letterhead import Letterhead
from bot.repairs import Repairs
from bot.replies import Replies
from bot.scripts import CONVERSATIONS
from doorstep import channels
from doorstep.channels import Entry
from model.channel import Channel, Layout
from model.enquiry import Priority
from model.promise import Promise
from model.topic import Team, Topic
from sla.calendar import Calendar
from sla.hours import calendars
from sla.promises import promises

T = TypeVar("T")
AFTER_MINUTES = "_after_minutes"
#: promises that the line itself starts and meets
NEEDED = ("acknowledge", "first_answer", "next_answer", "duty_acknowledgement")


class Wrong(Exception):
    """The configuration cannot be used; each line says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class Bot:
    """How the bot behaves."""

    unfinished_hours: float
    confident: float


@dataclass(frozen=True, slots=True)
class Routing:
    """How offers are made."""

    offer_seconds: float
    lapses: int


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything a landlord can change, parsed."""

    name: str
    phone: str
    #: the number for texts
    sms: str
    opening: str
    zone: ZoneInfo
    stop_words: frozenset[str]
    start_words: frozenset[str]
    bot: Bot
    routing: Routing
    channels: Mapping[Channel, Entry]
    #: the share of a channel's rate that only urgent replies may use
    reserved: float
    #: channels on which what failed elsewhere is tried, best first
    elsewhere: Sequence[Channel]
    topics: Mapping[str, Topic]
    teams: Mapping[str, Team]
    #: team whose people may take what another leaves, to how long that must have waited
    overflow: Mapping[str, timedelta]
    calendars: Mapping[str, Calendar]
    promises: Mapping[str, Promise]
    emergencies: Emergencies
    replies: Replies
    repairs: Repairs

    @property
    def weights(self) -> Mapping[str, int]:
        """What an enquiry on each channel costs of a colleague's capacity."""
        return {channel.value: entry.weight for channel, entry in self.channels.items()}

    @property
    def letterhead(self) -> Letterhead:
        """What goes around the text of an email."""
        values = {"landlord": self.name, "phone": self.phone}
        greeting, signature = (
            self.replies.render(key, Layout.EMAIL, values) for key in ("email_greeting", "email_signature")
        )
        return Letterhead(greeting, signature)

    def topic(self, name: str) -> Topic:
        """The topic; what no landlord configured is treated as not understood."""
        return self.topics.get(name) or self.topics["out_of_scope"]


def load(folder: Path) -> Configuration:
    """Read and check the whole folder. Raises `Wrong`."""
    tables = {name: _table(folder / f"{name}.toml") for name in FILES}
    calendar_map = _parsed(folder / "hours.toml", lambda: calendars(tables["hours"]))
    teams = _parsed(folder / "teams.toml", lambda: _teams(tables["teams"]))
    return _parsed(
        folder / "landlord.toml",
        lambda: _landlord(
            tables["landlord"],
            channels=_parsed(folder / "channels.toml", lambda: channels.parse(tables["channels"])),
            teams=teams,
            overflow=_parsed(folder / "teams.toml", lambda: _overflow(tables["teams"].get("overflow", {}), teams)),
            calendars=calendar_map,
            topics=_parsed(folder / "topics.toml", lambda: _topics(tables["topics"], teams)),
            promises=_parsed(folder / "promises.toml", lambda: _promises(tables["promises"], calendar_map)),
            emergencies=_parsed(folder / "emergencies.toml", lambda: _emergencies(tables["emergencies"])),
            replies=_parsed(folder / "replies/en.toml", lambda: Replies.parse(tables["replies/en"])),
            repairs=_parsed(folder / "repairs.toml", lambda: Repairs.parse(tables["repairs"])),
        ),
    )


FILES = ("landlord", "channels", "hours", "teams", "topics", "promises", "emergencies", "replies/en", "repairs")


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise Wrong(f"{path}: this file is missing; copy it from the sample configuration") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Wrong(f"{path}: {error}") from error


def _parsed(path: Path, parse: Callable[[], T]) -> T:
    """What `parse` gives; its complaint with the file and the line that it is about."""
    try:
        return parse()
    except Wrong:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise Wrong(f"{path}:{_line(path, message)}: {message}") from error


def _line(path: Path, message: str) -> int:
    """The line that a complaint is about: the one that holds most of the path it begins with."""
    keys = re.split(r"[.\[\]]+", message.split(":", 1)[0].split(" ", 1)[0])
    best, line = 0, 1
    for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
        score = sum(bool(key) and re.search(rf"\b{re.escape(key)}\b", text) is not None for key in keys)
        if score > best and not text.lstrip().startswith("#"):
            best, line = score, number
    return line


def _teams(data: Mapping[str, Any]) -> dict[str, Team]:
    teams = {name: Team(name, table["label"]) for name, table in data.items() if name != "overflow"}
    if not teams:
        raise ValueError('teams: name at least one team, such as [repairs] label = "Repairs"')
    return teams


def _overflow(data: Mapping[str, Any], teams: Mapping[str, Team]) -> dict[str, timedelta]:
    for key, minutes in data.items():
        if not key.endswith(AFTER_MINUTES) or key.removesuffix(AFTER_MINUTES) not in teams:
            raise ValueError(
                f"overflow.{key}: write the name of a team and {AFTER_MINUTES}, such as {[*teams][0]}{AFTER_MINUTES}"
            )
        if isinstance(minutes, bool) or not isinstance(minutes, int | float) or minutes < 0:
            raise ValueError(f"overflow.{key}: {minutes!r} is no number of minutes; write one, such as 20")
    return {key.removesuffix(AFTER_MINUTES): timedelta(minutes=minutes) for key, minutes in data.items()}


def _topics(data: Mapping[str, Any], teams: Mapping[str, Team]) -> dict[str, Topic]:
    topics = {name: _topic(name, table, teams) for name, table in data.items()}
    if "out_of_scope" not in topics:
        raise ValueError("out_of_scope: this topic is needed for what is not understood")
    return topics


def _topic(name: str, table: Mapping[str, Any], teams: Mapping[str, Team]) -> Topic:
    if table["team"] not in teams:
        raise ValueError(f"{name}.team: there is no team {table['team']!r}; choose one of {', '.join(teams)}")
    script = table.get("script", "pass_on")
    if script not in CONVERSATIONS:
        raise ValueError(
            f"{name}.script: there is no script {script!r}; choose one of {', '.join(sorted(CONVERSATIONS))}"
        )
    known = {"label", "team", "script", "small_talk", "skill", "priority", "restricted", "side"}
    for key in table.keys() - known:
        raise ValueError(f"{name}.{key}: not known; write one of {', '.join(sorted(known))}")
    return Topic(
        name=name,
        label=table["label"],
        team=table["team"],
        script=script,
        small_talk=table.get("small_talk", ""),
        skills=frozenset({table["skill"]} if "skill" in table else ()),
        priority=Priority(table.get("priority", "normal")),
        restricted=frozenset(table.get("restricted", ())),
        side=bool(table.get("side", False)),
    )


def _promises(data: Mapping[str, Any], known: Mapping[str, Calendar]) -> dict[str, Promise]:
    parsed = promises(data, known.keys())
    for name in NEEDED:
        if name not in parsed:
            raise ValueError(f"{name}: this promise is needed")
    return parsed


def _emergencies(data: Mapping[str, Any]) -> Emergencies:
    emergencies = Emergencies.parse(data)
    for unchecked in emergencies.unchecked():
        if unchecked.life:
            raise ValueError(
                f"{unchecked.where}: it gives {unchecked.number}, which nobody has checked; "
                f'ring it and write `checked = "date, source"` under [numbers.{unchecked.number}], or take it out'
            )
    return emergencies


def _reserved(data: Mapping[str, Any]) -> float:
    reserved = data.get("reserved_for_urgent", 0.2)
    if isinstance(reserved, bool) or not isinstance(reserved, int | float) or not 0 <= reserved < 1:
        raise ValueError(f"sending.reserved_for_urgent: {reserved!r} is no share; write one from 0 to 0.9, such as 0.2")
    return reserved


def _elsewhere(data: Mapping[str, Any]) -> tuple[Channel, ...]:
    names = data.get("elsewhere", [])
    for name in names:
        if name not in [channel.value for channel in Channel]:
            raise ValueError(f"sending.elsewhere: there is no channel {name!r}; choose some of {', '.join(Channel)}")
    return tuple(map(Channel, names))


def _landlord(data: Mapping[str, Any], **parsed: Any) -> Configuration:
    if data["opening"] not in parsed["calendars"]:
        raise ValueError(f"opening: there is no calendar {data['opening']!r} in hours.toml")
    bot, router, keywords = data["bot"], data["router"], data["keywords"]
    return Configuration(
        name=data["name"],
        phone=data["phone"],
        sms=str(parsed["channels"][Channel.SMS].settings.get("number", "")),
        opening=data["opening"],
        zone=ZoneInfo(data["time_zone"]),
        stop_words=frozenset(map(str.upper, keywords["stop"])),
        start_words=frozenset(map(str.upper, keywords["start"])),
        bot=Bot(
            unfinished_hours=bot["unfinished_hours"],
            confident=bot["confident"],
        ),
        reserved=_reserved(data.get("sending", {})),
        elsewhere=_elsewhere(data.get("sending", {})),
        routing=Routing(router["offer_seconds"], router["lapses"]),
        **parsed,
    )
