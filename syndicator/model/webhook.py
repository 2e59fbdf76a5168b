"""Webhooks: partners told that there is something to read, signed as Standard Webhooks has it. Pure.

What is told is which stories changed, never what they say: that is read at the API, by the key and within the rights of
the moment. A copy that is late can give away nothing that was withdrawn.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

WEBHOOK = "webhook"
"""The kind of its deliveries."""
SECRET_PREFIX = "whsec_"  # noqa: S105 - the beginning of every secret, and none itself


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a partner wants to be told of changes, and how far that has come."""

    partner: str
    address: str
    secret: str
    """By which what is delivered is signed."""
    told: int = 0
    """The number of the last change that was delivered."""
    reaching: int = 0
    """That of the last change in the delivery under way: tried again, it has the same id and nothing newer."""

    @property
    def delivery(self) -> str:
        """The id of the delivery under way: the same however often it is tried."""
        return f"{self.partner}.{self.told + 1}-{self.reaching}"


def secret_of(chance: bytes) -> str:
    """A secret made of bytes that nobody can guess."""
    return f"{SECRET_PREFIX}{base64.b64encode(chance).decode()}"


def signed(webhook: Webhook, body: bytes, at: datetime) -> Mapping[str, str]:
    """The header fields of a delivery at a moment (https://www.standardwebhooks.com, symmetric signatures)."""
    moment = str(int(at.timestamp()))
    key = base64.b64decode(webhook.secret.removeprefix(SECRET_PREFIX))
    content = f"{webhook.delivery}.{moment}.".encode() + body
    signature = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
    return {"webhook-id": webhook.delivery, "webhook-timestamp": moment, "webhook-signature": f"v1,{signature}"}
