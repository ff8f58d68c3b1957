"""The OpenAPI 3.1 description of the JSON API, made from the table of operations and the schemas of its records."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from kg.service.web.operations import OPERATIONS
from kg.service.web.record_schemas import SCHEMAS, array, nullable, record, reference
from kg.service.web.writing import PAGE_OF, PAGE_SCHEMA, PAGE_SUMMARY, TOKEN_HEADER, WRITES, body_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.service.web.operations import AddressField, Operation

JSON = "application/json"
ERRORS = {
    "400": "A parameter or cursor that means nothing; the message says how to mend it.",
    "403": "A request from a page of another server, or a correction that may not be written.",
    "404": "A name that does not exist; close ones are offered.",
    "409": "A short name that several things have, which are listed; or a page that changed since it was shown.",
    "503": "Nothing has been built yet, or the graph cannot be read.",
}


def description() -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "claimgraph",
            "version": version("claimgraph"),
            "description": "The claims in a vault of notes, with the same fields as the command line's JSON.",
        },
        "paths": {
            **{f"/api/{each.name}": {"get": _operation(each)} for each in OPERATIONS},
            "/api/page": {"get": _asked("page", PAGE_SUMMARY, PAGE_OF, PAGE_SCHEMA)},
            **{f"/api/{name}": {"post": _writing(name, *said)} for name, said in WRITES.items()},
        },
        "components": {"schemas": {**SCHEMAS, "Error": record(error={"type": "string"})}},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    return _asked(operation.name, operation.summary, operation.taken, _schema(operation))


def _asked(name: str, summary: str, taken: Sequence[AddressField], answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [_parameter(each) for each in taken],
        "responses": {
            "200": _response("The answer.", answer),
            **{status: _response(text, reference("Error")) for status, text in ERRORS.items()},
        },
    }


def _writing(name: str, summary: str, fields: Sequence[AddressField], answer: dict[str, Any]) -> dict[str, Any]:
    token = {"name": TOKEN_HEADER, "in": "header", "required": True, "schema": {"type": "string"}}
    body = {"required": True, "content": {JSON: {"schema": body_schema(fields)}}}
    return {**_asked(name, summary, (), answer), "parameters": [token], "requestBody": body}


def _parameter(parameter: AddressField) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": parameter.type}
    if parameter.choices:
        kind["enum"] = list(parameter.choices)
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.text,
        "required": parameter.required,
        "schema": array(kind) if parameter.many else kind,
    }


def _schema(operation: Operation) -> dict[str, Any]:
    rows = reference(operation.schema)
    if not operation.paged:
        return rows
    return record(items=array(rows), total={"type": "integer"}, next=nullable("string"))


def _response(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": text, "content": {JSON: {"schema": schema}}}
