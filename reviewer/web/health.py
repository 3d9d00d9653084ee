"""GET /healthz: the process answers. GET /readyz: it can do its work, or why not."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from reviewer.errors import TellOperator, TryAgain
from reviewer.web.parts import WebParts


def health_routes(parts: WebParts) -> APIRouter:
    """Return the routes that tell a supervisor how we are."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def healthz() -> dict[str, bool]:
        return {"healthy": True}

    @routes.get("/readyz")
    def readyz() -> JSONResponse:
        reasons = [reason for reason in (_why_no_database(parts), _why_no_credentials(parts)) if reason]
        return JSONResponse({"ready": not reasons, "reasons": reasons}, 503 if reasons else 200)

    return routes


def _why_no_database(parts: WebParts) -> str | None:
    try:
        is_ready = parts.store.is_ready()
    except TryAgain as error:
        return str(error)
    return None if is_ready else "The database was made by another version: restart this server to migrate it"


def _why_no_credentials(parts: WebParts) -> str | None:
    try:
        credentials = parts.credentials.current()
    except TellOperator as error:
        return str(error)
    return None if credentials else "The App is not set up: open /setup"
