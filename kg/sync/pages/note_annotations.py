"""The block at the end of a user's note: the entities found in it that have pages, each with its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.sync.pages.entity_pages import claim_key
from kg.views.render.figures import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Claim
    from kg.sync.pages.entity_pages import PageContext
    from kg.sync.pages.page_facts import EntityFacts

Found = dict[str, dict[str, dict[str, str]]]  # note -> entity -> id of the claim's block -> what its link shows


def collect(found: Found, told: EntityFacts, shown: Iterable[Claim]) -> None:
    """Note which claims of an entity come from which notes.

    Args:
        found: Filled; of the claims only what links need is held.
        told: The entity.
        shown: The claims that its page shows.
    """
    keys = {claim_key(claim) for claim in shown}
    for claim in told.claims:
        key = claim_key(claim)
        if key in keys:
            second = claim.source.start if claim.source else next(iter(claim.timestamps), None)
            links = found.setdefault(claim.note, {}).setdefault(told.name, {})
            links.setdefault(key, "claim" if second is None else clock(second))


def body(entities: dict[str, dict[str, str]], site: PageContext) -> str:
    """The block: a line for each entity, those with most claims first, with a link to each claim on its page."""
    ranked = sorted(entities.items(), key=lambda item: (-len(item[1]), item[0]))
    lines = []
    for name, claims in ranked:
        path = site.paths[name]
        links = ", ".join(site.linker.note(path, shown, f"^{key}") for key, shown in claims.items())
        lines.append(f"- {site.linker.note(path, name)}: {links}\n")
    return f"**In the knowledge pages**\n\n{''.join(lines)}"
