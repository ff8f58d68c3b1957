/** The one filter of claims, what it counts, and the query for what it leaves. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ClaimFilter, filterKey } from "../src/filter/claimfilter";
import { claimQuery } from "../src/filter/claimquery";
import { days, isDate, isTurned, within } from "../src/filter/daterange";
import { FACETS, choice, chosen } from "../src/filter/facets";
import { Tally, pairKey } from "../src/filter/tally";
import type { Claim, Core } from "../src/model";
import { START, UNFILTERED, type State } from "../src/state";

const core = {
  base: "https://kg.example/", folders: ["", "allin"], callouts: ["info"], modalities: ["asserted", "hedged"], types: ["Person", "Place"], typeIris: ["s:Person", "s:Place"],
  units: { name: ["USD", "percent"] }, properties: { name: ["revenue"] }, entities: { name: ["Ann", "Bern", "Cy"], type: [0, 1, 0] },
  notes: { folder: [0, 1], path: ["top.md", "allin/x.md"] }, conflicts: [{ values: [{ claim: 7 }] }],
} as unknown as Core;
const claim = (change: Partial<Claim> = {}): Claim => ({
  number: 0, id: "0#c-1", note: 0, text: "", section: [], callout: -1, modality: 0, negated: false, attribution: null, start: null,
  timestamps: [], repaired: false, mentions: [], about: [], statements: [], quantities: [], dates: [], play: null, ...change,
});
const usd = { text: "5", value: 5, max: null, unit: 0, comparator: "=" }, percent = { ...usd, unit: 1 };
const state = (change: Partial<State>): State => ({ ...START, ...change });
const passes = (change: Partial<State>, one: Partial<Claim>) => new ClaimFilter(core, state(change)).passes(claim(one));
const revenue = { subject: "", predicate: "", object: "", subjectEntity: 0, objectEntity: -1, quantity: 0, date: null, mark: "", property: 0 };

test("nothing set passes everything, and says so", () => {
  assert.equal(new ClaimFilter(core, START).isSet, false);
  assert.equal(new ClaimFilter(core, state({ q: "  " })).isSet, false);
  assert.equal(passes({}, {}), true);
});

test("claims are taken by every facet", () => {
  assert.deepEqual([passes({ folder: ["allin"] }, { note: 1 }), passes({ folder: ["allin"] }, {}), passes({ folder: ["."] }, {})], [true, false, true]);
  assert.deepEqual([passes({ callout: ["info"] }, { callout: 0 }), passes({ callout: ["info"] }, {})], [true, false]);
  assert.deepEqual([passes({ modality: ["hedged"] }, { modality: 1 }), passes({ modality: ["hedged"] }, {})], [true, false]);
  assert.deepEqual([passes({ type: ["Place"] }, { about: [1] }), passes({ type: ["Place"] }, { about: [0, 2] })], [true, false]);
  assert.deepEqual([passes({ unit: ["USD"] }, { quantities: [percent, usd] }), passes({ unit: ["USD"] }, { quantities: [percent] })], [true, false]);
  assert.deepEqual([passes({ attribute: ["revenue"] }, { statements: [revenue] }), passes({ attribute: ["revenue"] }, {})], [true, false]);
  assert.deepEqual([passes({ speaker: ["Ann"] }, { attribution: "Ann" }), passes({ speaker: ["Ann"] }, {})], [true, false]);
  assert.deepEqual([passes({ conflicts: true }, { number: 7 }), passes({ conflicts: true }, { number: 8 })], [true, false]);
  assert.deepEqual([passes({ numbers: true }, { quantities: [usd] }), passes({ numbers: true }, {})], [true, false]);
  assert.deepEqual([passes({ q: "grows allin" }, { text: "It grew and is growing.", note: 1 }), passes({ q: "shrinks" }, { text: "It grows." })], [true, false]);
});

test("values of one facet are alternatives, facets are all needed, and a value can be left out", () => {
  assert.equal(passes({ unit: ["USD", "percent"], folder: ["allin"] }, { quantities: [percent], note: 1 }), true);
  assert.equal(passes({ unit: ["USD", "percent"], folder: ["allin"] }, { quantities: [percent] }), false);
  assert.equal(passes({ unit: ["USD", "!percent"] }, { quantities: [usd, percent] }), false);
  assert.equal(passes({ unit: ["!percent"] }, {}), true);
  for (const value of ["x", "!x", "!!x", "=x", ""]) for (const not of [true, false]) assert.deepEqual(choice(chosen({ value, not })), { value, not });
});

test("every field that filters has a key of its own, and clearing clears them all", () => {
  const keys = Object.entries(UNFILTERED).map(([field, none]) => filterKey(state({ [field]: Array.isArray(none) ? ["x"] : typeof none === "boolean" ? true : "2024" })));
  assert.equal(new Set([...keys, filterKey(START)]).size, keys.length + 1);
  assert.deepEqual(FACETS.filter((facet) => !(facet in UNFILTERED)), []);
});

test("dates are ranges of days", () => {
  const cases: [string, string, string, boolean][] = [
    ["2024", "2024-06", "", true], ["2024-05", "2024-06", "", false], ["2024-12-31", "", "2024", true], ["2025", "", "2024", false], ["next year", "", "2024", false],
    ["202X", "2027", "2028", true], ["19XX", "2000", "", false], ["2020/2024", "2022", "2022", true], ["2023-11/2024-02", "2024-03", "", false], ["XXXX-10", "1900", "2100", false], ["2024-02", "2024-02-29", "", true],
  ];
  for (const [date, from, to, is] of cases) assert.equal(within(date, from, to), is, `${date} ${from} ${to}`);
  assert.deepEqual([isTurned("2025", "2024"), isTurned("2024-06", "2024"), isTurned("2024", ""), isTurned("2024-05-02", "2024-05-01")], [true, false, false, true]);
  assert.deepEqual(days("202X"), ["2020-01-01", "2029-12-31"]);
  assert.deepEqual(["2024", "2024-02", "2024-02-29", "2023-02-29", "2024-13", "24", "2024-6", "2024-04-31"].map(isDate), [true, true, true, false, false, false, false, false]);
});

test("counts of a facet are those that a click on each value would leave", () => {
  const claims = [claim({ quantities: [usd], note: 1, about: [0, 1] }), claim({ quantities: [percent], about: [0] }), claim({ number: 7, note: 1, about: [2] })];
  const set = state({ unit: ["USD"] }), tally = new Tally(core, new ClaimFilter(core, set));
  tally.count(claims);
  assert.deepEqual([...tally.facets.unit], [["USD", 1], ["percent", 1]]);
  assert.deepEqual([...tally.facets.folder], [["allin", 1]]);
  assert.deepEqual([tally.claims, tally.scope, tally.numbers, tally.conflicts], [1, 3, 1, 0]);
  for (const facet of FACETS) for (const [value, many] of tally.facets[facet]) {
    const clicked = new ClaimFilter(core, { ...set, [facet]: [value] });
    assert.equal(claims.filter((one) => clicked.passes(one)).length, many, `${facet} ${value}`);
  }
});

test("a line rests on the claims that pass", () => {
  const tally = new Tally(core, new ClaimFilter(core, state({ type: ["Place"] })));
  tally.draw([claim({ about: [0, 1] }), claim({ about: [0, 2] }), claim({ about: [1, 0, 2] })]);
  assert.equal(tally.pairs.get(pairKey(core, 1, 0)), 2);
  assert.equal(tally.pairs.get(pairKey(core, 0, 2)), 1);
  assert.deepEqual([...tally.entities].sort(), [[0, 2], [1, 2], [2, 1]]);
  assert.deepEqual([...tally.ofAnyType].sort(), [0, 1, 2]);
});

test("the query asks for what the filter takes, and names claims where the graph cannot know", () => {
  const asked = (change: Partial<State>, entities: number[] = [], claims: Claim[] = []) => claimQuery(core, state(change), { entities, note: -1 }, claims);
  assert.match(asked({ unit: ["USD"] }, [0]), /<https:\/\/kg\.example\/entity\/Ann> \.[\s\S]*VALUES \?unit \{ "USD" \}/);
  assert.match(asked({ unit: ["!USD"] }), /FILTER NOT EXISTS \{ VALUES \?unit/);
  assert.match(asked({ q: "x" }, [], [claim({ note: 1, id: "allin/x#c-9" })]), /VALUES \?claim \{\s+<https:\/\/kg\.example\/note\/allin\/x#c-9>\s+\}/);
  assert.doesNotMatch(asked({ callout: ['"} DROP ALL #'] }), /[^\\]"\} DROP/);
});
