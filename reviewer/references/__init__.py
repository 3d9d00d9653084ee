"""Who names what a pull changed: the units and the searched head in, callers and rename proofs out.

Start reading at find.py. The names to look for are in wanted.py; mentions.py reads one text.
"""
