"""A thief's errand, run alone: try to read what it is told of, and print what came of each try as JSON.

Its arguments: files, then "--", the ports of a Redis and a PostgreSQL (0: none), and a process of the App's.
"""

import json
import os
import socket
import sys
from pathlib import Path

import psycopg


def attempt(path: str) -> str:
    """Return "read", or the error that kept it from being read."""
    try:
        if Path(path).is_dir():
            list(Path(path).iterdir())
        else:
            Path(path).read_bytes()
    except OSError as error:
        return type(error).__name__
    return "read"


def ask_redis(port: int) -> list[str]:
    """Return what Redis answers without a password, and with every word of this environment as one."""
    found: list[str] = []
    for password in (None, *os.environ.values()):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            login = "" if password is None else f"AUTH {json.dumps(password)}\r\n"
            connection.sendall(f"{login}KEYS *\r\nQUIT\r\n".encode())
            said = b""
            while piece := connection.recv(4096):
                said += piece
        found.append("denied" if b"-NOAUTH" in said else "served")
    return found


def ask_postgres(port: int) -> list[str]:
    """Return how a PostgreSQL receives us without a password, and with every word of this environment as one."""
    found: list[str] = []
    for password in ("", *os.environ.values()) if port else ():
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="app", dbname="postgres", password=password).close()
        except psycopg.OperationalError as error:
            found.append("denied" if "password" in str(error) else str(error))
        else:
            found.append("served")
    return found


def main() -> None:
    """Try everything."""
    split = sys.argv.index("--")
    files, (redis, postgres, process) = sys.argv[1:split], sys.argv[split + 1 :]
    theirs = [f"/proc/{process}/{name}" for name in ("environ", "mem", "fd")]
    tried = {path: attempt(path) for path in (*files, *theirs)}
    told = {"tried": tried, "redis": ask_redis(int(redis)), "postgres": ask_postgres(int(postgres))}
    sys.stdout.write(json.dumps(told | {"user": os.getuid()}))


main()
