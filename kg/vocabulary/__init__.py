"""
The ontology as something that is published: its editions, its terms, and what changes from one to the next.

An edition is what the graph of the ontology holds in one release.  Data and ontology have versions of their
own: several releases may hold the same edition.
"""

from __future__ import annotations

from kg.vocabulary.changes import KINDS, Change, breaking, changes
from kg.vocabulary.editions import Edition, edition, edition_of
from kg.vocabulary.terms import Term, terms

__all__ = ["KINDS", "Change", "Edition", "Term", "breaking", "changes", "edition", "edition_of", "terms"]
