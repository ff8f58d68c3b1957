/** Search: what ranks before what, and which slips are forgiven. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Core } from "../src/model";
import { Found, Names, score } from "../src/search";

const core = {
  entities: {
    name: ["Nvidia", "NVIDIA Grace", "Jensen Huang", "Pokémon", "Taiwan Semiconductor Manufacturing Company", "Unvidious"],
    claims: [90, 5, 20, 3, 40, 1], aliases: [["NVDA"], [], ["Huang"], [], ["TSMC"], []],
  },
  notes: { title: ["The H100 and Nvidia", "", "Power"], path: ["a.md", "chips/Old chips.md", "c.md"], claims: [3, 2, 1] },
} as unknown as Core;
const names = new Names(core);
const found = (query: string) => names.entities(query, 10).map((hit) => core.entities.name[hit.index]);

test("a whole name is before its beginning, a beginning before a middle", () => {
  assert.deepEqual(found("nvidia"), ["Nvidia", "NVIDIA Grace"]);
  assert.deepEqual(found("nvid"), ["Nvidia", "NVIDIA Grace", "Unvidious"]);
});

test("aliases are found and named", () => {
  const [hit] = names.entities("tsmc", 1);
  assert.equal(core.entities.name[hit!.index], "Taiwan Semiconductor Manufacturing Company");
  assert.equal(hit!.alias, "TSMC");
});

test("accents, slips and first letters are forgiven", () => {
  assert.deepEqual(found("pokemon"), ["Pokémon"]);
  assert.equal(found("nvidai")[0], "Nvidia");
  assert.equal(found("jenson")[0], "Jensen Huang");
  assert.equal(found("jhua")[0], "Jensen Huang");
});

test("what is nothing like a name does not find it", () => {
  assert.deepEqual(found("zzzz"), []);
  assert.equal(score("nvidia", ""), 0);
});

test("notes are found by title, or by file name where they have none", () => {
  assert.deepEqual(names.notes("h100", 5).map((hit) => hit.index), [0]);
  assert.deepEqual(names.notes("old chips", 5).map((hit) => hit.index), [1]);
});

test("an entity is found by its exact name, by case and by alias", () => {
  assert.deepEqual(["Nvidia", "nVIDIA", "Huang", "nobody"].map((name) => names.entity(name)), [0, 0, 2, -1]);
});

test("claims beyond the first are counted, and it is said that they are not listed", () => {
  const some = new Found<number>(2), told = (many: number) => `${many} claims`;
  [7, 8].forEach((item) => some.add(item));
  assert.equal(some.told(told), "2 claims found");
  some.add(9);
  assert.equal(some.told(told), "3 claims found, the first 2 listed");
  assert.deepEqual(some.kept, [7, 8]);
});
