"""Corrections over HTTP: written as if typed on the page, in force after the next build, and taken back."""

from __future__ import annotations

import json
import os
import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator

import kg
from kg.rdf.terms import entity_iri
from tests.service.web.http_client import Answer, Website, website

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FORM = "application/x-www-form-urlencoded"
LONG_AGO = 1_000_000_000  # seconds since 1970


class Forms(HTMLParser):
    """The forms of a page: for each kind of correction, its hidden fields, and the options of its choices."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: list[dict[str, str]] = []
        self.actions: list[str] = []
        self.values: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.fields.append({})
            self.actions.append(said.get("action", ""))
        elif tag in {"input", "button"} and said.get("name"):
            if tag == "button":
                self.values.append(said["value"])
            elif said.get("type") == "hidden":
                self.fields[-1][said["name"]] = said["value"]

    def of(self, kind: str) -> dict[str, str]:
        return next(fields for fields in self.fields if fields.get("kind") == kind)

    @property
    def undo(self) -> dict[str, str]:
        return next(fields for fields, action in zip(self.fields, self.actions, strict=True) if action == "/undo")


class Desk(NamedTuple):
    """A vault of one's own, and a server that may write into it."""

    vault: Path
    site: Website

    def page(self, entity: str) -> Answer:
        return self.site.get(entity_iri(entity, "/"), accept="text/html")

    def submit(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form as the browser does that shows it."""
        own = {"Origin": f"http://127.0.0.1:{self.site.port}", "Sec-Fetch-Site": "same-origin"}
        return self.site.send("POST", path, urlencode(fields).encode(), **{**own, "Content-Type": FORM, **headers})

    def correct(self, kind: str, entity: str, value: str = "") -> None:
        answer = self.submit("/correct", Forms(self.page(entity).text).of(kind) | {"value": value})
        assert answer.status == 303, answer.text

    def build(self) -> None:
        kg.build(self.vault, workers=1).close()

    def record(self, entity: str) -> dict[str, Any]:
        found: dict[str, Any] = self.site.get("/api/entities", {"name": entity}).json()
        return next((row for row in found["items"] if row["name"] == entity), {})

    def files(self) -> dict[str, bytes]:
        paths = (path for path in self.vault.rglob("*") if path.is_file() and ".kg" not in path.parts)
        return {str(path.relative_to(self.vault)): path.read_bytes() for path in paths if "exports" not in path.parts}


@pytest.fixture
def desk(sample_built: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copytree(sample_built, tmp_path / "vault")
    with website(tmp_path / "vault", "--write") as site:
        yield Desk(tmp_path / "vault", site)


@pytest.fixture(scope="module")
def refusing(sample_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk at which nothing is written, because each request is refused."""
    vault = tmp_path_factory.mktemp("refusing") / "vault"
    shutil.copytree(sample_built, vault)
    with website(vault, "--write") as site:
        yield Desk(vault, site)


def aliases_of(desk: Desk, entity: str) -> list[str]:
    found: list[str] = desk.record(entity)["aliases"]
    return found


def test_another_type_and_another_name_are_in_the_graph_after_the_next_build(desk: Desk) -> None:
    desk.correct("type", "CoreWeave", "Product")
    desk.correct("alias", "CoreWeave", "The Neocloud")
    assert desk.record("CoreWeave")["type"] == "Organization"
    assert "type: Product" in desk.page("CoreWeave").text
    desk.build()
    assert desk.record("CoreWeave")["type"] == "Product"
    assert "The Neocloud" in aliases_of(desk, "CoreWeave")
    desk.correct("not-alias", "CoreWeave", "The Neocloud")
    desk.build()
    assert "The Neocloud" not in aliases_of(desk, "CoreWeave")


def test_a_name_that_the_notes_use_is_split_off(desk: Desk) -> None:
    entity, name = next(
        (row["name"], row["aliases"][0]) for row in desk.site.get("/api/entities").json()["items"] if row["aliases"]
    )
    desk.correct("not-alias", entity, name)
    desk.build()
    assert name not in aliases_of(desk, entity)


def test_an_entity_is_merged_into_another(desk: Desk) -> None:
    both = desk.record("CoreWeave")["claims"] + desk.record("Nvidia")["claims"]
    desk.correct("merge", "CoreWeave", "Nvidia")
    desk.build()
    assert not desk.record("CoreWeave")
    assert desk.record("Nvidia")["claims"] <= both
    assert "CoreWeave" in aliases_of(desk, "Nvidia")


def test_a_claim_is_rejected_by_its_button(desk: Desk) -> None:
    page = Forms(desk.page("CoreWeave").text)
    claim = page.values[0]
    answer = desk.submit("/correct", page.of("reject") | {"value": claim})
    assert answer.status == 303, answer.text
    desk.build()
    left = desk.site.get("/api/claims", {"entity": "CoreWeave", "limit": 500}).json()["items"]
    assert left
    assert claim not in {each["id"] for each in left}


def test_undo_restores_every_byte(desk: Desk) -> None:
    before = desk.files()
    desk.correct("type", "CoreWeave", "Product")
    first = desk.files()
    assert set(first) - set(before) == {"Knowledge/CoreWeave.md"}
    desk.correct("alias", "CoreWeave", "The Neocloud")
    assert desk.submit("/undo", Forms(desk.page("CoreWeave").text).undo).status == 303
    assert desk.files() == first
    assert desk.submit("/undo", Forms(desk.page("CoreWeave").text).undo).status == 303
    assert desk.files() == before


def test_only_the_properties_of_a_page_change(desk: Desk) -> None:
    desk.correct("alias", "CoreWeave", "The Neocloud")
    page = desk.vault / "Knowledge" / "CoreWeave.md"
    mine = page.read_bytes().replace(b"---\n%%", b"---\nMy own words.\n%%")
    page.write_bytes(mine)
    os.utime(page, (LONG_AGO, LONG_AGO))
    desk.correct("ignore", "CoreWeave")
    assert page.read_bytes() == mine.replace(b"\n---\n", b"\nignore: true\n---\n", 1)


def test_a_page_that_changed_meanwhile_is_not_corrected(desk: Desk) -> None:
    desk.correct("alias", "CoreWeave", "The Neocloud")
    shown = Forms(desk.page("CoreWeave").text).of("type")
    page = desk.vault / "Knowledge" / "CoreWeave.md"
    page.write_bytes(page.read_bytes() + b"Typed meanwhile.\n")
    os.utime(page, (LONG_AGO, LONG_AGO))
    before = desk.files()
    answer = desk.submit("/correct", shown | {"value": "Product"}, Accept="text/html")
    assert answer.status == 409
    assert "changed since it was shown" in answer.text
    assert desk.files() == before


def test_a_page_that_is_being_written_is_not_corrected(desk: Desk) -> None:
    desk.correct("alias", "CoreWeave", "The Neocloud")
    page = desk.vault / "Knowledge" / "CoreWeave.md"
    page.write_bytes(page.read_bytes() + b"Typed just now.\n")
    before = desk.files()
    answer = desk.submit("/correct", Forms(desk.page("CoreWeave").text).of("type") | {"value": "Product"})
    assert (answer.status, desk.files()) == (409, before)
    assert "just now" in answer.text


def test_a_page_that_was_moved_is_found_and_shown_before_it_is_corrected(desk: Desk) -> None:
    desk.correct("alias", "CoreWeave", "The Neocloud")
    (desk.vault / "Knowledge" / "CoreWeave.md").rename(desk.vault / "Mine.md")
    answer = desk.submit("/correct", Forms(desk.page("CoreWeave").text).of("type") | {"value": "Product"})
    assert (answer.status, "Mine.md" in answer.text) == (409, True)
    os.utime(desk.vault / "Mine.md", (LONG_AGO, LONG_AGO))
    desk.correct("type", "CoreWeave", "Product")
    assert b"type: Product" in (desk.vault / "Mine.md").read_bytes()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
    ],
)
def test_pages_of_other_servers_correct_nothing(refusing: Desk, headers: dict[str, str]) -> None:
    fields = Forms(refusing.page("CoreWeave").text).of("type") | {"value": "Product"}
    before = refusing.files()
    assert refusing.submit("/correct", fields, **headers).status == 403
    assert refusing.files() == before


def test_a_form_needs_an_origin_and_the_token(refusing: Desk) -> None:
    fields = Forms(refusing.page("CoreWeave").text).of("type") | {"value": "Product"}
    before = refusing.files()
    assert refusing.site.send("POST", "/correct", urlencode(fields).encode(), **{"Content-Type": FORM}).status == 403
    for token in ("", "x", "\N{SNOWMAN}"):
        assert refusing.submit("/correct", fields | {"token": token}).status == 403
    assert refusing.submit("/correct", {name: value for name, value in fields.items() if name != "token"}).status == 403
    assert refusing.site.get("/correct", fields).status == 405
    assert refusing.files() == before


def test_without_write_nothing_is_corrected(sample_built: Path, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(sample_built, vault)
    with website(vault) as site:
        desk = Desk(vault, site)
        before = desk.files()
        assert "form method" not in desk.page("CoreWeave").text
        assert "/correct" not in desk.page("CoreWeave").text
        fields = {"kind": "type", "entity": "CoreWeave", "value": "Product", "page": "", "token": ""}
        for path in ("/correct", "/undo"):
            answer = desk.submit(path, fields)
            assert (answer.status, "--write" in answer.text) == (403, True)
        for path in ("/api/correct", "/api/undo"):
            body = json.dumps(fields).encode()
            assert site.send("POST", path, body, **{"Content-Type": "application/json"}).status == 403
        assert desk.files() == before


@pytest.mark.parametrize(
    ("kind", "value", "status"),
    [
        ("type", "Nonsense", 404),
        ("alias", "", 400),
        ("alias", "[[x]]", 400),
        ("alias", "two\nlines", 400),
        ("alias", "x" * 301, 400),
        ("not-alias", "Nobody", 400),
        ("merge", "Nobody at all", 404),
        ("merge", "CoreWeave", 400),
        ("reject", "c-0000000000", 404),
        ("nothing", "x", 400),
    ],
)
def test_what_means_nothing_is_refused(refusing: Desk, kind: str, value: str, status: int) -> None:
    fields = Forms(refusing.page("CoreWeave").text).of("type") | {"kind": kind, "value": value}
    before = refusing.files()
    assert refusing.submit("/correct", fields).status == status
    assert refusing.files() == before


def test_programs_correct_with_the_token_in_a_header(desk: Desk) -> None:
    token = Forms(desk.page("CoreWeave").text).of("type")["token"]
    kind = {"Content-Type": "application/json"}

    def post(path: str, record: dict[str, Any], **headers: str) -> Answer:
        return desk.site.send("POST", path, json.dumps(record).encode(), **{**kind, **headers})

    described = desk.site.get("/api/openapi.json").json()["paths"]

    def fits(path: str, method: str, answer: Answer) -> bool:
        schema = described[path][method]["responses"]["200"]["content"]["application/json"]["schema"]
        return not list(Draft202012Validator(schema).iter_errors(answer.json()))

    read = desk.site.get("/api/page", {"entity": "CoreWeave"})
    page = read.json()
    assert (page["path"], page["sha256"]) == ("", "")
    assert fits("/api/page", "get", read)
    said = {"kind": "type", "entity": "CoreWeave", "value": "Product", "page": page["sha256"]}
    assert post("/api/correct", said).status == 403
    assert post("/api/correct", said | {"token": token}).status == 403
    answer = post("/api/correct", said, X_Write_Token=token)
    assert fits("/api/correct", "post", answer)
    assert answer.json() == {"page": "Knowledge/CoreWeave.md", "created": True, "number": 1}
    page = desk.site.get("/api/page", {"entity": "CoreWeave"}).json()
    assert (page["path"], page["properties"]["type"]) == ("Knowledge/CoreWeave.md", "Product")
    assert post("/api/correct", said | {"value": "Person"}, X_Write_Token=token).status == 409
    assert post("/api/undo", {"number": 7}, X_Write_Token=token).status == 409
    undone = post("/api/undo", {"number": 1}, X_Write_Token=token)
    assert undone.json()["removed"] == ["Knowledge/CoreWeave.md"]
    assert fits("/api/undo", "post", undone)


def test_an_entity_that_is_left_out_is_listed_with_the_way_back(desk: Desk) -> None:
    desk.correct("ignore", "CoreWeave")
    desk.build()
    assert not desk.record("CoreWeave")
    page = desk.site.get("/corrections", accept="text/html").text
    assert re.search(r"CoreWeave</td><td>ignore", page)
    assert desk.submit("/undo", Forms(page).undo).headers["location"] == "/corrections"
    desk.build()
    assert desk.record("CoreWeave")["type"] == "Organization"
