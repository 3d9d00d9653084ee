"""The database: what arrived, what must be done, what was reviewed and written. SQLite, and PostgreSQL by its URL."""
