"""Who calls: an App by its JWT, or an installation by its token."""

from collections.abc import Mapping
from typing import cast

import jwt
from jwt.types import Options

from reviewer.sandbox.rest.call import Problem
from reviewer.sandbox.state.accounts import App, InstallationToken
from reviewer.sandbox.state.world import World

# https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
_LONGEST = 600
_BAD_ISSUED = "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
_BAD_EXPIRY = (
    "'Expiration time' claim ('exp') must be a numeric value "
    "representing the future time at which the assertion expires"
)
_UNREADABLE = "A JSON web token could not be decoded"


def secret_of(headers: Mapping[str, str]) -> str:
    """Return what the Authorization header holds, or "" when there is none."""
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() in ("bearer", "token") else ""


def app_of(world: World, headers: Mapping[str, str]) -> App:
    """Return the App that signed the JWT in the header; raises a 401 Problem."""
    secret = secret_of(headers)
    if not secret:
        raise Problem(401, "Requires authentication")
    try:
        unproved = cast("dict[str, object]", jwt.decode(secret, options={"verify_signature": False}))
    except jwt.InvalidTokenError as error:
        raise Problem(401, _UNREADABLE) from error
    app = _issuer(world, unproved.get("iss"))
    try:
        # The times are checked below, against this GitHub's own clock.
        options: Options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False}
        jwt.decode(secret, app.public_key, algorithms=["RS256"], options=options)
    except jwt.InvalidTokenError as error:
        raise Problem(401, _UNREADABLE) from error
    _check_times(unproved, world.clock.now().timestamp())
    return app


def _issuer(world: World, issuer: object) -> App:
    for app in world.apps.values():
        if issuer in (app.id, str(app.id), app.client_id):
            return app
    raise Problem(401, "Integration not found")


def _check_times(claims: Mapping[str, object], now: float) -> None:
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, int | float) or issued > now:
        raise Problem(401, _BAD_ISSUED)
    if not isinstance(expires, int | float) or expires <= now:
        raise Problem(401, _BAD_EXPIRY)
    if expires > now + _LONGEST:
        raise Problem(401, "'Expiration time' claim ('exp') is too far in the future")


def token_of(world: World, secret: str) -> InstallationToken:
    """Return the installation token of this secret; raises a 401 Problem when unknown or over, 403 when suspended."""
    token = world.tokens.get(secret)
    if token is None or token.expires_at <= world.clock.now():
        raise Problem(401, "Bad credentials" if secret else "Requires authentication")
    if token.installation.suspended_at is not None:
        raise Problem(403, "This installation has been suspended")
    return token
