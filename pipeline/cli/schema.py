"""`newsclaims schema`: the JSON Schema of what leaves the process."""

import json

import click


@click.command()
@click.argument("name", type=click.Choice(["article", "claim", "result", "annotated"]), default="result")
def command(name: str) -> None:
    """Print the JSON Schema of what comes out.

    Of an article, a claim, a result (default) or an annotated result.

    \b
    newsclaims schema claim > claim.schema.json
    """
    from schemas.export import schema_of

    click.echo(json.dumps(schema_of(name), indent=2, ensure_ascii=False))
