"""The door to WeasyPrint, an optional extra: a page of this site as a PDF file."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable


class PdfError(KgError):
    """No PDF can be made here; the message says what to do."""


def pdf_of(html: str, fetched: Callable[[str], tuple[bytes, str]], base: str) -> bytes:
    """
    Return a page as PDF, tagged, laid out by its styles for print.

    Args:
        html: The page.
        fetched: Gives body and media type of a path of this site; nothing else is ever asked for.
        base: The public address of this site without its last slash, for the links in the file.

    Raises:
        PdfError: The extra is not installed, or a library of the system that it needs is not.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415  (an extra, and heavy)
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise PdfError(
            "This site makes no PDF files: install it with `pip install 'regcoop[pdf]'`, "
            "or print the page from a browser."
        ) from error

    # It warns of every property that only screens know.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Asks this site, and never the network or the file system."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
            """Return a file of this site."""
            if not url.startswith(f"{base}/"):
                raise ValueError(f"{url} is not of this site.")
            body, media_type = fetched(url.removeprefix(base))
            return URLFetcherResponse(url, body, {"Content-Type": media_type})

    return bytes(HTML(string=html, base_url=base, url_fetcher=OwnFiles()).write_pdf(pdf_tags=True))
