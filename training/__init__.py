"""How the risk model of `reviewer/risk/model.json` is made: `make train`; see README.md beside this."""
