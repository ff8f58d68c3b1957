/** Disputes: pairs by key, what is marked, and what is saved. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Conflict, Core, Figure } from "../src/model";
import type { Mark } from "../src/rows/disputes";
import { disputesOf, exported, marked } from "../src/rows/disputes";

const core = {
  base: "https://kg.example/", entities: { name: ["Acme"] }, properties: { name: ["valuation"], label: ["valuation"] }, notes: { path: ["a.md", "b/c.md"] },
  units: { name: ["USD"], before: ["$"], one: [""], many: [""] }, comparators: {},
} as unknown as Core;
const value = (change: Partial<Figure>): Figure => ({ value: 5, max: null, unit: 0, comparator: "=", date: "", kind: "actual", note: 0, claim: 0, start: null, play: null, text: "$5", ...change });
const conflict: Conflict = {
  entity: 0, property: 0, of: "", what: "", verdict: "conflict", values: [value({}), value({ value: 7, note: 1, claim: 9, date: "2024" }), value({ value: 8, claim: 3 })],
  pairs: [[0, 1, "conflict", "the numbers exclude each other"], [0, 2, "refine", "one is more exact"]],
};

test("every pair has a key that does not depend on the numbers of claims or the order of values", () => {
  const [one, other] = disputesOf(core, [conflict]);
  assert.deepEqual([one!.verdict, other!.why, one!.values[1].value], ["conflict", "one is more exact", 7]);
  const turned = { ...conflict, values: [value({ value: 7, note: 1, claim: 90, date: "2024" }), value({ claim: 40 })], pairs: [[0, 1, "conflict", ""]] } as Conflict;
  assert.equal(disputesOf(core, [turned])[0]!.key, one!.key);
  assert.notEqual(one!.key, other!.key);
});

test("pairs are shown by their mark, and marked ones are saved with the IRIs of their claims", () => {
  const all = disputesOf(core, [conflict]), marks = new Map<string, Mark>([[all[0]!.key, "not a dispute"]]);
  assert.deepEqual([marked(all, marks, "").length, marked(all, marks, "not a dispute").length, marked(all, marks, "seen").length, marked(all, marks, "all").length], [1, 1, 0, 2]);
  const saved = JSON.parse(exported(core, all, marks, (number) => ({ note: number === 9 ? 1 : 0, id: `x#c-${number}` })));
  assert.deepEqual(saved, [{
    mark: "not a dispute", entity: "Acme", attribute: "Valuation", verdict: "conflict", why: "the numbers exclude each other",
    values: [{ claim: "https://kg.example/note/a#c-0", note: "a.md", value: "$5" }, { claim: "https://kg.example/note/b/c#c-9", note: "b/c.md", value: "$7", date: "2024" }],
  }]);
});
