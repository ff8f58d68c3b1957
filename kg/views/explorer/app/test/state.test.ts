/** State and address: each state comes back as it went, and broken addresses do no harm. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { START, format, parse, wrongDates, type State } from "../src/state";

test("every state survives the address", () => {
  const states: Partial<State>[] = [
    {}, { entity: "AT&T", depth: 2 }, { note: "a b/ü=ö#1.md", claim: "12" }, { edge: ["A|B", "C&D"] }, { path: ["50% off", "x"] },
    { compare: ["😀", "\"quoted\" <b>"] }, { mode: "table", q: "a+b c", type: ["Person", "Law"], folder: [".", "x,y"], numbers: true, conflicts: true },
    { mode: "claims", sort: "-numbers", columns: ["time", "note"], claim: "7" },
    { callout: ["warning"], modality: ["hedged"], from: "2023", to: "2024-06-30", theme: "dark", about: true, tab: "numbers" },
  ];
  for (const change of states) assert.deepEqual(parse(format({ ...START, ...change })), { ...START, ...change });
});

test("the start has no address, and addresses are short", () => {
  assert.equal(format(START), "");
  assert.equal(format({ ...START, entity: "CoreWeave", depth: 2 }), "#entity=CoreWeave&depth=2");
});

test("pairs are read with the bar as it is or encoded", () => {
  assert.deepEqual(parse("#edge=Nvidia|AMD").edge, ["Nvidia", "AMD"]);
  assert.deepEqual(parse("#edge=Nvidia%7CAMD").edge, ["Nvidia", "AMD"]);
  assert.equal(parse("#edge=Nvidia").edge, null);
});

test("what cannot be read is as if it were not there", () => {
  assert.deepEqual(parse("#depth=9&mode=x&theme=pink&from=yesterday&entity=%E0%A4%A&__proto__=1&=&&q"), START);
});

test("dates that are none are left out, and named", () => {
  assert.deepEqual(parse("#from=2024-13&to=2023-02-29"), START);
  assert.deepEqual(wrongDates("#entity=from&from=yesterday&to=2024&unit=x"), ["yesterday"]);
  assert.deepEqual(wrongDates("#from=&to=2024-02-30"), ["2024-02-30"]);
});
