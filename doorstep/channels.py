"""The channels of one installation: what `config/channels.toml` says of each, and the connectors made of that.

The name of a table is the channel's; its connector is the file of that name in `connectors/`, or the one it names.
"""

import importlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.base import Around, Connector, NotSet
from model.channel import Channel

#: in how many seconds calls are to be answered
ANSWER_SECONDS = "answer_seconds"
log = logging.getLogger(__name__)

#: what is not the connector's business
OURS = {"connector", "weight", "proof_minutes", "per_second"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of `config/channels.toml`."""

    connector: str
    #: what one enquiry costs of a colleague's capacity
    weight: int
    #: how long somebody stays known after showing who they are
    proof_minutes: int
    #: messages a second that the provider takes; None without a limit
    per_second: float | None
    #: the connector's own; one that begins with `$` stands in the environment
    settings: Mapping[str, Any] = field(default_factory=dict)


def parse(data: Mapping[str, Any]) -> dict[Channel, Entry]:
    """All tables. Raises `ValueError` or `KeyError` that begins with where."""
    for name in data:
        if name not in [channel.value for channel in Channel]:
            raise ValueError(f"{name}: there is no channel {name!r}; choose one of {', '.join(Channel)}")
    return {channel: _entry(channel.value, data) for channel in Channel}


def _entry(name: str, data: Mapping[str, Any]) -> Entry:
    table = data[name]
    rate = table.get("per_second")
    if rate is not None and (isinstance(rate, bool) or not isinstance(rate, int | float) or rate <= 0):
        raise ValueError(f"{name}.per_second: {rate!r} is no rate; write messages a second, such as 10")
    if ANSWER_SECONDS in table:
        _whole(name, table, ANSWER_SECONDS)
    settings = {key: value for key, value in table.items() if key not in OURS}
    return Entry(
        connector=table.get("connector", name),
        weight=_whole(name, table, "weight"),
        proof_minutes=_whole(name, table, "proof_minutes"),
        per_second=rate,
        settings=settings,
    )


def _whole(name: str, table: Mapping[str, Any], key: str) -> int:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name}.{key}: write a whole number, such as {key} = 1")
    return value


def connectors(entries: Mapping[Channel, Entry], around: Around) -> dict[Channel, Connector]:
    """The connectors of all channels that are set up; the others are off. One that somebody has begun to set up is
    spoken of."""
    made = {}
    for channel, entry in entries.items():
        try:
            made[channel] = connect(channel, entry, around)
        except NotSet as missing:
            if _begun(entry, around.environment):
                log.error("a channel is off", extra={"channel": channel.value, "why": str(missing)})
    return made


def _begun(entry: Entry, environment: Mapping[str, str]) -> bool:
    """Whether the environment has anything for this channel."""
    named = (str(value)[1:] for value in entry.settings.values() if str(value).startswith("$"))
    return any(environment.get(name) for name in named)


def connect(channel: Channel, entry: Entry, around: Around) -> Connector:
    """One channel's connector. Raises `NotSet` where a setting that it needs is missing."""
    if not entry.connector:
        raise NotSet("it is logged by staff and has no provider")
    connector: Connector = importlib.import_module(f"connectors.{entry.connector}").connect(
        around.of(channel, entry.settings)
    )
    return connector
