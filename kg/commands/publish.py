"""Publish a release: put it into the archive with all files to take away."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from kg import resources
from kg.cli import archive_option, progress, release_option


def _day(_: click.Context, __: click.Parameter, given: str | None) -> date:
    if given is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise click.BadParameter(f"{given!r} is no day; write it as 2026-11-23.") from error


@click.command(short_help="Publish a release in the archive.")
@release_option
@archive_option
@click.option("--date", "issued", callback=_day, help="Day of publication.  [default: today]")
def publish(release_dir: Path | None, archive_dir: Path | None, issued: date) -> None:
    """
    Put a release into the archive, with every file that readers take away.

    What is published never changes: a version that is in the archive with other data is refused.
    """
    from kg import releases  # noqa: PLC0415
    from kg.archive import Archive  # noqa: PLC0415

    with progress() as step:
        release = releases.load(release_dir or resources.release_dir())
        published = Archive(archive_dir or resources.archive_dir()).publish(release, issued, step)
    click.echo(f"Release {published.version} of {published.issued} is in {published.release.directory}")
