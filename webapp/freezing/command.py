"""Write the site as files."""

from __future__ import annotations

from pathlib import Path

import click

from kg import resources
from kg.cli import FINDINGS, archive_option, progress, release_option, warn
from webapp.addresses import base_url_option

_SHOWN = 10


@click.command("freeze", short_help="Write the whole site as files.")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--formats",
    help="Forms of things beside their pages, such as ttl,jsonld.  [default: all but pdf]",
)
@base_url_option
@release_option
@archive_option
def freeze(
    *,
    directory: Path,
    formats: str | None,
    base_url: str | None,
    release_dir: Path | None,
    archive_dir: Path | None,
) -> None:
    """
    Write all pages and data of the site into DIRECTORY, with links that work from any place.

    What needs a server (search, queries with values of one's own) is not in a mirror: with --base-url its
    links lead to the site there.
    """
    from kg import releases  # noqa: PLC0415
    from kg.archive import Archive  # noqa: PLC0415
    from kg.store.embedded import open_embedded  # noqa: PLC0415
    from webapp import create_app, freezing  # noqa: PLC0415
    from webapp.settings import Settings  # noqa: PLC0415

    asked = _asked(formats)
    with progress() as step:
        served = releases.ensure(release_dir or resources.release_dir(), step, warn)
        archive = Archive(archive_dir or resources.archive_dir(), served)
        settings = Settings(
            open_embedded(served.nquads), base_url=base_url, release_digest=served.digest, archive=archive
        )
        frozen = freezing.freeze(
            create_app(settings),
            directory,
            live=base_url or "",
            formats=asked,
            step=step,
        )
    click.echo(f"{frozen.files} files ({frozen.bytes:,} bytes, {frozen.pages} pages) in {frozen.directory}")
    for address, status in frozen.lost[:_SHOWN]:
        warn(f"A page leads to {address}, which answers {status}.")
    if frozen.lost:
        raise SystemExit(FINDINGS)


def _asked(formats: str | None) -> frozenset[str] | None:
    """Return the formats that the option names; what is none of ours is wrong use (exit 2)."""
    from webapp.negotiation import RESOURCE_FORMATS  # noqa: PLC0415

    if formats is None:
        return None
    known = {form.suffix for form in RESOURCE_FORMATS} - {"html"} | {"pdf"}
    asked = frozenset(filter(None, formats.split(",")))
    if not asked <= known:
        raise click.UsageError(
            f"There is no format {min(asked - known)!r}; name some of {', '.join(sorted(known))}."
        )
    return asked
