/** Named views: what is saved opens as it was, names are kept in order, and files of any kind do no harm. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { exportedViews, importedViews, readViews, renamed, viewHref, viewName, viewOf, withViews, without } from "../src/savedviews";
import { START, parse } from "../src/state";

const seen = { ...START, mode: "claims" as const, entity: "CoreWeave", unit: ["USD"], sort: "-numbers", theme: "dark" as const, about: true };

test("a view opens what was seen, in the light that the page has now", () => {
  const view = viewOf(" My \n view ", seen);
  assert.equal(view.name, "My view");
  assert.doesNotMatch(view.address, /theme|about/);
  assert.deepEqual(parse(viewHref(view, "light")), { ...seen, theme: "light", about: false });
  assert.equal(viewHref(viewOf("start", START), ""), "#");
});

test("views are in the order of names, one of the same name is replaced", () => {
  const views = withViews([], [viewOf("View 10", START), viewOf("View 9", START), viewOf("View 10", seen)]);
  assert.deepEqual(views.map((one) => one.name), ["View 9", "View 10"]);
  assert.match(views[1]!.address, /CoreWeave/);
});

test("renaming keeps the address and replaces a view that had the name; an empty name changes nothing", () => {
  const views = withViews([], [viewOf("a", seen), viewOf("b", START)]);
  assert.deepEqual(renamed(views, "a", "b"), [viewOf("b", seen)]);
  assert.deepEqual(renamed(views, "a", " \t"), views);
  assert.deepEqual(renamed(views, "none", "c"), views);
  assert.deepEqual(without(views, "a"), [viewOf("b", START)]);
});

test("what was exported can be imported", () => {
  const views = withViews([], [viewOf("\"quoted\" <b>", seen), viewOf("ü 😀", START)]);
  assert.deepEqual(importedViews(exportedViews("vault", views)), views);
});

test("files that hold no views are answered, and addresses hold only what a state can", () => {
  for (const text of ["", "[", "null", "[]", "{}", '{"claimgraph-views": 2, "views": []}', '{"claimgraph-views": 1, "views": 7}', '{"claimgraph-views": 1}']) assert.equal(typeof importedViews(text), "string", text);
  assert.deepEqual(readViews([{ name: "x", address: "javascript:alert(1)" }, { name: "y", address: "#mode=claims&from=never&evil=1" }, { name: "", address: "#" }, null, 5, { name: 7, address: "" }]),
    [{ name: "x", address: "#" }, { name: "y", address: "#mode=claims" }]);
});

test("names fit in a line of the menu", () => {
  assert.equal([...viewName("😀".repeat(200))].length, 80);
  assert.equal(viewName("\u0000\u202e \u200b"), "");
});
