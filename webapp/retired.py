"""
What is answered for things that are gone: where they went, or why they are no more, and since when.

A thing with a row in `retirements` is known to the graph.  One that vanished without a row is known only to
the archive, which names the last release that held it.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Response, current_app, request
from werkzeug.exceptions import HTTPException

from kg import vanished
from kg.exports.descriptions import describe_thing
from kg.exports.statements import as_csv
from kg.namespaces import PREFIXES, RC, RDF_TYPE
from kg.rdf_output import serialise
from kg.terms import Iri
from webapp.errors import problem
from webapp.knowledge import knowledge
from webapp.negotiation import CSV, GRAPH_FORMATS, HTML, RESOURCE_FORMATS, best, prefers_page
from webapp.rendering import render
from webapp.representations import alternates, content_type
from webapp.urls import path_of

if TYPE_CHECKING:
    from kg.exports.descriptions import Description
    from webapp.negotiation import Format
    from webapp.settings import Settings

_LABEL: Final = PREFIXES["rdfs"] + "label"
_REPLACED: Final = PREFIXES["dcterms"] + "isReplacedBy"
_DATASETS: Final = frozenset({"application/n-quads", "application/trig"})


@dataclass(frozen=True, slots=True)
class RetiredPage:
    """
    All that `retired.html` may use.

    `name` is that under which the thing was published, empty if only the archive knows it; `reason` and
    `evidence`, the address of the assertion that gives it, are then empty, too.  `last` is the last release
    that held it (version, address) or None; `replacement` is (name, address) or None.
    """

    status: int
    iri: str
    name: str
    sentence: str
    reason: str
    since: str
    replacement: tuple[str, str] | None
    evidence: str
    last: tuple[str, str] | None
    formats: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Retirement:
    """Why a thing is gone, since which release, and the IRI of what stands in its place, if anything does."""

    iri: str
    name: str
    reason: str
    since: str
    replacement: str | None
    assertion: str


def retirement(iri: str) -> Retirement | None:
    """Return why a thing is gone; None if the graph does not say that it is."""
    rows = knowledge().rows("statements", subject=Iri(iri)).rows
    marks = [r for r in rows if r["property"].value == RDF_TYPE and r["value"].value == RC + "RetiredThing"]
    if not marks:
        return None
    said = {row["property"].value: row["value"].value for row in rows}
    return Retirement(
        iri,
        said.get(_LABEL, iri),
        said.get(RC + "retirementReason", ""),
        said.get(RC + "retiredSince", ""),
        said.get(_REPLACED),
        marks[0]["assertion"].value,
    )


def answer(iri: str, form: Format | None = None, suffix: str = "") -> Response | None:
    """
    Answer for a thing that is gone: 301 to what stands in its place, or 410; None for any other thing.

    Args:
        iri: The thing.
        form: The format that was chosen for its document; None where the thing itself was asked for, and
            then it is chosen by Accept.
        suffix: The suffix of the address, without the dot, if it has one.
    """
    found = retirement(iri)
    if found is None:
        return None
    wanted = form or _by_accept()
    status = HTTPStatus.MOVED_PERMANENTLY if found.replacement else HTTPStatus.GONE
    made = _body(found, wanted, status, is_asked=bool(suffix))
    made.status_code = status
    address = path_of(iri)
    for link in (
        f'<{path_of(found.assertion)}>; rel="describedby"',
        *alternates(address, RESOURCE_FORMATS, wanted.media_type if wanted else ""),
    ):
        made.headers.add("Link", link)
    if found.replacement:
        made.headers["Location"] = _address(found.replacement, suffix, is_document=form is not None)
        made.headers.add("Link", f'<{found.replacement}>; rel="successor-version"')
    return made


def refuse_vanished(iri: str) -> None:
    """
    Answer 410 for what an earlier release held, naming the last that did; for anything else, return.

    Raises:
        HTTPException: With the answer.
    """
    last = last_release(iri)
    if last is None:
        return
    detail = (
        f"{iri} is no longer part of the data; the last release that holds it is {last}, at /r/{last}/. "
        "No reason is on record."
    )
    if prefers_page(request.headers.get("Accept")):
        page = RetiredPage(HTTPStatus.GONE, iri, "", detail, "", "", None, "", (last, f"/r/{last}/"), ())
        made = Response(render("retired.html", page), HTTPStatus.GONE, mimetype=HTML.media_type)
    else:
        made = problem(HTTPStatus.GONE, detail, last_release=last)
    made.vary.add("Accept")
    raise HTTPException(response=made)


def last_release(iri: str) -> str | None:
    """Return the version of the last release before the one served that held a name; None if none did."""
    settings: Settings = current_app.config["REGCOOP"]
    archive = settings.archive
    if archive is None:
        return None
    known, served = archive.all(), archive.served
    version = served.version if served else getattr(knowledge().release, "release", None)
    versions = [each.version for each in known]
    # What comes after the release that is served holds what is not here yet, rather than what is gone.
    earlier = known[: versions.index(version)] if version in versions else known
    now = served.release if served else None
    index = knowledge().once.get(
        (vanished.last_releases, tuple(each.release.digest for each in earlier)),
        lambda: vanished.last_releases(earlier, now),
    )
    return index.get(iri)


def _by_accept() -> Format | None:
    media_type = best(request.headers.get("Accept"), [form.media_type for form in RESOURCE_FORMATS])
    return next((form for form in RESOURCE_FORMATS if form.media_type == media_type), None)


def _body(found: Retirement, form: Format | None, status: HTTPStatus, *, is_asked: bool) -> Response:
    """Say in the format that was asked for why a thing is gone; as a problem where a page was not meant."""
    if form is HTML and (is_asked or prefers_page(request.headers.get("Accept"))):
        return Response(render("retired.html", _page(found, status)), mimetype=HTML.media_type)
    if form in GRAPH_FORMATS or form is CSV:
        description = describe_thing(knowledge().rows, found.iri)
        if description and form:
            body = as_csv(description) if form is CSV else _graph(description, form.media_type)
            return Response(body, content_type=content_type(form.media_type))
    if found.replacement:
        return Response(f"{_sentence(found)}\n", content_type="text/plain; charset=utf-8")
    return problem(status, _sentence(found), reason=found.reason, since=found.since)


def _graph(description: Description, media_type: str) -> bytes:
    """Return what is left of a thing as RDF; the evidence goes along where graphs can hold it apart."""
    quads = [statement.quad() for statement in description.statements]
    return serialise([*quads, *(description.evidence if media_type in _DATASETS else ())], media_type)


def _sentence(found: Retirement) -> str:
    moved = f" {found.replacement} stands in its place." if found.replacement else ""
    return f"{found.name} is no longer part of the data since release {found.since}: {found.reason}{moved}"


def _page(found: Retirement, status: HTTPStatus) -> RetiredPage:
    names, address = knowledge().names, path_of(found.iri)
    last = last_release(found.iri)
    return RetiredPage(
        status.value,
        found.iri,
        found.name,
        _sentence(found),
        found.reason,
        found.since,
        (names.label(found.replacement), path_of(found.replacement)) if found.replacement else None,
        path_of(found.assertion),
        (last, f"/r/{last}/") if last else None,
        tuple((form.label, f"{address}.{form.suffix}", form.media_type) for form in GRAPH_FORMATS),
    )


def _address(iri: str, suffix: str, *, is_document: bool) -> str:
    """Return where what stands in the place of a thing is, in the form in which the thing was asked for."""
    address = path_of(iri) if is_document else "/id/" + path_of(iri).removeprefix("/doc/")
    address += f".{suffix}" if suffix else ""
    asked = urlencode(list(request.args.items(multi=True)))
    return f"{address}?{asked}" if asked else address
