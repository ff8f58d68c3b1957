"""The scripts that let a shell complete ``kg``'s commands and names, made from click's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from kg.cli.quick_completion import VARIABLE

if TYPE_CHECKING:
    import click


class QuotingBash(BashComplete):
    """Bash puts completions on the command line as they are, so a name with spaces must come quoted for the shell."""

    source_template = BashComplete.source_template.replace(
        "COMPREPLY+=($value)",
        'COMPREPLY+=("$(printf %%q "$value")")',  # %%: click fills the script in with %
    )


class WholeFish(FishComplete):
    """A name may hold commas, besides the one between a completion's kind and its text."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


# shell -> what writes its script, and the line that loads it at each start
SHELLS: dict[str, tuple[type[ShellComplete], str]] = {
    "bash": (QuotingBash, 'eval "$(kg completion bash)"  # in ~/.bashrc'),
    "zsh": (ZshComplete, 'eval "$(kg completion zsh)"  # in ~/.zshrc, after compinit'),
    "fish": (WholeFish, "kg completion fish | source  # in ~/.config/fish/config.fish"),
}


def script(command: click.Command, shell: str) -> str:
    """Return the script for a shell; ``command`` is the group that it completes."""
    kind, _ = SHELLS[shell]
    writer = kind(command, {}, "kg", VARIABLE)
    return writer.source_template % writer.source_vars()
