/** Where nodes were put: kept by name, so that a rebuilt vault finds them again; what is no place does no harm. */
import assert from "node:assert/strict";
import { test } from "node:test";
import Graph from "graphology";
import type { App } from "../src/app";
import type { Picture } from "../src/graphs";
import { Places, placeKey, readMoved } from "../src/picture/places";

const core = (names: string[]) => ({ vault: "v", base: "b", entities: { name: names }, notes: { path: ["a.md"] }, folders: ["", "talks"] });
const app = (names: string[]) => ({ core: core(names) } as unknown as App);
const graph = (nodes: number) => {
  const made: Picture = new Graph({ type: "undirected" });
  for (let node = 0; node < nodes; node++) made.addNode(String(node), { x: node, y: 0, size: 1, color: "", label: "", index: node, rank: node });
  return made;
};

test("a place belongs to a name, not to a number", () => {
  const entities = ["Nvidia", "Japan"];
  assert.equal(placeKey(app(entities).core, "entities", 1), "entities Japan");
  assert.equal(placeKey(app(entities).core, "notes", 0), "notes a.md");
  assert.equal(placeKey(app(entities).core, "channels", 1), "channels talks");
  assert.notEqual(placeKey(app(["x"]).core, "entities", 0), placeKey({ ...app([]).core, notes: { path: ["x"] } } as never, "notes", 0));
});

test("a node that was put somewhere is there again, rounded; others stay; forgetting puts it back", () => {
  const places = new Places(app(["Nvidia", "Japan"]));
  assert.equal(places.has("entities"), false);
  places.keep("entities", 1, { x: 12.34, y: -5 });
  assert.equal(places.has("entities"), true);
  assert.equal(places.has("notes"), false);
  const shown = places.apply("entities", graph(2));
  assert.deepEqual([shown.getNodeAttribute("1", "x"), shown.getNodeAttribute("1", "y")], [12.3, -5]);
  assert.equal(shown.getNodeAttribute("0", "x"), 0);
  assert.equal(places.apply("notes", graph(2)).getNodeAttribute("1", "x"), 1);
  places.forget("entities");
  assert.equal(places.apply("entities", graph(2)).getNodeAttribute("1", "x"), 1);
});

test("JSON of any kind gives only places", () => {
  for (const none of [null, 3, "x", [], { a: 1 }, { a: [1] }, { a: [1, "2"] }, { a: [1, Infinity] }, { a: [1, 2, 3] }, { a: [1, 1e9] }, { a: [NaN, 0] }]) assert.deepEqual(readMoved(none), {});
  assert.deepEqual(readMoved({ a: [1, 2], b: null }), { a: [1, 2] });
});
