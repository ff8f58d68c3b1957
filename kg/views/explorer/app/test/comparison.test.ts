/** Two entities side by side: only their own numbers, by attribute and time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { aligned, overlays } from "../src/comparison";
import type { Claim, Statement } from "../src/model";

const core = { properties: { dated: [false, false, true] } }; // revenue, runs, founded
const says = (number: number, subjectEntity: number, property: number, quantity: number, date: string | null = null): Claim => {
  const statement: Statement = { subject: "S", predicate: "runs", object: "O", subjectEntity, objectEntity: -1, quantity, date, mark: "", property };
  return { number, statements: [statement], quantities: quantity < 0 ? [] : [{ text: "5", value: 5, max: null, unit: 0, comparator: ">=" }] } as unknown as Claim;
};
const shape = (left: Claim[], right: Claim[]) => aligned(core, [left, right], [1, 2])
  .map((row) => [row.property, row.words, row.moments.map((moment) => [moment.date, ...moment.values.map((values) => values.map((value) => value.claim.number))])]);

test("numbers of one attribute and time stand in one row", () => {
  const both = [says(1, 1, 0, 0, "2024"), says(2, 1, 0, 0), says(3, 1, 0, 0, "2023-06"), says(4, 2, 0, 0, "2024")];
  assert.deepEqual(shape(both, both), [[0, "", [["2023-06", [3], []], ["2024", [1], [4]], ["", [2], []]]]]);
});

test("a number that another entity bears is nobody's here", () => {
  assert.deepEqual(shape([says(1, 2, -1, 0), says(2, 1, -1, 0)], []), [[-1, "runs", [["", [2], []]]]]);
});

test("what both have comes first, then attributes with a name, then what has most values", () => {
  const left = [says(1, 1, -1, 0), says(2, 1, -1, 0), says(3, 1, 1, 0), says(4, 1, 0, 0)], right = [says(5, 2, 0, 0)];
  assert.deepEqual(shape(left, right).map(([property]) => property), [0, 1, -1]);
});

test("a date is a value where the attribute is one", () => {
  assert.deepEqual(shape([says(1, 1, 2, -1, "2017"), says(2, 1, 0, -1, "2017")], []), [[2, "", [["2017", [1], []]]]]);
});

test("dated values of both in one unit are drawn over each other", () => {
  const left = [says(1, 1, 0, 0, "2023"), says(2, 1, 0, 0, "2024"), says(3, 1, 0, 0)], right = [says(4, 2, 0, 0, "2024-Q1")];
  const [one, ...rest] = overlays(aligned(core, [left, right], [1, 2]));
  assert.deepEqual(rest, []);
  assert.deepEqual(one!.points.map((point) => [point.series, point.claim.number, point.date]), [[0, 1, "2023"], [0, 2, "2024"], [1, 4, "2024-Q1"]]);
});

test("nothing is drawn where one has no dated value, all are of one time, or the units differ", () => {
  const drawn = (left: Claim[], right: Claim[]) => overlays(aligned(core, [left, right], [1, 2])).length;
  assert.equal(drawn([says(1, 1, 0, 0, "2023"), says(2, 1, 0, 0, "2024")], [says(3, 2, 0, 0)]), 0);
  assert.equal(drawn([says(1, 1, 0, 0, "2024")], [says(2, 2, 0, 0, "2024")]), 0);
  const euros = says(3, 2, 0, 0, "2024");
  euros.quantities[0]!.unit = 7;
  assert.equal(drawn([says(1, 1, 0, 0, "2023")], [euros]), 0);
  assert.equal(drawn([says(1, 1, 0, 0, "2023")], [says(3, 2, 0, 0, "2024")]), 1);
});
