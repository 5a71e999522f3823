"""Headers of every answer to a browser, and the one place where a form's field is read."""

from urllib.parse import parse_qs

from fastapi import Request

MAX_FORM = 2_000

SECURITY = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


async def form(request: Request) -> dict[str, str]:
    """A short urlencoded form; of a field given twice the first counts. What is too long is cut off."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM:
            break
    return {name: values[0] for name, values in parse_qs(body[:MAX_FORM].decode("utf-8", "replace")).items()}
