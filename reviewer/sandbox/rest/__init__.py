"""The REST API: one table of operations, one function each, and the rules all of them share."""
