"""The audit of enquiries: who, when, what, why. Hash-chained for each enquiry; the heads are sealed into one chain, so
that tampering shows and no turn waits for another."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.turn import Line
from store.db import Db, to_json


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of a chain: its number and its hash."""

    seq: int = 0
    hash: str = ""


#: before the first line
FIRST = Head()


@dataclass(slots=True)
class Chains:
    """Lines put to the ends of their chains: the rows to store, and the heads afterwards."""

    heads: dict[int, Head]
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, enquiry: int, line: Line, at: int) -> None:
        """Put a line to the end of an enquiry's chain, at this instant in microseconds."""
        head = self.heads.get(enquiry, FIRST)
        head = Head(head.seq + 1, link(head.hash, head.seq + 1, at, (line.who, line.what, line.why)))
        said = {"who": line.who, "what": line.what, "why": line.why}
        self.rows.append({"enquiry": enquiry, "seq": head.seq, "at": at, **said, "hash": head.hash})
        self.heads[enquiry] = head


def link(previous: str, seq: int, at: int, line: tuple[str, str, str]) -> str:
    """The hash of one audit line: over the one before it and all that it says (`at` in microseconds)."""
    return hashlib.sha256(to_json([previous, seq, at, *line]).encode()).hexdigest()


def append(db: Db, lines: Sequence[Line]) -> None:
    """Add lines to the chains of their enquiries."""
    chains = Chains(heads(db, sorted({line.enquiry for line in lines})))
    for line in lines:
        chains.add(line.enquiry, line, db.at)
    db.add_audits(chains.rows)
    save_heads(db, chains.heads)


def heads(db: Db, enquiries: Sequence[int]) -> dict[int, Head]:
    """The heads of these chains, kept from others until the transaction ends."""
    found = db.audit_heads(ids=list(enquiries)) if enquiries else []
    return {row["id"]: Head(row["audit_seq"], row["audit_head"]) for row in found}


def save_heads(db: Db, heads: Mapping[int, Head]) -> None:
    db.save_audit_heads([{"id": id, "audit_seq": head.seq, "audit_head": head.hash} for id, head in heads.items()])


def broken_at(db: Db, enquiry: int) -> int | None:
    """The number of the first line whose hash does not follow from the one before; None where the chain is whole."""
    head, last = "", 0
    for row in db.audit_of(enquiry=enquiry):
        head = link(head, row["seq"], row["at"], (row["who"], row["what"], row["why"]))
        last += 1
        if head != row["hash"] or row["seq"] != last:
            return last
    stored = db.enquiry_by_id(id=enquiry)
    return None if (stored["audit_seq"], stored["audit_head"]) == (last, head) else last + 1


def seal(db: Db, most: int = 1000) -> int:
    """Seal the heads that changed since the last seal; how many there were."""
    changed = [[row["id"], row["audit_seq"], row["audit_head"]] for row in db.unsealed_heads(most=most)]
    if not changed:
        return 0
    last = db.last_seal()
    text = to_json(changed)
    db.add_seal(at=db.now, heads=text, hash=sealed(last["hash"] if last else "", db.at, text))
    db.mark_sealed([{"id": enquiry, "sealed_seq": seq} for enquiry, seq, _ in changed])
    return len(changed)


def sealed(previous: str, at: int, heads: str) -> str:
    """The hash of a seal: over the seal before it, its instant (microseconds) and the heads as they are stored."""
    return hashlib.sha256(f"{previous}{at}{heads}".encode()).hexdigest()
