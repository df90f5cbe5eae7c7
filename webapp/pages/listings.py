"""All lists of the common form, by the kind of things that each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.pages.listings_cooperation import COOPERATION
from webapp.pages.listings_reference import REFERENCE

if TYPE_CHECKING:
    from webapp.pages.listing_spec import Listing

LISTINGS: Final[dict[str, Listing]] = {listing.segment: listing for listing in (*COOPERATION, *REFERENCE)}
"""The lists, by the segment of the kind."""
