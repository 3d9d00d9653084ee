"""The database: the truth about what must be reviewed and what was written."""
