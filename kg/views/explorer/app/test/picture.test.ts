/** The shape of the picture: what is hidden, pinned and folded, and where arrow keys lead. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adjacency } from "../src/paths";
import { isFoldedLine, shapeOf, suffix, toggled } from "../src/picture/shape";
import { stretches } from "../src/picture/colouring";
import { headOf, saidOf } from "../src/picture/linewords";
import { nextNode } from "../src/picture/walk";
import { START, type State } from "../src/state";

const names = ["Hub", "Big", "One", "Two", "Lone", ...Array.from({ length: 25 }, (_, at) => `N${at}`)];
const claims = [40, 9, 1, 1, 1, ...Array.from({ length: 25 }, () => 2)];
const near = adjacency([0, 0, 1, 2, 3, ...Array.from({ length: 25 }, () => 0)], [1, 2, 2, 3, 1, ...Array.from({ length: 25 }, (_, at) => at + 5)]);
const shape = (change: Partial<State>) => shapeOf({ ...START, ...change }, { near, nodes: names.length, entity: (name) => names.indexOf(name), claims: (node) => claims[node]! });

test("nothing asked for is no shape, and other pictures have none", () => {
  assert.equal(shape({}), null);
  assert.equal(shape({ mode: "notes", fold: true, hide: ["Hub"] }), null);
});

test("entities with one claim are folded into the neighbour with most claims, each once", () => {
  const { hidden, folded } = shape({ fold: true })!;
  assert.deepEqual([[...hidden], [...folded]], [[2, 3], [[0, 1], [1, 1]]]);
  assert.deepEqual([0, 1, 2].map((node) => suffix(shape({ fold: true }), node)), [" +1", " +1", ""]);
});

test("what is chosen or pinned is not folded, and nothing is folded into what is hidden", () => {
  assert.deepEqual([...shape({ fold: true, pin: ["One"] })!.hidden], [3]);
  assert.deepEqual([...shape({ fold: true, entity: "Two" })!.hidden], [2]);
  assert.deepEqual([...shape({ fold: true, hide: ["Hub"] })!.folded], [[1, 2]]);
});

test("a hub has more lines than others, and says how many", () => {
  const found = shape({ hubs: true })!;
  assert.deepEqual([...found.hubs], [[0, 27]]);
  assert.equal(suffix(found, 0), " (27 lines)");
});

test("lines of a hub are folded but where an end is looked at or pinned", () => {
  const hubs = shape({ hubs: true }), pinned = shape({ hubs: true, pin: ["Big"] });
  assert.deepEqual([isFoldedLine(hubs, "0", "1", ""), isFoldedLine(hubs, "0", "1", "0"), isFoldedLine(hubs, "1", "2", ""), isFoldedLine(pinned, "0", "1", ""), isFoldedLine(null, "0", "1", "")], [true, false, false, false, false]);
});

test("names that nothing has hide nothing, and a second press takes back the first", () => {
  assert.deepEqual([...shape({ hide: ["Nobody"] })!.hidden], []);
  assert.deepEqual(toggled(toggled(["Big"], "Hub"), "Big"), ["Hub"]);
});

test("an arrow leads to the nearest node ahead, not to one aside or behind", () => {
  const places = [{ node: "right", x: 100, y: 10 }, { node: "aside", x: 20, y: 90 }, { node: "behind", x: -10, y: 0 }, { node: "far", x: 400, y: 0 }];
  const to = (x: number, y: number) => nextNode({ x: 0, y: 0 }, [x, y], places);
  assert.deepEqual([to(1, 0), to(-1, 0), to(0, 1), to(0, -1)], ["right", "behind", "aside", ""]);
});

test("by arrows every node of a grid is reached, and back leads back", () => {
  const places = Array.from({ length: 9 }, (_, at) => ({ node: String(at), x: (at % 3) * 50, y: Math.floor(at / 3) * 50 }));
  const go = (from: string, ...way: [number, number]) => nextNode(places[Number(from)]!, way, places.filter((one) => one.node !== from));
  assert.deepEqual([go("0", 1, 0), go("1", 1, 0), go("2", 0, 1), go("5", -1, 0), go("4", 0, -1)], ["1", "2", "5", "4", "1"]);
});

test("years are divided into stretches that hold about as many", () => {
  assert.deepEqual(stretches([0, 2020, 1999, 2021, 2020, 2024, 2023, 0], 3), [{ first: 1999, last: 2019 }, { first: 2020, last: 2022 }, { first: 2023, last: 2024 }]);
  assert.deepEqual(stretches([2024, 2024, 2024], 6), [{ first: 2024, last: 2024 }]);
  assert.deepEqual(stretches([0, 0], 6), []);
});

test("a line says what most claims state of its ends, and which of them is the subject", () => {
  const relation = (entity: number, predicate: string, out: boolean) => ({ entity, predicate, out, other: "", claims: [] });
  const said = saidOf([relation(4, "bought", true), relation(7, "pays", false), relation(4, "rents from", true), relation(-1, "is", true)]);
  assert.deepEqual([...said], [[4, { words: "bought", out: true }], [7, { words: "pays", out: false }]]);
});

test("an arrow's head ends at its tip and opens against its direction", () => {
  const [tip, left, right] = headOf({ x: 10, y: 5, angle: 0 });
  assert.deepEqual(tip, [10, 5]);
  assert.ok(left![0] < 10 && right![0] < 10 && Math.abs(left![1] + right![1] - 10) < 1e-9);
});
