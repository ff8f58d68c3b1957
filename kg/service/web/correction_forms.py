"""The forms by which a reader of an entity's page corrects it; they need no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.model.correction import CORRECTION_TABLE
from kg.rdf.terms import entity_iri
from kg.reader import frontmatter
from kg.views.render.markup import Markup, items, joined, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Claim
    from kg.store.ask.answer_rows import EntityRow
    from kg.sync.correct_page import LatestApply, PageNow
    from kg.views.render.markup import Child

CORRECT, UNDO = "/correct", "/undo"
SAID = {
    row.property: row.meaning for row in CORRECTION_TABLE.values() if row.name not in {"type", "alias", "not-alias"}
}


class CorrectionForms(NamedTuple):
    """What the forms of one entity's page show.

    Attributes:
        row: The entity.
        page: Its page as it is.
        types: All entity types.
        latest: What can be taken back, if that is of this page alone.
        token: That each form brings back.
    """

    row: EntityRow
    page: PageNow
    types: Sequence[str]
    latest: LatestApply | None
    token: str

    @property
    def aliases(self) -> Sequence[str]:
        """The other names as the page gives them, or as the graph has them."""
        return frontmatter.texts(self.page.values.get("aliases")) if self.page.data else self.row.aliases

    def section(self) -> Markup:
        """The part of the page that corrects the entity."""
        where = joined(("the page ", tag("code", self.page.path))) if self.page.path else "a new page of the vault"
        intro = joined(
            ("What you choose is written into ", where, " as if you had typed it there. The next build applies it.")
        )
        parts = [
            tag("h2", "Correct this entity", id="correct"),
            tag("p", intro),
            self._now(),
            self._form("type", _choice("type", "Type", self.types, self._type), "Change the type"),
            self._form("alias", _text("alias", "Another name of it"), "Add the name"),
            self._form("not-alias", _choice("not-alias", "A name that is something else", self.aliases), "Split it off")
            if self.aliases
            else None,
            self._form("merge", _text("merge", "The entity that it really is"), "Merge"),
            self._form("ignore", tag("span", "It is nothing that claims are about"), "Leave it out"),
            self._undo(),
        ]
        return tag("section", *parts, class_="correct", aria_labelledby="correct")

    def rejecting(self, claims: Markup) -> Markup:
        """The list of claims as a form whose buttons reject them."""
        return tag("form", *self._hidden("reject"), claims, method="post", action=CORRECT)

    @property
    def _type(self) -> str:
        return str(self.page.values.get("type") or self.row.type)

    def _now(self) -> Markup | None:
        """What the page says of corrections by now, whether or not a build has applied them."""
        said = list(_said(self.page.values))
        if self.page.data and self._type != self.row.type:
            said.insert(0, f"type: {self._type}")
        if self.page.data and set(self.aliases) != set(self.row.aliases):
            said.insert(0, f"aliases: {', '.join(self.aliases) or 'none'}")
        return joined((tag("p", "The page says:"), items(said))) if said else None

    def _undo(self) -> Markup | None:
        if self.latest is None:
            return None
        words = f"Number {self.latest.number} of the history, written {self.latest.when}"
        return undo_form(self.latest, words, self.token, self.row.name)

    def _form(self, kind: str, field: Child, button: str) -> Markup:
        return tag(
            "form", *self._hidden(kind), tag("p", field, " ", tag("button", button)), method="post", action=CORRECT
        )

    def _hidden(self, kind: str) -> Iterator[Markup]:
        values = {"kind": kind, "entity": self.row.name, "page": self.page.version, "token": self.token}
        return hidden(values)


def reject_button(claim: Claim) -> Markup:
    """The button that rejects a claim, in the form around all of them."""
    return tag("button", "Reject", name="value", value=claim.id, aria_label=f"Reject: {claim.text}")


def undo_form(latest: LatestApply, words: str, token: str, entity: str = "") -> Markup:
    """The form that takes the latest apply back."""
    values = {"number": str(latest.number), "entity": entity, "token": token}
    return tag("form", *hidden(values), tag("p", words, " ", tag("button", "Undo")), method="post", action=UNDO)


def hidden(values: Mapping[str, str]) -> Iterator[Markup]:
    """Fields that are not shown."""
    return (tag("input", type="hidden", name=name, value=value) for name, value in values.items())


def back_to(entity: str) -> str:
    """The address of the page that a correction leads back to."""
    return f"{entity_iri(entity, '/')}#correct" if entity else "/corrections"


def _said(values: Mapping[str, Any]) -> Iterator[str]:
    for name, meaning in SAID.items():
        value = values.get(name)
        if value:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is True else str(value)
            yield f"{name}: {shown or 'true'} ({meaning})"


def _text(name: str, words: str) -> Markup:
    field = tag("input", type="text", name="value", id=f"value-{name}", required="", autocomplete="off")
    return joined((tag("label", words, for_=f"value-{name}"), field))


def _choice(name: str, words: str, values: Sequence[str], chosen: str = "") -> Markup:
    options = (tag("option", value, selected="" if value == chosen else None) for value in values)
    field = tag("select", *options, name="value", id=f"value-{name}")
    return joined((tag("label", words, for_=f"value-{name}"), field))
