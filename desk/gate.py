"""The one gate: who may see which enquiry. Pure; used for pages, search, counts, live events, alarms and attachments.

`may_see` and the condition in `store/sql/desk.sql` that takes a `Sight` say the same; a test holds them together.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from model.colleague import Colleague, Role
from model.topic import Topic
from store.desk import Sight

#: who sees what is marked restricted although its topic names nobody (any more)
TRUSTED = frozenset({Role.SAFEGUARDING.value})
#: roles that deal with tenants; the others see an enquiry without addresses and records
DEALING = frozenset({Role.COLLEAGUE, Role.SENIOR, Role.SUPERVISOR, Role.SAFEGUARDING})
LEADING = frozenset({Role.SENIOR, Role.SUPERVISOR})


class Kept(Protocol):
    """An enquiry, or as much of one as the gate asks about."""

    @property
    def topic(self) -> str: ...

    @property
    def restricted(self) -> bool: ...

    @property
    def owner(self) -> int | None: ...


def may_see(colleague: Colleague, enquiry: Kept, topics: Mapping[str, Topic]) -> bool:
    """Whether a colleague may see an enquiry.

    Its owner does. A restricted topic is for the roles that it names: neither an administrator nor a supervisor sees it
    unless named. A panel sees no enquiry at all.
    """
    if not may_see_any(colleague):
        return False
    if enquiry.owner == colleague.id:
        return True
    topic = topics.get(enquiry.topic)
    named = topic.restricted if topic else frozenset()
    if not named and not enquiry.restricted:
        return True
    return bool((named or TRUSTED) & _roles(colleague))


def may_see_any(colleague: Colleague) -> bool:
    """Whether there can be any enquiry that they may see: a panel looks at figures, never at people."""
    return Role.PANEL not in colleague.roles


def may_see_records(colleague: Colleague) -> bool:
    """Whether they see a person's full address and the landlord's records of them."""
    return may_see_any(colleague) and bool(colleague.roles & DEALING)


def leads(colleague: Colleague) -> bool:
    """Whether they may act on what somebody else owns."""
    return bool(colleague.roles & LEADING)


def sees_discreet(colleague: Colleague) -> bool:
    """Whether they see a message that may be about harm at home before it has had its turn."""
    return may_see_any(colleague) and bool(TRUSTED & _roles(colleague))


def sight(colleague: Colleague, topics: Mapping[str, Topic]) -> Sight:
    """The gate as the queries take it. For whoever may see any enquiry: it knows nothing of panels."""
    roles = _roles(colleague)
    restricted = [topic for topic in topics.values() if topic.restricted]
    return Sight(
        me=colleague.id,
        allowed=_listed(topic.name for topic in restricted if topic.restricted & roles),
        hidden=_listed(topic.name for topic in restricted if not topic.restricted & roles),
        safeguarding=bool(TRUSTED & roles),
    )


def _roles(colleague: Colleague) -> frozenset[str]:
    return frozenset(role.value for role in colleague.roles)


def _listed(names: Iterable[str]) -> str:
    found = "|".join(names)
    return f"|{found}|" if found else ""
