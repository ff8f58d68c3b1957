/** Lines of axes are round and hold all values between them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { linearTicks, logarithmicTicks } from "../src/ticks";

test("lines of a linear axis are round", () => {
  assert.deepEqual(linearTicks(0, 25.2e9), [0, 10e9, 20e9, 30e9]);
  assert.deepEqual(linearTicks(0.1, 0.3), [0.1, 0.15, 0.2, 0.25, 0.3]);
  assert.deepEqual(linearTicks(-3, 4), [-4, -2, 0, 2, 4]);
});

test("one value has room around it", () => {
  const ticks = linearTicks(7, 7);
  assert.ok(ticks.length > 1 && ticks[0]! <= 7 && ticks.at(-1)! >= 7);
});

test("lines of a logarithmic axis are powers of ten", () => {
  assert.deepEqual(logarithmicTicks(3, 4_000), [1, 10, 100, 1_000, 10_000]);
  assert.deepEqual(logarithmicTicks(1, 1e9), [1, 1e3, 1e6, 1e9]);
});

test("no value lies beyond the lines, and lines are few", () => {
  for (let low = 0.003; low < 1e12; low *= 7.3) {
    for (const ratio of [1, 1.01, 3, 61, 5e5]) {
      for (const ticks of [linearTicks(low, low * ratio), logarithmicTicks(low, low * ratio)]) {
        assert.ok(ticks.length >= 2 && ticks.length <= 5, `${low} ${ratio} ${ticks.join()}`);
        assert.ok(ticks[0]! <= low * (1 + 1e-9) && ticks.at(-1)! >= low * ratio * (1 - 1e-9), `${low} ${ratio} ${ticks.join()}`);
      }
    }
  }
});
