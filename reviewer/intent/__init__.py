"""What a change says it is for, and whether the code bears it out."""
