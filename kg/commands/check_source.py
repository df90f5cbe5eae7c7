"""Hold the tables against the document that they were transcribed from."""

from __future__ import annotations

from pathlib import Path

import click

from kg import resources
from kg.cli import FINDINGS


@click.command("check-source", short_help="Hold the tables against a document.")
@click.argument("key")
@click.argument("document", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the tables.")
def check_source(key: str, document: Path, data: Path | None) -> None:
    """
    Hold the tables against the DOCUMENT that they were transcribed from.

    KEY is the key of the document in data/tables/sources.csv.
    """
    from kg.sources import read_tables  # noqa: PLC0415
    from kg.transcripts import compare  # noqa: PLC0415

    comparison = compare(key, document, read_tables(data or resources.data_dir()))
    for difference in comparison.differences:
        click.echo(difference)
    click.echo(f"{comparison.places} places compared, {len(comparison.differences)} differ.", err=True)
    if comparison.differences:
        raise SystemExit(FINDINGS)
