/** State and address: each state comes back as it went, and broken addresses do no harm. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { START, format, parse, type State } from "../src/state";

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
