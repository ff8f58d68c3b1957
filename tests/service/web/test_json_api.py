"""The JSON API gives what the command line gives, as its OpenAPI description says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from kg.cli.main import main
from kg.service.web.operations import OPERATIONS
from kg.service.web.writing import WRITES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.web.http_client import Website

RECORDING = "https://www.youtube.com/watch?v=RBoGJlpSdpY"
# operation -> requests that between them show every kind of record it gives
REQUESTS: dict[str, list[dict[str, Any]]] = {
    "entities": [{}, {"name": "core"}, {"type": "Person", "limit": 2}],
    "claims": [{"limit": 1000}, {"entity": "CoreWeave", "about": "true"}, {"entity": ["CoreWeave", "Microsoft"]}],
    "search": [{"text": "data centers"}, {"text": "zebra"}],
    "conflicts": [{"limit": 1000}, {"entity": "coreweave"}, {"verdict": "refine"}],
    "at": [{"recording": RECORDING, "time": "54:21"}],
    "explain": [{"claim": "c-3093e52995"}],
    "stats": [{}],
}


@pytest.fixture(scope="module")
def description(site: Website) -> Any:
    answer = site.get("/api/openapi.json")
    assert (answer.status, answer.kind) == (200, "application/json")
    return answer.json()


def fits(description: Any, schema: Any, value: object) -> list[str]:
    """What of a value does not fit a schema of the description."""
    whole = {"components": description["components"], "allOf": [schema]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def schema_of(description: Any, operation: str, status: int = 200) -> Any:
    response = description["paths"][f"/api/{operation}"]["get"]["responses"][str(status)]
    return response["content"]["application/json"]["schema"]


@pytest.mark.parametrize("operation", [each.name for each in OPERATIONS])
def test_answers_are_as_described(site: Website, description: Any, operation: str) -> None:
    for fields in REQUESTS[operation]:
        answer = site.get(f"/api/{operation}", fields)
        assert (answer.status, answer.kind) == (200, "application/json"), answer.text
        assert fits(description, schema_of(description, operation), answer.json()) == []


def test_a_record_with_another_field_is_noticed(site: Website, description: Any) -> None:
    stats = site.get("/api/stats").json()
    schema = schema_of(description, "stats")
    assert fits(description, schema, stats | {"more": 1})
    assert fits(description, schema, {name: value for name, value in stats.items() if name != "claims"})
    assert fits(description, schema, stats | {"claims": "386"})


def test_the_description_is_openapi(description: Any) -> None:
    assert description["openapi"] == "3.1.0"
    read, written = {f"/api/{each.name}" for each in OPERATIONS}, {f"/api/{name}" for name in WRITES}
    assert set(description["paths"]) == read | written | {"/api/page"}
    for path in description["paths"].values():
        names = [parameter["name"] for said in path.values() for parameter in said["parameters"]]
        assert len(names) == len(set(names))
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("command", "operation", "fields"),
    [
        ("entities -f jsonl --limit 1000", "entities", {"type": "Person"}),
        ("claims CoreWeave -f jsonl", "claims", {"entity": "CoreWeave"}),
        ("claims CoreWeave --about --from 3200 --to 3300 -f jsonl", "claims",
         {"entity": "CoreWeave", "about": "true", "from": 3200, "to": 3300}),
        ("claims --note allin/* --callout warning -f jsonl", "claims", {"note": "allin/*", "callout": "warning"}),
        ("claims --modality predicted --with USD -f jsonl", "claims", {"modality": "predicted", "with": "USD"}),
        ("search data centers -f jsonl --limit 1000", "search", {"text": "data centers"}),
        ("conflicts CoreWeave -f jsonl", "conflicts", {"entity": "CoreWeave"}),
    ],
)  # fmt: skip
def test_records_are_those_of_the_command_line(
    site: Website, sample_built: Path, command: str, operation: str, fields: dict[str, Any]
) -> None:
    words = [*command.split(), "--vault", str(sample_built)]
    if operation == "entities":
        words += ["--type", "Person"]
    printed = CliRunner().invoke(main, words)
    assert printed.exit_code == 0, printed.output
    records = [json.loads(line) for line in printed.stdout.splitlines()]
    assert records
    assert site.get(f"/api/{operation}", fields | {"limit": 1000}).json()["items"] == records


def test_documents_are_those_of_the_command_line(site: Website, sample_built: Path) -> None:
    for command, path in (("stats", "/api/stats"), ("explain c-1daf9831b1", "/api/explain?claim=c-1daf9831b1")):
        printed = CliRunner().invoke(main, [*command.split(), "-f", "json", "--vault", str(sample_built)])
        wanted = json.loads(printed.stdout)
        found = site.get(path).json()
        if command == "stats":
            assert found == wanted
        else:
            assert found["claim"] == wanted["claim"]


def test_all_pages_together_hold_every_row_once(site: Website) -> None:
    whole = site.get("/api/claims", {"limit": 1000}).json()
    rows: list[Any] = []
    cursor = None
    while True:
        page = site.get("/api/claims", {"limit": 70} | ({"cursor": cursor} if cursor else {})).json()
        rows += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert rows == whole["items"]
    assert len(rows) == whole["total"] == 386


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/api/entities?nmae=x", 400, "did you mean 'name'?"),
        ("/api/entities?limit=0", 400, "1 to 1000"),
        ("/api/entities?limit=1001", 400, "1 to 1000"),
        ("/api/entities?limit=many", 400, "is no whole number"),
        ("/api/entities?limit=9&limit=9", 400, "is the second value"),
        ("/api/entities?cursor=x", 400, "ask again without it"),
        ("/api/claims?about=maybe", 400, "is neither true nor false"),
        ("/api/claims?modality=sure", 404, "known: asserted"),
        ("/api/search", 400, "is missing"),
        ("/api/claims?entity=CoreWeav", 404, "did you mean 'CoreWeave'"),
        ("/api/explain?claim=c-ffffffffff", 404, "no claim"),
        ("/api/explain?claim=c-", 404, "no claim"),
        ("/api/explain?claim=c-3", 409, "claims; name one in full"),
        ("/api/at?recording=nowhere&time=soon", 400, "is no time"),
        ("/api/nothing", 404, "no such page"),
    ],
)
def test_what_is_wrong_is_said(site: Website, description: Any, path: str, status: int, message: str) -> None:
    answer = site.get(path)
    assert (answer.status, answer.kind) == (status, "application/json"), answer.text
    assert message in answer.json()["error"]
    assert fits(description, {"$ref": "#/components/schemas/Error"}, answer.json()) == []


def test_the_api_is_only_read(site: Website) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert site.send(method, "/api/stats").status == 405
