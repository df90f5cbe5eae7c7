"""Count the rows of the import and the assertions that they became."""

from __future__ import annotations

from pathlib import Path

import click

from kg import resources


@click.command(short_help="Count the rows of the import.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the tables.")
def accounts(data: Path | None) -> None:
    """
    Count, table by table, the rows of the curated facts and the assertions that they became.

    Fact rows = assertions - those split off + rows merged.
    """
    from kg import accounts as books  # noqa: PLC0415

    click.echo(books.as_markdown(books.ledger(data or resources.data_dir())), nl=False)
