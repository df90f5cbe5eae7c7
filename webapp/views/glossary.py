"""What terms mean."""

from __future__ import annotations

from flask import Blueprint

from webapp.glossary import FACTS, WORDS
from webapp.knowledge import knowledge
from webapp.pages.glossary import glossary_page
from webapp.rendering import render

bp = Blueprint("glossary", __name__)


@bp.get(WORDS)
def words() -> str:
    """List kinds of things and the words of the vocabularies."""
    return render("glossary.html", glossary_page(knowledge(), WORDS))


@bp.get(FACTS)
def facts() -> str:
    """List what facts are called."""
    return render("glossary.html", glossary_page(knowledge(), FACTS))
