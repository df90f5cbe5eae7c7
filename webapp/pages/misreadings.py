"""Misreadings of the Migration Governance Index: what is often read into it, and what its sources say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Misreading:
    """
    One way to read too much into the ratings.

    `says` is what the sources do say, `silent` what they do not; `documents` are the keys of those sources.
    """

    title: str
    says: str
    silent: str
    documents: tuple[str, ...]


MISREADINGS: Final = (
    Misreading(
        "“It ranks countries.”",
        "The publishers call it a benchmark and say that it is not a ranking. "
        "Its levels are four words in an order: Nascent, Emerging, Developed, Mature.",
        "How far one level is from the next. No sum, mean or order of countries can be made of such words, "
        "and none is made here, although a news text of 2016 wrote of a highest rate.",
        ("iom-pr-2016", "iom-za", "mmc-2016", "pna-2016"),
    ),
    Misreading(
        "“A level shows how well migrants fare.”",
        "Levels stand under five headings of migration governance. The one indicator whose text was read "
        "asks whether a country has a migration strategy, and whether it fits the strategy for the economy.",
        "What became of a policy in practice, and how migrants live. The presentation from which the levels "
        "are taken does not say what any of the four words means.",
        ("escap-2017",),
    ),
    Misreading(
        "“It tells how things stand now.”",
        "The research was done from October 2015 to February 2016, and the index came out in 2016.",
        "Anything about laws and offices since then. A level must not be cited without its year.",
        ("eiu2016-a", "gmdac-2016"),
    ),
    Misreading(
        "“A country without a level did badly.”",
        "The index covered fifteen countries. All others were not assessed.",
        "Anything about these others. “Not assessed” is no low level, and no sign that a policy is missing.",
        ("iom-pub-2016", "manaus", "emn-be"),
    ),
    Misreading(
        "“Its five columns are the six domains of today.”",
        "The index of 2016 has five domains. Later editions have six, under other names and numbers; "
        "the policy questions in the presentation of 2017 are six again, and others.",
        "That equal numbers mean equal subjects. Where we hold two domains to be counterparts, that is our "
        "judgement, with its reason.",
        ("iom-pub-2016", "mdp-mgi", "bulletin3", "escap-2017"),
    ),
    Misreading(
        "“A later profile shows progress since 2016.”",
        "The index of 2016 asked 73 questions. Later editions count about 90 indicators in other domains.",
        "Levels that could be held against those of 2016: no source read so far gives any for a later "
        "edition. A change cannot be read off.",
        ("manaus", "emn-be", "iom-news-2018", "cri-2019"),
    ),
    Misreading(
        "“The words stand for points.”",
        "A text of 2016 mentions that there is a system of weights and scores behind the levels.",
        "The weights, and from which score a level begins: we have found neither. "
        "A number put in the place of a word would be made up.",
        ("mmc-2016",),
    ),
    Misreading(
        "“It is the figure for SDG indicator 10.7.2.”",
        "That indicator is computed from the answers of governments to an inquiry of the United Nations, in "
        "six domains of five sub-categories each.",
        "Ratings by outside assessors. The two share subjects, and neither can stand in for the other.",
        ("unsd-1072-2023", "unsd-1072-2021"),
    ),
    Misreading(
        "“A process has the levels of its members.”",
        "The presentation shows the ratings of countries beside the work of the Bali Process.",
        "That the process was assessed, or that its work led to a level.",
        ("escap-2017",),
    ),
)
