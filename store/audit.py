"""The audit of enquiries: who, when, what, why. Hash-chained for each enquiry; the heads are sealed into one chain, so
that tampering shows and no turn waits for another."""

import hashlib
from collections.abc import Iterable

from model.turn import Line
from store.db import Db, micros, to_json


def link(previous: str, seq: int, at: int, line: tuple[str, str, str]) -> str:
    """The hash of one audit line: over the one before it and all that it says (`at` in microseconds)."""
    return hashlib.sha256(to_json([previous, seq, at, *line]).encode()).hexdigest()


def append(db: Db, lines: Iterable[Line]) -> None:
    """Add lines to the chains of their enquiries."""
    chains: dict[int, list[Line]] = {}
    for line in lines:
        chains.setdefault(line.enquiry, []).append(line)
    for enquiry, chain in chains.items():
        _append_chain(db, enquiry, chain)


def _append_chain(db: Db, enquiry: int, chain: list[Line]) -> None:
    row = db.audit_head(enquiry=enquiry)
    seq, head = row["audit_seq"], row["audit_head"]
    for line in chain:
        seq += 1
        head = link(head, seq, micros(db.now), (line.who, line.what, line.why))
        db.add_audit(enquiry=enquiry, seq=seq, at=db.now, who=line.who, what=line.what, why=line.why, hash=head)
    db.save_audit_head(enquiry=enquiry, seq=seq, hash=head)


def broken_at(db: Db, enquiry: int) -> int | None:
    """The number of the first line whose hash does not follow from the one before; None where the chain is whole."""
    head, last = "", 0
    for row in db.audit_of(enquiry=enquiry):
        head = link(head, row["seq"], row["at"], (row["who"], row["what"], row["why"]))
        last += 1
        if head != row["hash"] or row["seq"] != last:
            return last
    stored = db.audit_head(enquiry=enquiry)
    return None if (stored["audit_seq"], stored["audit_head"]) == (last, head) else last + 1


def seal(db: Db, most: int = 1000) -> int:
    """Seal the heads that changed since the last seal; how many there were."""
    heads = [[row["id"], row["audit_seq"], row["audit_head"]] for row in db.unsealed_heads(most=most)]
    if not heads:
        return 0
    last = db.last_seal()
    text = to_json(heads)
    previous = last["hash"] if last else ""
    db.add_seal(at=db.now, heads=text, hash=hashlib.sha256(f"{previous}{micros(db.now)}{text}".encode()).hexdigest())
    for enquiry, seq, _ in heads:
        db.mark_sealed(id=enquiry, seq=seq)
    return len(heads)
