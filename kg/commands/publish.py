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
@click.option("--unexplained", is_flag=True, help="Publish although things vanish without a reason.")
def publish(release_dir: Path | None, archive_dir: Path | None, issued: date, *, unexplained: bool) -> None:
    """
    Put a release into the archive, with every file that readers take away.

    What is published never changes: a version that is in the archive with other data is refused.  So is a
    release without things that the one before it holds, unless retirements.csv says why they are gone.
    """
    from kg import releases  # noqa: PLC0415
    from kg.archive import Archive  # noqa: PLC0415
    from kg.vanished import demand_reasons  # noqa: PLC0415

    with progress() as step:
        release = releases.load(release_dir or resources.release_dir())
        archive = Archive(archive_dir or resources.archive_dir())
        latest = archive.latest
        if latest and latest.version != release.version and not unexplained:
            step(f"Comparing with release {latest.version}")
            demand_reasons(latest.release, release)
        published = archive.publish(release, issued, step)
    click.echo(f"Release {published.version} of {published.issued} is in {published.release.directory}")
