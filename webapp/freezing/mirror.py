"""Make a mirror: ask for everything, turn links into those between files, and put the folder in its place."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from werkzeug.test import Client

from kg.errors import KgError
from webapp.assets import BUILT_FOLDER, BUILT_URL, SOURCE_URL, load_assets, source_folder
from webapp.freezing.pages import rewritten
from webapp.freezing.places import link, wanted
from webapp.freezing.walking import PROCESSES, walk
from webapp.negotiation import RESOURCE_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flask import Flask

    from webapp.freezing.walking import Found

MARK: Final = "mirror.json"
"""The file that tells a mirror from a folder of somebody's own."""

_NOT_FOUND: Final = "404.html"
_SEEDS: Final = ("/", "/data", "/queries", "/ontology", "/shapes", "/api/v1/", "/glossary", "/methods")
_SUFFIXES: Final = tuple(f".{form.suffix}" for form in RESOURCE_FORMATS if form.suffix != "html")
_DOCUMENTS: Final = ("/doc/", "/assertion/")
_PAGES_AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True)
class Frozen:
    """A mirror: where it is, how many files of how many bytes it has, and the addresses that failed."""

    directory: Path
    files: int
    bytes: int
    pages: int
    lost: tuple[tuple[str, int], ...]


def freeze(
    app: Flask,
    out: Path,
    *,
    live: str = "",
    formats: frozenset[str] | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Frozen:
    """
    Write all pages and data of a site as files.

    Args:
        app: The site.
        out: The folder; replaced if it holds a mirror, made if it does not exist.
        live: The public address of the site, for links that need it; without it these lose their address.
        formats: The suffixes of the forms in which things are written beside the page; all but PDF if None,
            for briefings can be printed from their pages, and each takes a second to be made.
        step: Told what is being done.

    Raises:
        KgError: `out` holds something else, or cannot be written.
    """
    out = out.resolve()
    _refuse_foreign(out)
    try:
        with _beside(out) as staged:
            found = walk(app, staged, (*_SEEDS, *_assets()), _held(formats), step)
            step("Turning links")
            pages = _linked(app, staged, found, live.rstrip("/"))
            frozen = _noted(staged, out, found, pages)
            _put(staged, out)
    except OSError as error:
        raise KgError(f"{out} cannot be written ({error.strerror}); name another place.") from error
    return frozen


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """Give a folder beside the place of the mirror; what has not been moved there by the end is removed."""
    out.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        staged.chmod(0o755)
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _linked(app: Flask, folder: Path, found: Mapping[str, Found], live: str) -> int:
    """Turn the links of all pages, and return how many pages there are."""
    files = {address: name for address in found if (name := _file(found, address))}
    pages = sorted({name for name in files.values() if name.endswith(".html")})
    _relink(folder, pages, files, live)
    _write_lost(app, folder, files, live)
    return len(pages)


def _refuse_foreign(out: Path) -> None:
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file()):
        raise KgError(f"{out} holds something that is no mirror; name a new or an empty folder.")


def _assets() -> Iterator[str]:
    """Return the addresses of all assets: style sheets name their typefaces, which no page does."""
    is_built = load_assets().built
    folder, url = (BUILT_FOLDER, BUILT_URL) if is_built else (source_folder(), SOURCE_URL)
    return (f"{url}{path.name}" for path in folder.iterdir() if path.is_file())


def _held(formats: frozenset[str] | None) -> Callable[[str], bool]:
    left_out = () if formats is None else tuple(each for each in _SUFFIXES if each[1:] not in formats)
    is_with_pdf = formats is not None and "pdf" in formats

    def is_held(address: str) -> bool:
        if address.endswith(".pdf"):
            return is_with_pdf
        return not (address.startswith(_DOCUMENTS) and address.endswith(left_out))

    return is_held


def _file(found: Mapping[str, Found], address: str) -> str:
    """Return the file in which an address ends, by whatever way the site sends its readers."""
    for _ in range(5):
        at = found.get(address)
        if at is None or not at.leads:
            return at.file if at else ""
        address = at.leads
    return ""


def _relink(folder: Path, pages: list[str], files: Mapping[str, str], live: str) -> None:
    batches = [pages[at : at + _PAGES_AT_ONCE] for at in range(0, len(pages), _PAGES_AT_ONCE)]
    _Links.files = files
    # Forked for the same reason as the walk: the table of all addresses is large.
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("fork")) as workers:
        for _ in workers.map(partial(_relink_some, folder, live), batches):
            pass


class _Links:
    """The file of every address, where processes that are forked find it."""

    files: Mapping[str, str]


def _relink_some(folder: Path, live: str, pages: list[str]) -> None:
    for name in pages:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        path.write_text(rewritten(text, partial(_to, _Links.files, live, name)), encoding="utf-8")


def _to(files: Mapping[str, str], live: str, source: str, address: str) -> str | None:
    """Return where a link of the page `source` leads in the mirror, or on the web; None if nowhere."""
    plain, _, fragment = address.partition("#")
    held = wanted(plain)
    if held is not None and held in files:
        return link(source, files[held]) + (f"#{fragment}" if fragment else "")
    if urlsplit(address).scheme:
        return address
    return live + address if live and address.startswith("/") else None


def _write_lost(app: Flask, folder: Path, files: Mapping[str, str], live: str) -> None:
    page = Client(app).get("/not-found", headers={"Accept": "text/html"}).text
    (folder / _NOT_FOUND).write_text(rewritten(page, partial(_to, files, live, _NOT_FOUND)), encoding="utf-8")


def _noted(folder: Path, out: Path, found: Mapping[str, Found], pages: int) -> Frozen:
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    failed = (at for at in found.values() if at.status >= HTTPStatus.BAD_REQUEST and not at.file)
    lost = sorted((at.address, at.status) for at in failed)
    frozen = Frozen(out, len(sizes) + 1, sum(sizes), pages, tuple(lost))
    said = {"files": frozen.files, "pages": pages, "notHere": [list(each) for each in lost]}
    (folder / MARK).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    return frozen


def _put(staged: Path, out: Path) -> None:
    """Put a mirror in the place of the last one, which comes back if that fails."""
    last = staged.with_name(f"{staged.name}-last")
    if out.exists():
        out.rename(last)
    try:
        staged.rename(out)
    except OSError:
        if last.exists():
            last.rename(out)
        raise
    shutil.rmtree(last, ignore_errors=True)
