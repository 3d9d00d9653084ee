"""The sandbox in the words of a test: open a pull, push, comment, press a button."""
