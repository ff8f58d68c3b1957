/** The histogram of years: each bar counts what a filter on it leaves, and thumbs set the dates that they show. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bins, datesOf, moved, placed, spanOf } from "../src/filter/datebins";
import { within } from "../src/filter/daterange";

const dated = (...texts: string[]) => texts.map((value) => ({ value }));
const CLAIMS = [dated("2019"), dated("2020-05", "2024"), dated("2020/2022"), dated("202X"), dated("2024-12-31"), dated("2023"), dated("2024")];

test("a claim spans the years of its dates, whatever their form", () => {
  assert.deepEqual([dated("2024-05", "202X"), dated("2020/2022-03"), dated("next year"), []].map(spanOf), [[2024, 2024, 2020, 2029], [2020, 2022], [], []]);
});

test("each bar counts the claims that a filter on its years leaves", () => {
  const all = bins(CLAIMS.map(spanOf));
  assert.deepEqual([all[0]!.first, all.at(-1)!.last], [2019, 2029]);
  for (const [at, bin] of all.entries()) {
    const { from, to } = datesOf(all, { from: at, to: at + 1 });
    assert.equal(bin.claims, CLAIMS.filter((claim) => claim.some((one) => within(one.value, from, to))).length, `${from}..${to}`);
  }
});

test("the outermost bars take what lies far away, and no claim is lost", () => {
  const years = [...Array.from({ length: 200 }, (_, at) => 2000 + (at % 20)), 1602, 2300], all = bins(years.map((year) => [year, year]));
  assert.deepEqual([all.length, all[0]!.first, all.at(-1)!.last], [20, 2000, 2019]);
  assert.equal(all.reduce((sum, bin) => sum + bin.claims, 0), years.length);
});

test("recent years have bars of their own where most claims are of them, the first bar takes what is older", () => {
  const years = [...Array.from({ length: 90 }, (_, at) => 2015 + (at % 10)), ...Array.from({ length: 10 }, (_, at) => 1900 + at)], all = bins(years.map((year) => [year, year]));
  assert.deepEqual([all.at(-1)!.first, all.at(-1)!.last, all[0]!.claims], [2024, 2024, 10]);
});

test("many years make bars of several years, one year or none makes no histogram", () => {
  const all = bins(Array.from({ length: 300 }, (_, at) => [1700 + at, 1700 + at]));
  assert.ok(all.length > 20 && all.length <= 40 && all[1]!.last - all[1]!.first > 1 && all.every((bin, at) => at === 0 || bin.first === all[at - 1]!.last + 1));
  assert.deepEqual([bins([]), bins([[2024, 2024]])], [[], []]);
});

test("thumbs show the dates that are set, and set those that they show", () => {
  const all = bins(CLAIMS.map(spanOf));
  for (const [from, to] of [["", ""], ["2020", ""], ["", "2024"], ["2020", "2020"], ["2021", "2028"]] as const) assert.deepEqual(datesOf(all, placed(all, from, to)), { from, to });
  for (const [from, to] of [["1900", ""], ["2024-06-30", "2024-07"], ["2100", ""], ["", "1900"]] as const) {
    const { from: first, to: last } = placed(all, from, to);
    assert.ok(first >= 0 && first < last && last <= all.length, `${from}..${to}`);
  }
});

test("a thumb goes to either end and stops one bar before the other", () => {
  const all = bins(CLAIMS.map(spanOf)), start = { from: 0, to: all.length };
  assert.deepEqual(moved(all, start, "from", 100), { from: all.length - 1, to: all.length });
  assert.deepEqual(moved(all, start, "to", -100), { from: 0, to: 1 });
  assert.deepEqual(moved(all, { from: 3, to: 5 }, "from", -100), { from: 0, to: 5 });
  assert.deepEqual(moved(all, { from: 3, to: 5 }, "to", 1), { from: 3, to: 6 });
});
