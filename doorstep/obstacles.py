"""What a person can mend while data is moved, saved or restored, in one sentence each instead of a traceback."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.errors import DiskFull, InsufficientPrivilege, LockNotAvailable

from store.moving.tables import CannotMove

NO_SPACE = "There is no space left on the disk. Nothing was kept; make room, then try again."
NO_ADDRESS = (
    "This is no address of PostgreSQL. Write postgresql://user:password@host:5432/name, with the special characters of"
    " a password percent-encoded."
)
#: how SQLite names what is wrong with a file, and what to say of it
FILES = {
    "SQLITE_FULL": NO_SPACE,
    "SQLITE_NOTADB": "The database file is no SQLite database.",
    "SQLITE_CORRUPT": "The database file is damaged. Restore the last good backup.",
    "SQLITE_CANTOPEN": "The database file cannot be opened. May this user read it and write to its folder?",
    "SQLITE_READONLY": "The database file cannot be written. May this user write it and its folder?",
    "SQLITE_BUSY": "Another program has the database file locked. Stop it, then try again.",
    "SQLITE_IOERR": "The disk failed while the database file was read or written.",
}


@contextmanager
def obstacles() -> Iterator[None]:
    """Raises `CannotMove` for what a person can mend; anything else passes."""
    try:
        yield
    except psycopg.Error as error:
        if sentence := _of_postgres(error):
            raise CannotMove(sentence) from error
        raise
    except sqlite3.Error as error:
        if sentence := _of_sqlite(error):
            raise CannotMove(sentence) from error
        raise
    except OSError as error:
        raise CannotMove(_of_file(error)) from error


def _of_postgres(error: psycopg.Error) -> str:
    """Without what it may quote of a row or an address."""
    said = error.diag.message_primary or str(error).partition("\n")[0]
    if isinstance(error, DiskFull):
        return f"The PostgreSQL server has no space left: {said}. Nothing was kept."
    if isinstance(error, LockNotAvailable):
        return "Somebody else is using the tables of this PostgreSQL database. End their sessions, then try again."
    if isinstance(error, InsufficientPrivilege):
        return f"PostgreSQL does not allow it: {said}. Let this user own the database: ALTER DATABASE ... OWNER TO ..."
    if isinstance(error, psycopg.OperationalError):
        return f"PostgreSQL does not answer: {said}."
    return NO_ADDRESS if isinstance(error, psycopg.ProgrammingError) and error.sqlstate is None else ""


def _of_sqlite(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    return next((sentence for begins, sentence in FILES.items() if name.startswith(begins)), "")


def _of_file(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NO_SPACE
    return f"{error.filename or 'A file'}: {error.strerror or error}. Nothing was kept."
