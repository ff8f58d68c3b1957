/** Numbers are written as the command line writes them: the table that its own tests read. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { amount, attributeName, figure, rounded } from "../src/figures";

const FORMS: Record<string, [string, string, string]> = { // as kg/views/render/figures.py makes them for a page
  USD: ["$", "", ""], "USD per share": ["$", " per share", " per share"], EUR: ["€", "", ""], CHF: ["CHF ", "", ""], percent: ["", "%", "%"],
  "percent per year": ["", "% per year", "% per year"], "percentage point": ["", " pp", " pp"], times: ["", "×", "×"], year: ["", " year", " years"],
  "data center": ["", " data center", " data centers"], GPU: ["", " GPU", " GPUs"], foot: ["", " foot", " feet"], day: ["", " day", " days"], meter: ["", " meter", " meters"], "": ["", " ", " "],
};
const names = Object.keys(FORMS), column = (place: 0 | 1 | 2) => names.map((name) => FORMS[name]![place]);
const core = {
  units: { name: names, before: column(0), one: column(1), many: column(2) }, comparators: { "=": "", ">": ">", ">=": "≥", "<": "<", "<=": "≤", "~": "~" },
  properties: { name: ["fundingRaised", "growth", "own"], label: ["funding raised", "growth", ""], dated: [false, false, false] },
};
const table = readFileSync("../../../../tests/views/render/figures.tsv", "utf8").split("\n").filter((line) => line && !/^(#|value\t)/.test(line));

test("a number is written as the command line writes it", () => {
  const rows = table.map((line) => line.split("\t") as [string, string, string, string, string]).filter(([, , unit]) => unit in FORMS);
  assert.ok(rows.length > 18);
  for (const [value, max, unit, comparator, shown] of rows) {
    assert.equal(figure(core, { value: Number(value), max: max ? Number(max) : null, unit: names.indexOf(unit), comparator }), shown);
  }
  assert.equal(figure(core, { value: "2024-11", max: null, unit: 0, comparator: "=" }), "2024-11");
});

test("an amount is shortened only where nothing is lost, a tick always", () => {
  assert.deepEqual([1_234_567, 1_234_000, 1e12, 999_999, 0.1, -2.5e9].map(amount), ["1,234,567", "1.234 M", "1 T", "999,999", "0.1", "-2.5 B"]);
  assert.deepEqual([1_234_567, 12_345].map(rounded), ["1.23 M", "12,300"]);
});

test("an attribute has its name for people, else its own", () => {
  assert.deepEqual([attributeName(core, 0), attributeName(core, 1, "", "exports"), attributeName(core, 2, "Acme")], ["Funding raised", "Growth of exports", "Own of Acme"]);
});
