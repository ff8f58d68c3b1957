/** The words around a claim: which stretches of a transcript are shown, and which is heard at its second. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HeardRow } from "../src/model";
import { around } from "../src/heardwords";

const rows: HeardRow[] = [[0, null, "zero"], [58, "Jane", "one"], [63, null, "two"], [68, null, "three"], [128, null, "four"]];
const words = (second: number) => around(rows, second).shown.map((row) => row[2]);

test("what is heard up to a quarter of a minute away is shown, with the stretch that is heard then", () => {
  assert.deepEqual(words(64), ["one", "two", "three"]);
  assert.equal(around(rows, 64).at, 1);
  assert.deepEqual(words(130), ["four"]);
});

test("a stretch that began a little earlier is shown, one that is long over is not", () => {
  assert.deepEqual(words(80), ["two", "three"].slice(-2));
  assert.deepEqual(words(300), []);
  assert.equal(around(rows, 300).at, -1);
});
