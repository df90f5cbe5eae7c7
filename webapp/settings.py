"""What the site is started with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.store.bounded import BoundedStore
    from kg.store.protocol import Store


@dataclass(frozen=True, slots=True)
class Settings:
    """
    The settings of one site.

    `store` holds the release that is served and is only read.  `strangers` answers the queries of strangers
    over the same release within limits; without it `store` does, with none.  `base_url` is the site's public
    address with its last slash, for links that must be absolute; without it the address of the request is
    taken.  `digest` names the data and the engine: as long as it stays the same, so do all answers, and it is
    None where they may change unseen, as behind a remote endpoint.
    `report_to` is a `mailto:` or `https:` address for reports of errors, if whoever runs the site names one.
    `release_digest` is the SHA-256 of the file of the release, where there is one.
    `shelf` is the file of shared queries; without it nothing can be shared.
    `is_debug` shows the traceback of an error that we did not foresee.
    """

    store: Store
    strangers: BoundedStore | None = None
    base_url: str | None = None
    digest: str | None = None
    report_to: str | None = None
    release_digest: str | None = None
    shelf: Path | None = None
    is_debug: bool = False
