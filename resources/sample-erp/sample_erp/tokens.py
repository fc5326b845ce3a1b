"""Bearer tokens: JSON Web Tokens signed with HS256 (RFC 7519), made and checked with the standard library."""

import base64
import hashlib
import hmac
import json
import time

from django.conf import settings

HEADER = {"alg": "HS256", "typ": "JWT"}


class InvalidToken(Exception):
    """The token is not one of ours, or is over."""


def _encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _sign(payload):
    return _encode(hmac.new(settings.JWT_SECRET_KEY.encode(), payload.encode(), hashlib.sha256).digest())


def issue(subject, seconds=3600):
    """A token for `subject` that ends after `seconds`."""
    claims = {"sub": subject, "exp": int(time.time()) + seconds}
    payload = ".".join(_encode(json.dumps(part, separators=(",", ":")).encode()) for part in (HEADER, claims))
    return f"{payload}.{_sign(payload)}"


def subject(token):
    """Whom `token` was issued for; InvalidToken where it is forged, broken or over."""
    payload, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _sign(payload).encode()):
        raise InvalidToken("bad signature")
    try:
        header, claims = (json.loads(_decode(part)) for part in payload.split("."))
        if header != HEADER or claims["exp"] < time.time():
            raise InvalidToken("over, or signed in another way")
        return claims["sub"]
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidToken("not a token of ours") from error
