"""The command line: arguments in, sentences and exit codes out; the work is done elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import resources
from kg.errors import FindingsError, KgError, QueryError, StoreSpecError, TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.validation import Report

DONE, FINDINGS, WRONG_USE, CANNOT = 0, 1, 2, 3

_TABLE_FORMATS = ("csv", "tsv", "json", "xml")
_GRAPH_FORMATS = ("ttl", "nt", "nq", "trig", "jsonld", "rdf")


class Commands(click.Group):
    """The commands of this module, and those that other packages add under `regcoop.commands`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted({*super().list_commands(ctx), *(entry.name for entry in _added())})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load an added command when it is called, and not before."""
        if command := super().get_command(ctx, cmd_name):
            return command
        return next((entry.load() for entry in _added() if entry.name == cmd_name), None)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click's own signature)
        """Turn our errors into one message on stderr and the exit code of their kind."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(str(error), err=True)
            ctx.exit(exit_code(error))


def _added() -> Any:  # noqa: ANN401  (the type differs between Python versions)
    return entry_points(group="regcoop.commands")


def exit_code(error: KgError) -> int:
    """Return 1 for findings in the data, 2 for a query used wrongly, 3 for what cannot be done."""
    if isinstance(error, TableError | FindingsError):
        return FINDINGS
    return WRONG_USE if isinstance(error, QueryError | StoreSpecError) else CANNOT


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the step at work on a terminal; say nothing where stderr is a file or a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  (only a terminal needs it)

    with Console(stderr=True).status("Starting") as status:
        yield lambda step: status.update(f"{step} …")


def warn(sentence: str) -> None:
    """Print a sentence on stderr."""
    click.echo(sentence, err=True)


release_option = click.option(
    "--release",
    "release_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory of the release; built if it is missing.",
)
archive_option = click.option(
    "--archive",
    "archive_dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory of the published releases.",
)
store_option = click.option(
    "--store",
    default="memory",
    envvar="REGCOOP_STORE",
    show_default=True,
    help="memory, or sparql:URL for a SPARQL 1.1 endpoint that holds the graph.",
)


@click.group(cls=Commands)
@click.version_option(package_name="regcoop")
def main() -> None:
    """Build, check, query and serve the knowledge graph of regional cooperation on migration."""


@main.command()
@click.option("--out", type=click.Path(path_type=Path), help="Directory of the release.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the tables.")
@click.option("--version", help="Version of the data, such as 0.2.0.  [default: that of the program]")
def build(out: Path | None, data: Path | None, version: str | None) -> None:
    """Build a release from the tables."""
    from kg import releases  # noqa: PLC0415  (each command imports what it needs)

    with progress() as step:
        built = releases.build(out or resources.release_dir(), data, step, version=version)
    for finding in built.warnings:
        warn(str(finding))
    manifest = built.release.manifest
    click.echo(f"{manifest['statements']} statements in {built.release.directory}")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "ttl", "junit"]),
    default="text",
    show_default=True,
    help="Form of the report.",
)
def validate(paths: tuple[Path, ...], output: str) -> None:
    """Check tables, rows for them, and RDF files.

    PATH is a folder of tables, or an RDF file, or a CSV file or XLSX workbook of rows, which are checked as
    if they stood in our tables.  Without any, our own tables are checked.
    """
    from kg import reports  # noqa: PLC0415
    from kg.validation import Report  # noqa: PLC0415

    with progress() as step:
        report = Report.joined(_reports(paths, step))
    click.echo(reports.WRITERS[output](report))
    if not report.conforms:
        raise SystemExit(FINDINGS)


def _reports(paths: tuple[Path, ...], step: Callable[[str], None]) -> Iterator[Report]:
    """Report on each folder of tables, our own where no path is given, and on all files of one kind."""
    from kg import proposals, validation  # noqa: PLC0415
    from kg.dataset import assemble  # noqa: PLC0415
    from kg.sources import SUFFIXES  # noqa: PLC0415

    given = [path for path in paths if not path.is_dir()]
    rows = [path for path in given if path.suffix.lower() in SUFFIXES]
    files = [path for path in given if path not in rows]
    for folder in [path for path in paths if path.is_dir()] if paths else [resources.data_dir()]:
        try:
            dataset = assemble(folder, step)
        except TableError as error:
            yield validation.Report.of_faults(error.faults)
        else:
            step("Validating")
            yield validation.validate_dataset(dataset)
    if rows:
        yield proposals.validate(rows, step)
    if files:
        step("Validating")
        yield validation.validate_files(files)


@main.command(short_help="Run a stored or a given query.")
@click.argument("query", required=False)
@click.option("--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="Value of a parameter.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", *_TABLE_FORMATS, *_GRAPH_FORMATS]),
    help="Form of the answer.  [default: table on a terminal, else csv; ttl for graphs]",
)
@click.option("--list", "list_names", is_flag=True, help="List the stored queries.")
@store_option
@release_option
def query(
    query: str | None,
    params: tuple[str, ...],
    output: str | None,
    list_names: bool,
    store: str,
    release_dir: Path | None,
) -> None:
    """Run a stored query by its name, or the query in a FILE, or the one on standard input (-)."""
    from kg import answers  # noqa: PLC0415

    if list_names:
        click.echo(answers.listing())
        return
    if query is None:
        raise click.UsageError("Name a query, a file or -; `regcoop query --list` shows the stored queries.")
    text = answers.query_text(query, params)
    with answers.opened(store, release_dir, warn) as opened, click.open_file("-", "wb") as out:
        answers.check_parameters(opened, query, params)
        out.write(answers.answer(opened, text, output, terminal=sys.stdout.isatty()))


@main.command(short_help="Write a network as a file.")
@click.option(
    "--of", default="processes", show_default=True, help="processes, countries, or a thing: country/bgd."
)
@click.option(
    "--steps", type=click.IntRange(1, 2), default=1, show_default=True, help="How far from a thing."
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["graphml", "gexf", "csv", "json"]),
    default="csv",
    show_default=True,
    help="Form of the file.",
)
@click.option(
    "--table",
    type=click.Choice(["edges", "nodes"]),
    default="edges",
    show_default=True,
    help="What a CSV file holds.",
)
@click.option("--out", default="-", help="The file to write.  [default: standard output]")
@store_option
@release_option
def network(
    of: str,
    steps: int,
    output: str,
    table: str,
    out: str,
    store: str,
    release_dir: Path | None,
) -> None:
    """
    Write what is linked with a thing, or a projection, as a file.

    Of `processes`, an edge says how many countries two of them share, of `countries`, how many processes.
    Nodes then have their degree and betweenness: measures of who meets whom, and no judgement.
    """
    from kg import answers  # noqa: PLC0415
    from kg.networks.answers import answer  # noqa: PLC0415

    with answers.opened(store, release_dir, warn) as opened:
        body = answer(opened, of, steps, output, table)
    try:
        with click.open_file(out, "wb") as file:
            file.write(body)
    except OSError as error:
        raise KgError(f"{out} cannot be written ({error.strerror}); choose another place.") from error


@main.command(short_help="Run everything that a release must pass.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the tables.")
def verify(data: Path | None) -> None:
    """Run everything that a release must pass, and say what does not."""
    from kg import verification  # noqa: PLC0415

    passed = True
    with progress() as step:
        results = list(verification.steps(data, step))
    for result in results:
        passed = passed and not result.findings
        click.echo(f"{'ok  ' if not result.findings else 'FAIL'} {result.name}: {result.summary}")
        for finding in result.findings:
            click.echo(f"     {finding}")
    if not passed:
        raise SystemExit(FINDINGS)
