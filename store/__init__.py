"""The database: migrations, named queries, units of work, the outbox and the wake-up queue."""
