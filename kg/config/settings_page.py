"""The page that lists all settings, written from the table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.config.settings_table import DEFAULTS, ROWS, TRUSTED, USER, VAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES = {str: "text", int: "whole number", float: "number", bool: "true or false", tuple: "table of texts"}
HEAD = f"""\
# Settings

<!-- Written by `make docs` from kg/config/settings_table.py; change it there. -->

A setting comes from the first of these that has it: a command's option, a `KG_*` environment variable, the vault's
`.kg/config.toml`, your own `config.toml`, the default. Your own is `~/.config/claimgraph/config.toml` (on macOS in
`~/Library/Application Support/claimgraph`, on Windows in `%LOCALAPPDATA%\\claimgraph`; `XDG_CONFIG_HOME` moves it).
`kg config` shows what is in force and where it comes from. A misspelt setting or `KG_*` variable is an error.

## Who may set what

A vault can come from anybody, so its own `.kg/config.toml` may set only what changes nothing but its own graph and
pages. The last column says so:

- **{VAULT}**: the file of any vault may set it.
- **{TRUSTED}**: the file of a vault may set it once you have run `kg trust VAULT`. Until then kg names the setting
  and the way out, and goes on without it. `kg trust --list` shows the vaults you trust, `kg trust --remove VAULT` takes
  one off the list. Trust goes by path, as git's `safe.directory` does.
- **{USER}**: no vault may set it.

Options, variables and your own `config.toml` may set everything.

## All settings

| setting | variable | type | default | meaning | the vault's file |
| --- | --- | --- | --- | --- | --- |
"""
TAIL = """
## Notes that leave the machine

Nothing leaves it unless `extract.backend` is `llm` and `llm.base_url` names another machine. Before text of a vault
goes to such a host for the first time, `kg build` shows the host, the number of notes and about how many tokens, and
asks. `--yes` answers for scripts. Without a terminal and without `--yes` nothing is sent: the build says so and goes on
with the rules. `localhost`, `127.0.0.0/8` and `::1` are this machine; another one on the same network is not.

A key is named in your own `config.toml` for one host, as the variable that holds it, and sent to that host alone:

```toml
[llm.keys]
"api.example.org" = "env:EXAMPLE_KEY"
```

No other variable is read for keys, `OPENAI_API_KEY` included. Redirects are not followed.

The graph leaves the machine, too, if `store.url` names a store on another one: `kg build` sends it there because you
named it. Name, password and certificates for it come from `KG_STORE_USER`, `KG_STORE_PASSWORD` and `KG_STORE_CA`, or
from `~/.netrc`, never from a file of settings: see [Stores](stores.md).
"""


def page() -> str:
    """The whole page, as Markdown."""
    return HEAD + "".join(_rows()) + TAIL


def _rows() -> Iterator[str]:
    for name, row in sorted(ROWS.items(), key=lambda each: each[1].place):
        value = getattr(DEFAULTS, name)
        variable = f"`{row.variable}`" if row.variable else ""
        yield (
            f"| `{row.place}` | {variable} | {TYPES[type(value)]} | {_default(value)} | {row.meaning} | {row.who} |\n"
        )


def _default(value: object) -> str:
    """A default as the file would hold it, in code."""
    if value in ("", ()):
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
