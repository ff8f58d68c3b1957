"""What all commands share: their class with examples in the help, and options that mean the same everywhere."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.views.render.figures import seconds_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    Decorated = TypeVar("Decorated", bound=Callable[..., Any])

QUERY_SECONDS = 30.0  # that a SPARQL query may take
STORE = f"{__name__}.store"  # key of what --store says, in the context of a command
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Command(click.Command):
    """A command whose help ends with examples to copy.

    What a command's context has as its ``obj`` is called before the command does its work; ``first``, where it is
    given, before that, with the command's own options.
    """

    def __init__(
        self,
        name: str | None,
        *,
        examples: Sequence[str],
        first: Callable[[Mapping[str, Any]], object] | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(name, context_settings=SETTINGS, **rest)
        self.examples = tuple(examples)
        self.first = first

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        for step in (self.first and partial(self.first, ctx.params), ctx.obj):
            if step is not None:
                step()
        return super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, each on its own line, unwrapped."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


def media_time(_: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Reads an option that is a time in a recording: seconds, or None when it was not given."""
    seconds = None if value is None else seconds_of(value)
    if value is not None and seconds is None:
        raise click.BadParameter(f"{value!r} is not a time; write 54:21, 0:54:21 or plain seconds", param=param)
    return seconds


def vault_option(function: Decorated) -> Decorated:
    """``--vault DIR``, as every command takes it."""
    return click.option(
        "--vault",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The vault's folder.  [default: the nearest one at or above here with .obsidian/ or .kg/, else ./vault]",
    )(function)


def store_option(function: Decorated) -> Decorated:
    """``--store URL``, which ``store_option_value`` gives to whoever opens the graph."""
    return click.option(
        "--store",
        metavar="URL",
        expose_value=False,
        callback=_remember_store,
        help="The SPARQL 1.1 store that holds the graph.  [default: the setting store.url, else the vault's own]",
    )(function)


def _remember_store(context: click.Context, _: click.Parameter, url: str | None) -> None:
    context.meta[STORE] = url


def store_option_value() -> str | None:
    """What ``--store`` says in the command that runs; None where it was not given."""
    context = click.get_current_context(silent=True)
    return None if context is None else context.meta.get(STORE)


def format_option(*names: str) -> Callable[[Decorated], Decorated]:
    """``--format``, one of ``names``; the first is the default."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(names, case_sensitive=False),
        default=names[0],
        show_default=True,
        help="How to print it.",
    )


def timeout_option(function: Decorated) -> Decorated:
    """``--timeout SECONDS`` for each SPARQL query of somebody else's, who cannot be asked to wait for ever."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        default=QUERY_SECONDS,
        show_default=True,
        help="Give up a SPARQL query after this long.",
    )(function)


def limit_option(what: str) -> Callable[[Decorated], Decorated]:
    """``--limit N``: None when not given, 0 for all."""
    return click.option("--limit", type=click.IntRange(min=0), metavar="N", help=f"At most N {what}; 0 for all.")
