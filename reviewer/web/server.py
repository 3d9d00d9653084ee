"""Serving the application on a socket."""

import socket

import uvicorn
from fastapi import FastAPI

from reviewer.errors import TellOperator

GRACE = 10
"""Seconds that requests under way get when the server is asked to stop; GitHub waits no longer for an answer."""


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens on this address; port 0 takes any that is free.

    Raises TellOperator when the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP: else asyncio leaves Nagle's algorithm on, and an answer waits 40 ms for the other side's ACK.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(512)
    except OSError as error:
        listening.close()
        message = f"Cannot listen on {host} port {port}: {error.strerror}. Set REVIEWER_HOST and REVIEWER_PORT"
        raise TellOperator(message) from error
    return listening


def serve_on(app: FastAPI, listening: socket.socket) -> None:
    """Serve on a listening socket until SIGTERM or SIGINT; what is under way is finished first."""
    make_server(app).run(sockets=[listening])


def make_server(app: FastAPI) -> uvicorn.Server:
    """Return a server that has not been started; its `should_exit` stops it, for those who run it in a thread."""
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        lifespan="off",
        # Longer than the 60 seconds after which common proxies drop an idle connection: they must be the first to.
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE,
    )
    return uvicorn.Server(config)
