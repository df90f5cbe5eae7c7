"""What names an answer before it is made, and since when it is as it is: for readers who have it already."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import current_app, request

from kg.program import program
from webapp.negotiation import HTML

if TYPE_CHECKING:
    from webapp.negotiation import Format
    from webapp.settings import Settings

_TAG_BYTES: Final = 16
_CHANGED: Final = "regcoop.changed"
_SITE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Validity:
    """
    The strong validator of an answer, and the time of its last change; None where neither is known before.

    An answer is a matter of the release, the program, the address and the form, so these name it.
    """

    tag: str | None = None
    modified: datetime | None = None


def validity(address: str, form: Format, profile: str) -> Validity:
    """
    Return what names the answer to the request, in a form that it was chosen to have.

    A page is made for its reader's host, names the day, and depends on all of the query; data are the same
    for whoever asks.  Where the data may change unseen, and while the program is being written, nothing is
    known before.

    Args:
        address: The path of what is described, without suffix.
        form: The format.
        profile: The token of the profile.
    """
    settings: Settings = current_app.config["REGCOOP"]
    if settings.revision is None or settings.is_debug:
        return Validity()
    parts = [settings.revision, program(_SITE).digest, address, form.media_type, profile]
    if _CHANGED not in current_app.extensions:  # read from the archive, so once
        current_app.extensions[_CHANGED] = settings.changed
    released: datetime | None = current_app.extensions[_CHANGED]
    changed = released and max(released, program(_SITE).changed)
    if form is HTML:
        midnight = datetime.combine(datetime.now(UTC).date(), time(), UTC)
        query = request.query_string.decode("latin-1")
        parts += [midnight.isoformat(), request.host_url, settings.base_url or "", query]
        changed = changed and max(changed, midnight)
    # With their lengths, so that no two lists of parts give the same text.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    tag = hashlib.blake2b(text.encode(), digest_size=_TAG_BYTES).hexdigest()
    # A clock that was wrong once is not to name a time to come.
    return Validity(tag, min(changed, datetime.now(UTC)).replace(microsecond=0) if changed else None)
