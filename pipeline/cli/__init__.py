"""The `newsclaims` command: one module a sub-command, loaded when it is called."""

import sys
from importlib import import_module
from typing import Any

import click

from pipeline.errors import NewsclaimsError

# name -> module of this package, in the order that --help lists them
COMMANDS = ("extract", "annotate", "clean", "show", "query", "explain", "runs", "schema")


class _Group(click.Group):
    """Loads sub-commands late, and says users' mistakes in words instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"pipeline.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run; mistakes of the user end with status 2, a closed pipe ends quietly."""
        try:
            return super().invoke(ctx)
        except NewsclaimsError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:
            sys.stderr.close()  # the reader has left: nothing more to say, and nothing to flush to it
            ctx.exit(0)
        except OSError as error:
            click.echo(f"Error: {_unwritable(error)}", err=True)
            _give_up_full_stdout()
            ctx.exit(2)


def _give_up_full_stdout() -> None:
    """What cannot be flushed now would fail once more at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = None


def _unwritable(error: OSError) -> NewsclaimsError:
    """Inputs that cannot be read are rejects, so what arrives here is an output (or the disk itself)."""
    from pipeline.cli.terminal import plain

    place = plain(str(error.filename)) if error.filename else "the output"
    return NewsclaimsError(
        "file.write",
        f"{place} cannot be written: {error.strerror or type(error).__name__}",
        "check the path, your rights to it and the space left, or name another with -o or --report",
    )


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="newsclaims", prog_name="newsclaims")
def main() -> None:
    """News articles in, structured claims out: who said that whose metric was how much, and when.

    \b
    newsclaims extract my-articles/ -o out/            one JSON file an article
    newsclaims extract my-articles/ --db sqlite:///claims.db
    newsclaims query --db sqlite:///claims.db --metric share_price --since 2025-01-01
    newsclaims show article.html                       the article with its claims marked
    """
