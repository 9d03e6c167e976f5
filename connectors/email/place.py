"""How far a mailbox is read: RFC 3501, 2.3.1.1. A number counts only while the mailbox's UIDVALIDITY is the same."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Everything up to message `uid` of `folder` is kept."""

    folder: str
    validity: int
    uid: int
    #: when the newest of it came (UTC): from there a mailbox is read again whose numbers were given anew
    came: datetime

    def __str__(self) -> str:
        return f"{self.validity} {self.uid} {int(self.came.timestamp())} {self.folder}"


def place(written: str) -> Place:
    """Raises `ValueError` for what `str` never wrote."""
    validity, uid, came, folder = written.split(" ", 3)
    return Place(folder, int(validity), int(uid), datetime.fromtimestamp(int(came), UTC))
