/** Which of a note's text is shown around a claim. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TextBlock } from "../src/rows/blocks";
import { BLOCK_KINDS, around } from "../src/rows/blocks";

const HEADING = BLOCK_KINDS.indexOf("heading");
const blocks: TextBlock[] = [[0, "Intro. ", 0], [HEADING, "Money"], [0, "a"], [0, "b"], [1, 1], [0, "c ", 2, " d"], [0, "e"], [0, "f"], [HEADING, "End"], [0, 3]];

test("a claim is shown with the blocks around it, within its section and under its heading", () => {
  assert.deepEqual(around(blocks, 2), [[HEADING, "Money"], [0, "b"], [1, 1], [0, "c ", 2, " d"], [0, "e"], [0, "f"]]);
  assert.deepEqual(around(blocks, 0), [[0, "Intro. ", 0]]);
  assert.deepEqual(around(blocks, 3), [[HEADING, "End"], [0, 3]]);
});

test("what is in no block has no text around it", () => {
  assert.deepEqual(around(blocks, 9), []);
  assert.deepEqual(around([], 0), []);
});
