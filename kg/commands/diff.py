"""What changed between two releases, and the replay of patches."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg import resources
from kg.cli import archive_option, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.changes.choosing import Choice
    from kg.changes.editions import Edition

_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Tell what changed between two releases.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "atom", "patch", "nq"]),
    default="text",
    show_default=True,
    help="Form of the answer; nq are the statements that were added.",
)
@click.option("--class", "types", multiple=True, help="Only things of a class, such as RegionalProcess.")
@click.option("--entity", "things", multiple=True, help="Only what is about a thing, such as country/bgd.")
@click.option("--kind", "kinds", multiple=True, help="Only changes of a kind, such as added or renamed.")
@click.option("--removed", is_flag=True, help="With nq: the statements that were removed.")
@click.option("--out", type=_OUT, help="The file to write.  [default: standard output]")
@archive_option
def diff(
    *,
    old: str,
    new: str,
    form: str,
    types: tuple[str, ...],
    things: tuple[str, ...],
    kinds: tuple[str, ...],
    removed: bool,
    out: Path | None,
    archive_dir: Path | None,
) -> None:
    """
    Tell what changed from release OLD to release NEW, in sentences or as a patch that can be replayed.

    Each is a version in the archive, the directory of a release, or a file of N-Quads.
    """
    from kg.changes.choosing import choice  # noqa: PLC0415
    from kg.errors import ChoiceError  # noqa: PLC0415

    if form in {"patch", "nq"} and (types or things or kinds):
        raise click.UsageError("A patch is of all that changed; leave --class, --entity and --kind out.")
    try:
        chosen = choice(kinds, types, things)
    except ChoiceError as error:
        raise click.UsageError(str(error)) from error
    with progress() as step:
        step("Comparing")
        pair = (_edition(old, archive_dir), _edition(new, archive_dir))
        if form in {"patch", "nq"}:
            _write(_lines(form, *pair, is_removed=removed), out)
        else:
            _write([_told(form, *pair, chosen)], out)


@click.command(short_help="Replay patches on a release.")
@click.argument("graph", type=click.Path(path_type=Path))
@click.argument("patches", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=_OUT, required=True, help="The file of N-Quads to write.")
def patch(graph: Path, patches: tuple[Path, ...], out: Path) -> None:
    """
    Write the graph that PATCHES make of GRAPH, a release's directory or a file of N-Quads (.nq or .nq.gz).

    A patch that does not fit, or that does not give what it promises, leaves nothing behind.
    """
    from kg.changes.replaying import replay  # noqa: PLC0415
    from kg.releases import NQUADS  # noqa: PLC0415

    with progress() as step:
        step("Replaying")
        digest = replay(graph / NQUADS if graph.is_dir() else graph, patches, out)
    click.echo(f"{digest}  {out}")


def _edition(named: str, archive_dir: Path | None) -> Edition:
    """Return what a user names: a version, a directory, or a file."""
    from kg import releases  # noqa: PLC0415
    from kg.archive import Archive, Issued  # noqa: PLC0415
    from kg.changes.editions import Edition, edition  # noqa: PLC0415
    from kg.errors import ChangesError  # noqa: PLC0415

    path = Path(named)
    directory = archive_dir or resources.archive_dir()
    archive = Archive(directory)
    if known := archive.named(named):
        return edition(known)
    if path.is_file():
        return Edition(path.name, path, _digest(path), None)
    if not path.is_dir():
        versions = ", ".join(each.version for each in archive.all()) or "none"
        raise ChangesError(
            f"{named} is no release of the archive {directory} (it has {versions}), nor a directory or a "
            "file; name another, or the archive by --archive."
        )
    release = releases.opened(path)
    parent = Archive(path.resolve().parent).named(release.version)
    is_issued = parent is not None and parent.release.digest == release.digest
    return edition(Issued(release, parent.issued if parent and is_issued else None))


def _digest(path: Path) -> str:
    from kg.errors import ChangesError  # noqa: PLC0415

    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise ChangesError(f"{path} cannot be read ({error.strerror}); check the name.") from error
    return digest.hexdigest()


_BLOCK: Final = 1 << 20


def _lines(form: str, old: Edition, new: Edition, *, is_removed: bool) -> Iterable[bytes]:
    from kg.changes.patches import written  # noqa: PLC0415
    from kg.changes.walking import between  # noqa: PLC0415

    found = between(old.nquads, new.nquads, are_ordered=False)
    if form == "patch":
        return written(old, new, found)
    return (each.line + b"\n" for each in found if each.is_added is not is_removed)


def _told(form: str, old: Edition, new: Edition, chosen: Choice) -> bytes:
    from kg.changes import feeds, writing  # noqa: PLC0415
    from kg.changes.telling import record  # noqa: PLC0415
    from kg.namespaces import CHANGE  # noqa: PLC0415

    found = record(old, new, are_ordered=False)
    changes = [change for change in found.changes if chosen.fits(change)]
    if form == "text":
        return writing.text([(found, changes)]).encode()
    if form == "json":
        return writing.as_json([found], changes, {"count": len(changes)}).encode()
    if form == "csv":
        return writing.sheet(changes).csv()
    title = f"Changes from release {old.name} to {new.name}"
    feed = feeds.Feed(f"{CHANGE}{old.name}...{new.name}", title, feeds.newest([old, new]), ())
    return feeds.atom(feed, changes, lambda change: change.iri)


def _write(parts: Iterable[bytes], out: Path | None) -> None:
    from kg.changes.replaying import written_whole  # noqa: PLC0415

    if out is None:
        write: Callable[[bytes], object] = sys.stdout.buffer.write
        for part in parts:
            write(part)
        return
    with written_whole(out) as file:
        file.writelines(parts)
