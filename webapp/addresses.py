"""The option of commands by which the public address of a site is told."""

from __future__ import annotations

import re
from typing import Final

import click

BASE_URL: Final = "REGCOOP_BASE_URL"

_IS_A_SITE = re.compile(r"https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?")


def _base_url(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    """Return the public address with its last slash; what is no address of a site is wrong use (exit 2)."""
    if given and not _IS_A_SITE.fullmatch(given):
        raise click.BadParameter(
            f"{given!r} is no address of a site; name http:// or https:// and a host, such as "
            "https://data.example.org/."
        )
    return f"{given.rstrip('/')}/" if given else None


base_url_option = click.option(
    "--base-url",
    envvar=BASE_URL,
    callback=_base_url,
    help="The public address of the site, for citations and links; else that of each request.",
)
