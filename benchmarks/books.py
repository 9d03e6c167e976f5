"""The proof that what was measured has happened: one turn and one reply for each message, each of its kind."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from benchmarks.database import MESSAGES, REPLIES, Database
from benchmarks.tenants import Post
from benchmarks.texts import Kind

#: a number of model.message.Delivery: the provider has it
ACCEPTED = 30


class Wrong(Exception):
    """The figures mean nothing: something else happened than what was to be measured."""


def check(database: Database, posts: Sequence[Post], says: Mapping[str, str], after: int) -> dict[str, int]:
    """How many messages were of each kind. Raises `Wrong` with the first few that were not as they should be.

    `says` are the words by which each of our texts is known; only messages after the id `after` are looked at.
    """
    found = {row[0]: row[1:] for row in database.rows(MESSAGES.format(after=after))}
    replies: dict[str, list[Sequence[object]]] = defaultdict(list)
    for sid, *reply in database.rows(REPLIES.format(after=after)):
        replies[sid].append(reply)
    wrong = [
        f"{post.text.words!r}: {why}"
        for post in posts
        if (why := _fault(post, found.get(post.sid), replies[post.sid], says))
    ]
    if wrong:
        raise Wrong(f"{len(wrong)} of {len(posts)} messages went another way: {'; '.join(wrong[:5])}")
    kinds = Counter(post.text.kind for post in posts)
    if kinds[Kind.RENT] * 2 != len(posts) or kinds[Kind.REPAIR] * 2 != len(posts):
        raise Wrong(f"not half and half: {kinds}")
    return {kind.value: count for kind, count in kinds.items()}


def _fault(
    post: Post, message: Sequence[object] | None, replies: Sequence[Sequence[object]], says: Mapping[str, str]
) -> str:
    """What is wrong with a message that was posted; empty where all is well."""
    if message is None:
        return "never stored"
    handled_at, attempts, topic, first = message
    if handled_at is None or attempts != 1:
        return f"{attempts} turns"
    if topic != post.text.topic or bool(first) != (post.text.kind is Kind.RENT):
        return f"{topic}, {'opened' if first else 'went on with'} its enquiry"
    if len(replies) != 1:
        return f"{len(replies)} replies"
    state, sends, text = replies[0]
    if state != ACCEPTED or sends != 1:
        return f"its reply has state {state} after {sends} sends"
    return "" if any(says[key] in str(text) for key in post.text.replies) else f"answered {text!r}"
