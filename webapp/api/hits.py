"""The answer of a search by name: things, the best first within each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import ParameterError
from kg.namespaces import BASE, CONTEXT, LICENCE
from kg.search import LONGEST_ASKED
from webapp.api.lists import LONGEST_WORDS
from webapp.api.paging import NAMES
from webapp.api.rows import release
from webapp.kinds import SOUGHT
from webapp.knowledge import knowledge
from webapp.pages.listings.choice import WORDS
from webapp.pages.matches import found

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from webapp.api.paging import Window

CLASS: Final = "class"
_LONGEST_SHOWN: Final = 60


def hits_answer(args: MultiDict[str, str], window: Window) -> dict[str, Any]:
    """
    Return what a search finds, in the order in which it was found.

    Raises:
        ParameterError: There are no words, or a class is none.
    """
    words, classes = _asked(args)
    graph = knowledge()
    hits = [hit for hit in graph.finder.search(words).hits if not classes or hit.name.kind in classes]
    return {
        "@context": CONTEXT,
        "words": words,
        "release": release(),
        "license": LICENCE,
        "total": len(hits),
        "limit": window.limit,
        "offset": window.offset,
        "hits": [
            {
                "iri": hit.thing,
                "label": each.title,
                "kind": each.kind,
                "key": each.key,
                "page": BASE + each.href.removeprefix("/") if each.href.startswith("/") else each.href,
                "why": each.as_json()["why"],
            }
            for hit in window.of(hits)
            for each in [found(hit, graph.names)]
        ],
    }


def _asked(args: MultiDict[str, str]) -> tuple[str, list[str]]:
    known = (WORDS, CLASS, *NAMES)
    for given in args:
        if given not in known:
            shown = given[:_LONGEST_SHOWN]
            raise ParameterError(
                f"A search has no parameter {shown!r}; take one of {', '.join(known)}.", shown, known
            )
    texts = [text for text in args.getlist(WORDS) if text.strip()]
    if len(texts) != 1:
        raise ParameterError(
            f"A search needs the parameter {WORDS!r} once: words of a name, such as 'bangladesh'.", WORDS
        )
    if len(texts[0]) > LONGEST_WORDS:
        raise ParameterError(f"The parameter {WORDS!r} takes at most {LONGEST_WORDS} characters.", WORDS)
    classes = [segment for segment in args.getlist(CLASS) if segment]
    if strange := [segment for segment in classes if segment not in SOUGHT]:
        raise ParameterError(
            f"There is no class {strange[0][:_LONGEST_SHOWN]!r}; take one such as 'country'.", CLASS, SOUGHT
        )
    return " ".join(texts[0][:LONGEST_ASKED].split()), classes
