"""``kg serve``: the graph over HTTP, on this machine; press Ctrl-C to stop."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from kg.cli import output, vault_settings
from kg.cli.command import Command, store_option, store_option_value, timeout_option, vault_option
from kg.cli.commands.build import named
from kg.cli.commands.view import show
from kg.cli.open_graph import asked_vault, be_ready
from kg.errors import ExtraMissing

PORT = 8471
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@click.command(
    cls=Command,
    first=be_ready,
    short_help="Serve the graph over HTTP, on this machine.",
    examples=(
        "kg serve --open                # the vault around the current folder, in your browser",
        "kg serve --write               # with forms that correct entities",
        "kg serve ~/notes --port 0      # on any port that is free",
        "curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT ?c { ?c a schema:Claim }' localhost:8471/sparql",
    ),
)
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Let its pages, and programs with the token, correct entities.")
@click.option("--open", "opened", is_flag=True, help="Open it in the web browser.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), metavar="N", default=PORT, show_default=True, help="0 takes any free one."
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; with another one, other machines can ask, and need a token.",
)
@timeout_option
@store_option
@vault_option
def command(
    folder: Path | None, vault: Path | None, host: str, port: int, timeout: float, *, write: bool, opened: bool
) -> None:
    """Serve the graph of VAULT over HTTP until Ctrl-C, and print the address.

    Only this machine can ask, and no web page of another server. After a build, answers come from the new graph. With
    --write, an entity's page has forms that correct it, as if you had typed that on its page in the vault; 'kg sync
    --undo' takes it back. Needs the extra: pip install 'claimgraph[serve]'.
    """
    root = asked_vault(named(folder, vault))
    settings = vault_settings.of(root, store_url=store_option_value())
    try:
        from kg.service.web.app import application
        from kg.service.web.corrections_site import Writing
        from kg.service.web.guard import Door
        from kg.service.web.web_server import bound, run
    except ModuleNotFoundError as error:
        if error.name not in {"httptools", "starlette", "uvicorn"}:
            raise
        raise ExtraMissing("kg serve", error.name, "serve") from error
    from kg.assembly.steps.note_passages import passages_of
    from kg.service.live_graph import LiveGraph
    from kg.sync.correct_page import PageCorrector

    texts = passages_of(root) if settings.view_text else None
    with bound(host, port) as listening:
        port = listening.getsockname()[1]
        local = host in LOOPBACK
        door = Door.on_loopback(port) if local else Door(None, secrets.token_urlsafe(32))
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}/{'' if local else f'?token={door.token}'}"
        output.report([address])
        output.note("Press Ctrl-C to stop.")
        writing = Writing(PageCorrector(root, settings), secrets.token_urlsafe(32)) if write else None
        if writing is not None:
            output.note(f"Programs that correct send the header 'X-Write-Token: {writing.token}'.")
        if opened:
            show(address)
        live = LiveGraph(root, settings)
        try:
            run(application(live, door, timeout, texts, writing), listening, live.close)
        except KeyboardInterrupt:
            output.note("Stopped.")
        finally:
            live.close()
