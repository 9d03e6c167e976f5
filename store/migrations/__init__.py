"""Numbered SQL files, forward only, applied with yoyo. One folder for each database; the same tables in both."""

from pathlib import Path

from yoyo import get_backend, read_migrations

FOLDER = Path(__file__).parent


def migrate(address: str, dialect: str) -> list[str]:
    """Bring the database at `address` up to date; the names of the migrations applied just now."""
    backend = get_backend(address)
    try:
        migrations = backend.to_apply(read_migrations(str(FOLDER / dialect)))
        with backend.lock():
            backend.apply_migrations(migrations)
        return [migration.id for migration in migrations]
    finally:
        backend.connection.close()
