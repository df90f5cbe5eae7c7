"""
The site as files: every page and every file that one can reach by links, with links that work anywhere.

`walking` asks the site for all of it, `places` says under which name each answer stands, `pages` turns the
links of a page into those between files, `mirror` puts it all in its place, whole or not at all.
"""

from __future__ import annotations

from webapp.freezing.mirror import Frozen, freeze

__all__ = ["Frozen", "freeze"]
