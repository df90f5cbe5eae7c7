"""All lists of the common form, by the kind of things that each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.pages.listings.cooperation import COOPERATION
from webapp.pages.listings.reference import REFERENCE

if TYPE_CHECKING:
    from webapp.pages.listings.spec import Listing

LISTINGS: Final[dict[str, Listing]] = {listing.segment: listing for listing in (*COOPERATION, *REFERENCE)}
"""The lists, by the segment of the kind."""
