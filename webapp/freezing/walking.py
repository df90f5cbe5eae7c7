"""Ask the site for all that links lead to, in several processes, and keep the answers as they come."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from werkzeug.test import Client

from webapp.freezing.pages import links_of
from webapp.freezing.places import HTML, file_of, wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from flask import Flask

PROCESSES: Final = multiprocessing.cpu_count()
"""How many processes work at once."""

_AT_ONCE: Final = 64
_ACCEPT: Final = {"Accept": "text/html, */*;q=0.5"}


@dataclass(frozen=True, slots=True)
class Found:
    """
    What stands at an address.

    `file` is the name of the file with the answer, or `leads` the address of the mirror to which the site
    sends its reader; both are empty if nothing stands there.  `links` are the addresses that a page leads to,
    as a mirror knows them.
    """

    address: str
    status: int
    file: str = ""
    leads: str = ""
    links: frozenset[str] = frozenset()


def walk(
    app: Flask,
    folder: Path,
    seeds: Iterable[str],
    is_held: Callable[[str], bool],
    step: Callable[[str], None],
) -> dict[str, Found]:
    """
    Put the answers to all addresses that can be reached into a folder, as the site gives them.

    Args:
        app: The site.
        folder: Where the files go.
        seeds: The addresses to begin with.
        is_held: Whether the mirror shall hold an address that it could.
        step: Told how far it has come.

    Returns:
        What was found, by address.
    """
    found: dict[str, Found] = {}
    waiting = sorted(set(filter(is_held, seeds)))
    asked = set(waiting)
    _Worker.site, _Worker.folder = app, folder
    # Forked, not spawned: the graph and all that was made of it are there already, once for all.
    forked = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(PROCESSES, mp_context=forked) as workers:
        while waiting:
            step(f"{len(found):,} addresses written, {len(waiting):,} waiting")
            for answers in workers.map(_asked, _batches(waiting)):
                found.update((answer.address, answer) for answer in answers)
            led = {link for address in waiting for link in (*found[address].links, found[address].leads)}
            waiting = sorted(link for link in led - asked if link and is_held(link))
            asked.update(waiting)
    return found


class _Worker:
    """The site and the folder, where processes that are forked find them."""

    site: Flask
    folder: Path


def _batches(addresses: list[str]) -> Iterator[list[str]]:
    return (addresses[at : at + _AT_ONCE] for at in range(0, len(addresses), _AT_ONCE))


def _asked(addresses: list[str]) -> list[Found]:
    client = Client(_Worker.site)
    return [_ask(client, address) for address in addresses]


def _ask(client: Client, address: str) -> Found:
    path, _, asked = address.partition("?")
    answer = client.get(quote(path), query_string=asked, headers=_ACCEPT)
    try:
        if answer.location:
            place = urlsplit(answer.location)
            leads = wanted(place._replace(scheme="", netloc="", fragment="").geturl())
            return Found(address, answer.status_code, leads=leads or "")
        # What is gone has a page, too: it says why.
        if answer.status_code not in {HTTPStatus.OK, HTTPStatus.GONE}:
            return Found(address, answer.status_code)
        name = file_of(address, answer.mimetype or "")
        target = _Worker.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.writelines(answer.iter_encoded())
        links = links_of(target.read_text(encoding="utf-8")) if answer.mimetype == HTML else []
        held = (wanted(link.partition("#")[0]) for link in links)
        return Found(address, answer.status_code, name, links=frozenset(filter(None, held)))
    finally:
        answer.close()
