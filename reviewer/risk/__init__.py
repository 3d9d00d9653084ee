"""How risky a change is, with reasons."""
