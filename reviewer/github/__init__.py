"""GitHub: signatures, events, tokens, snapshots in; comments and check runs out."""
