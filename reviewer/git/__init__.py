"""Reading repositories with git: ranges, patches, cases, and the bounded cache of partial clones."""
