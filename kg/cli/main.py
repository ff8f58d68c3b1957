"""The command ``kg``: its commands by group, each loaded only when it is asked for."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from kg.cli import edge, memory_guard
from kg.cli.command import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

# heading in the help -> its commands, each the module of that name in this folder
GROUPS: dict[str, tuple[str, ...]] = {
    "Build the graph": ("demo", "build", "watch"),
    "Ask it": ("view", "claims", "conflicts", "search", "entities", "terms", "query", "stats"),
    "Look at the notes": ("parse", "doctor"),
    "Check what was extracted": ("explain", "eval", "fsck"),
    "Give it to programs": ("export", "mcp", "serve"),
    "Write back into the vault": ("sync", "corrections"),
    "Settings": ("config", "trust", "completion"),
}
COMMANDS = tuple(name for names in GROUPS.values() for name in names)

EXAMPLES = (
    "kg build my-vault              # read the notes, build the graph",
    "kg claims CoreWeave            # what is claimed about it, and where to hear it",
    "kg search data centers         # full text over all claims",
    "kg doctor                      # what is wrong in the notes",
)


class Main(click.Group):
    """The group of all commands; what goes wrong in any of them meets the edge here."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, its module loaded now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kg.cli.commands.{cmd_name}").command
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the command line; ``--help`` writes already here."""
        with edge.pipes():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with edge.pipes():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one is answered with the closest and with all of them."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            close = get_close_matches(name.lower(), COMMANDS, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]!r}? " if close else ""
            ctx.fail(f"no command {name!r}; {hint}Commands: {', '.join(COMMANDS)}.")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by group, then examples."""
        for heading, names in GROUPS.items():
            with formatter.section(heading):
                found = ((name, self.get_command(ctx, name)) for name in names)
                formatter.write_dl([(name, command.get_short_help_str(100)) for name, command in found if command])
        with formatter.section("Examples"):
            for example in EXAMPLES:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's signature
        **extra: Any,
    ) -> Any:
        """Run a command line; on its own it ends the process with the exit code."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        edge.open_streams()
        edge.use_utf8()
        call, guard = super().main, memory_guard.start
        sys.exit(edge.guarded(lambda: call(args, prog_name, complete_var, standalone_mode=False, obj=guard, **extra)))


@click.command(cls=Main, context_settings=SETTINGS)
@click.version_option(package_name="claimgraph", prog_name="kg")
def main() -> None:
    """From a vault of timestamped notes to a graph of claims, and back to the second where each was said.

    Every command works on one vault: the folder given with --vault, else the nearest one at or above the current
    folder that contains .obsidian/ or .kg/, else ./vault. Run 'kg COMMAND --help' for details.
    """


def run() -> None:
    """Entry point of the installed program; ends the process."""
    main(prog_name="kg")
