"""Write the files that the site offers, offline."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import resources
from kg.cli import archive_option, progress, release_option

if TYPE_CHECKING:
    from kg.distributions import Distribution


@click.command(short_help="Write the files that readers take away.")
@click.option("--format", "name", help="The file to write, such as nq.gz; `--list` shows all.")
@click.option("--all", "is_all", is_flag=True, help="Write all files, into the release unless --out is set.")
@click.option("--list", "list_names", is_flag=True, help="List the files.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write, or a folder.")
@release_option
@archive_option
def export(
    *,
    name: str | None,
    is_all: bool,
    list_names: bool,
    out: Path | None,
    release_dir: Path | None,
    archive_dir: Path | None,
) -> None:
    """
    Write any file that the site offers to take away: the same bytes, without a site.

    A release that is published keeps the files it was published with; name another place for them by --out.
    """
    from kg import releases  # noqa: PLC0415
    from kg.archive import Archive  # noqa: PLC0415
    from kg.distributions import DISTRIBUTIONS, Source, make, write  # noqa: PLC0415

    if list_names:
        for each in DISTRIBUTIONS:
            click.echo(f"{_word(each):14} {each.about}")
        return
    chosen = DISTRIBUTIONS if is_all else _chosen(name)
    with progress() as step:
        served = releases.ensure(release_dir or resources.release_dir(), step)
        issued = Archive(archive_dir or resources.archive_dir(), served).served
        source = Source(served, issued.issued if issued else None)
        if is_all and out is None:
            make(DISTRIBUTIONS, source, step)
            click.echo(str(served.files))
            return
        for each in chosen:
            step(f"Writing {each.name}")
            path = out / each.name if out and (is_all or out.is_dir()) else out or Path(each.name)
            write(each, source, path)
            click.echo(str(path))


def _chosen(name: str | None) -> tuple[Distribution, ...]:
    """Return the file that `--format` names; none of ours is wrong use (exit 2)."""
    from kg.distributions import DISTRIBUTIONS  # noqa: PLC0415

    chosen = tuple(each for each in DISTRIBUTIONS if name in {each.name, _word(each)})
    if not chosen:
        raise click.UsageError(
            f"There is no format {name!r}; `regcoop export --list` shows all."
            if name
            else "Name a --format, or ask for --all; `regcoop export --list` shows all."
        )
    return chosen


def _word(distribution: Distribution) -> str:
    """Return what `--format` calls a file: its name without that of the project before it."""
    return re.sub(r"^regcoop[.-]", "", distribution.name)
