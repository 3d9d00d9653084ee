"""The words all rooms share: frozen values, and the ports through which the shell is reached. See DESIGN §5."""
