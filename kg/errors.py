"""Every error that is raised on purpose: one tree by meaning, leaves that carry the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class KgError(Exception):
    """Something that a person can mend; its text is one sentence that says what, where and what to do."""


class TableError(KgError):
    """
    One or more cells of the curated tables are wrong.

    `faults` holds one sentence a fault, in the order of file, row and column.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep all faults: a curator mends them in one go."""
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class MappingError(KgError):
    """Checked rows did not become statements as they should."""


class ShapeError(KgError):
    """The shapes themselves cannot be used: a file does not parse or a shape is malformed."""

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and what is wrong in it."""
        self.path, self.reason = path, reason
        super().__init__(f"{path.name} cannot be used as shapes: {reason}; mend the file and build again.")


class FindingsError(KgError):
    """Something is wrong with the data, so nothing was published; `findings` holds one sentence each."""

    def __init__(self, findings: Sequence[str]) -> None:
        """Keep all findings."""
        self.findings = tuple(findings)
        super().__init__("\n".join(self.findings))


class ReleaseError(KgError):
    """A release directory is missing, damaged, or not ours to replace."""


class NotMadeError(KgError):
    """The files of a release are not written yet, or could not be."""

    def __init__(self, version: str) -> None:
        """Name the release."""
        super().__init__(
            f"The files of release {version} are being written; ask again in a minute, or write them by "
            "`regcoop export --all`."
        )


class ChangesError(KgError):
    """What changed between two graphs cannot be told, or a patch does not fit."""


class ChoiceError(ChangesError):
    """What is asked of the changes cannot be: no such day, release, kind or class."""


class ManyChangesError(ChangesError):
    """Two releases differ in more statements than are told in sentences; `most` is how many are."""

    def __init__(self, old: str, new: str, most: int) -> None:
        """Name both releases, and what tells it all."""
        self.old, self.new, self.most = old, new, most
        super().__init__(
            f"Releases {old} and {new} differ in more than {most:,} statements, too many for sentences; "
            "take the difference as a patch (.rdfp)."
        )


class TranscriptError(KgError):
    """A document cannot be read as the source that it is said to be."""


class QueryError(KgError):
    """A query is wrong: its text, its name or its parameters."""


class UnknownQueryError(QueryError):
    """No query file has this name; `near` holds the closest names."""

    def __init__(self, name: str, near: Sequence[str]) -> None:
        """Offer the nearest names."""
        self.name, self.near = name, tuple(near)
        super().__init__(self.sentence("`regcoop query --list` shows all names"))

    def sentence(self, all_names: str) -> str:
        """Say what is wrong; where no name is near, `all_names` says where all of them stand."""
        hint = f"did you mean {' or '.join(self.near)}?" if self.near else f"{all_names}."
        return f"There is no query named {self.name!r}: {hint}"


class QueryFileError(QueryError):
    """A stored query is not written as the catalogue demands."""

    def __init__(self, path: Path, reason: str) -> None:
        """Name the file and what is wrong in it."""
        self.path, self.reason = path, reason
        super().__init__(f"{path.parent.name}/{path.name} cannot be used as a stored query: {reason}.")


class ParameterError(QueryError):
    """
    A parameter of a stored query is missing, unknown or of the wrong type.

    `parameter` is its name, where one alone is wrong; `allowed` is what may stand there, where that is few.
    """

    def __init__(self, sentence: str, parameter: str | None = None, allowed: Sequence[str] = ()) -> None:
        """Keep the name and what is allowed for programs."""
        self.parameter, self.allowed = parameter, tuple(allowed)
        super().__init__(sentence)


class UnknownThingError(ParameterError):
    """A parameter of a stored query names a thing that is not in the graph; `near` holds the closest keys."""

    def __init__(self, parameter: str, kind: str, key: str, near: Sequence[str]) -> None:
        """Offer the nearest keys."""
        self.kind, self.key, self.near = kind, key, tuple(near)
        hint = f"did you mean {' or '.join(self.near)}?" if near else "search for its name on the site."
        super().__init__(
            f"The parameter {parameter!r} names no {kind} of the graph, {key!r}: {hint}", parameter, near
        )


class QuerySyntaxError(QueryError):
    """A query does not parse; `line` and `column` count from 1 where the engine gives them."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        """Say where, as far as the engine does."""
        self.reason, self.line, self.column = reason, line, column
        place = f" at line {line}, column {column}" if line is not None and column is not None else ""
        super().__init__(f"The query does not parse{place}: {reason}")


class RefusedQueryError(QueryError):
    """A query is valid but not allowed here; `rule` is the id of the rule that it breaks."""

    def __init__(self, rule: str, reason: str) -> None:
        """Name the rule and what to do instead."""
        self.rule, self.reason = rule, reason
        super().__init__(f"The query is refused by rule {rule!r}: {reason}")


class UnexplainedError(QueryError):
    """What stands behind a row of an answer cannot be told."""


class MediaTypeError(QueryError):
    """The answer cannot be given in the media type asked for."""


class StoreError(KgError):
    """The store cannot answer."""


class StoreSpecError(KgError):
    """What a user names as the store is none."""

    def __init__(self, spec: str) -> None:
        """Say what a store is named by."""
        self.spec = spec
        super().__init__(
            f"{spec!r} is no store; use 'memory', or 'sparql:' and an http:// or https:// address."
        )


class StoreUnreachableError(StoreError):
    """The remote endpoint does not answer; `url` is its address without credentials."""

    def __init__(self, url: str, reason: str) -> None:
        """Name the address and the reason."""
        self.url, self.reason = url, reason
        super().__init__(
            f"The SPARQL endpoint {url} cannot be reached ({reason}); check that it runs and its address."
        )


class StoreTimeoutError(StoreError):
    """The remote endpoint took too long for a query; `url` is its address without credentials."""

    def __init__(self, url: str, reason: str) -> None:
        """Name the address and whose time was up."""
        self.url, self.reason = url, reason
        super().__init__(
            f"The SPARQL endpoint {url} took too long ({reason}); ask for less, or try again "
            "when it has less to do."
        )


class LimitError(KgError):
    """A query went over a limit; `limit` is the id of the limit: time, cpu, memory, rows or size."""

    def __init__(self, limit: str, reason: str) -> None:
        """Name the limit, say what happened and what to do."""
        self.limit, self.reason = limit, reason
        super().__init__(f"The query went over the limit {limit!r}: {reason}")


class BusyError(KgError):
    """All workers are taken; `retry_after_s` is when to try again, in whole seconds."""

    def __init__(self, retry_after_s: int) -> None:
        """Say when to try again."""
        self.retry_after_s = retry_after_s
        super().__init__(f"Too many queries run at this moment; ask again in {retry_after_s} s.")


class CrowdedError(BusyError):
    """Too many readers take long answers; `retry_after_s` is when to try again, in whole seconds."""

    def __init__(self, retry_after_s: int) -> None:
        """Say when to try again."""
        super().__init__(retry_after_s)
        self.args = (f"Too many long files are being sent at this moment; ask again in {retry_after_s} s.",)


class ShelfError(KgError):
    """The file of shared queries cannot be used; `name` is that of the file, without its place."""

    def __init__(self, name: str, reason: str) -> None:
        """Name the file and what is wrong with it; nothing that it holds was changed."""
        self.name, self.reason = name, reason
        super().__init__(
            f"The shared queries in {name} cannot be used at this moment ({reason}); nothing was changed. "
            "Try again later, or tell whoever runs this site."
        )


class ShelfFullError(KgError):
    """There is no room for one more shared query; `is_for_today` says that there will be tomorrow."""

    def __init__(self, *, is_for_today: bool = False) -> None:
        """Say what still works."""
        self.is_for_today = is_for_today
        what, instead = (
            ("No more shared queries are taken today on", "Come back tomorrow, or download the answer")
            if is_for_today
            else ("There is no room left for shared queries on", "Download the answer instead")
        )
        super().__init__(
            f"{what} this site; those shared before stay where they are. {instead}, and cite the release and "
            "the query."
        )


class PortError(KgError):
    """The site cannot listen where it should."""

    def __init__(self, host: str, port: int, reason: str, advice: str) -> None:
        """Name the address, what the system says, and the way out."""
        self.host, self.port, self.reason = host, port, reason
        super().__init__(f"Port {port} on {host} cannot be taken ({reason}); {advice}.")


class MissingLibraryError(KgError):
    """What is asked for needs a library that is not installed; `library` is its name."""

    def __init__(self, library: str, purpose: str) -> None:
        """Name the library, what it is needed for, and how to get it."""
        self.library = library
        super().__init__(f"For {purpose}, {library} is needed; install it by `pip install {library}`.")
