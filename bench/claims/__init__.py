"""Whether verdicts are so: messages of merged pulls as they are, and with one statement that is not true."""
