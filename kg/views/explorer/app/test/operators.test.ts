/** Search operators: what they set, what is answered, what is completed, and what a search leads to. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { completions } from "../src/filter/completion";
import { asked, hasOperators, typed } from "../src/filter/operators";
import { Tally } from "../src/filter/tally";
import { ClaimFilter } from "../src/filter/claimfilter";
import type { Core } from "../src/model";
import { Names } from "../src/search";
import { searchChange } from "../src/searchasked";
import { START, UNFILTERED, type State } from "../src/state";

const core = {
  folders: ["", "allin"], callouts: ["warning"], modalities: ["asserted", "hedged"], types: ["Person", "Place"],
  units: { name: ["USD", "percent", ""], before: ["$", "", ""], one: ["", "%", ""], many: ["", "%", ""] }, properties: { name: ["revenue", "annualRevenue"], label: ["Revenue", ""] },
  entities: { name: ["Jensen Huang", "Bern", "CoreWeave"], type: [0, 1, 1], claims: [9, 5, 3], aliases: [["Jensen"], [], []] },
  notes: { path: ["top.md", "allin/CoreWeave IPO.md"], title: ["", "The IPO"], claims: [1, 1], folder: [0, 1] }, speakers: { name: ["Dylan Patel", "analysts"], claims: [4, 2], left: 0 }, conflicts: [],
} as unknown as Core;
const known = { core, names: new Names(core) };
const ask = (text: string, state: Partial<State> = {}) => asked(known, text, { ...START, ...state });
const labels = (text: string) => completions(known, text, null, 20).map((one) => one.label);

test("operators set the filter that each names, and words are left", () => {
  const cases: [string, Partial<State>, string][] = [
    ["about:coreweave grows", { entity: "CoreWeave", note: "", claim: "", edge: null, path: null, compare: null, tab: "", depth: 0 }, "grows"],
    ["by:\"dylan patel\" unit:usd", { speaker: ["Dylan Patel"], unit: ["USD"] }, ""], ["unit:$", { unit: ["USD"] }, ""], ["unit:%", { unit: ["percent"] }, ""], ["in:allin", { folder: ["allin"] }, ""],
    ["in:\"the ipo\"", { notes: ["allin/CoreWeave IPO.md"] }, ""], ["in:\"allin/CoreWeave IPO\"", { notes: ["allin/CoreWeave IPO.md"] }, ""], ["in:\"(top folder)\"", { folder: ["."] }, ""],
    ["TYPE:person -type:Place", { type: ["Person", "!Place"] }, ""], ["year:2024", { from: "2024", to: "2024" }, ""], ["year:2020..2024", { from: "2020", to: "2024" }, ""],
    ["from:2024-06 to:2025", { from: "2024-06", to: "2025" }, ""], ["attribute:Revenue attribute:annualRevenue", { attribute: ["revenue", "annualRevenue"] }, ""],
    ["callout:warning modality:hedged has:numbers has:conflicts", { callout: ["warning"], modality: ["hedged"], numbers: true, conflicts: true }, ""],
  ];
  for (const [text, change, words] of cases) assert.deepEqual(ask(text), { change, words, problems: [] }, text);
});

test("values are added to those that are set, and one that is set is turned round", () => {
  assert.deepEqual(ask("unit:USD", { unit: ["percent"] }).change.unit, ["percent", "USD"]);
  assert.deepEqual(ask("-unit:USD", { unit: ["USD"] }).change.unit, ["!USD"]);
});

test("two entities ask for the claims of both", () => {
  const { change, problems } = ask("about:CoreWeave about:jensen");
  assert.deepEqual([change.entity, change.edge, problems], ["", ["CoreWeave", "Jensen Huang"], []]);
  assert.equal(ask("about:CoreWeave about:jensen about:Bern").problems.length, 1);
});

test("what is not known is answered, and is no word to search for", () => {
  for (const text of ["speaker:Ann", "unit:furlong", "unit:", "about:Nobody", "year:twenty", "from:2024-13", "has:pictures", "-about:Bern", "-has:numbers", "constructor:x", "by:nobody"]) {
    const { problems, words, change } = ask(text);
    assert.deepEqual([problems.length, words, change], [1, "", {}], text);
  }
  assert.match(ask("speaker:Ann").problems[0]!, /no operator “speaker:”.*by:/);
  assert.match(ask("by:dylan").problems[0]!, /Did you mean Dylan Patel/);
});

test("words with a colon are words where they are no operator", () => {
  for (const text of ["at 12:30", "https://x.org/a", "\"note: that\"", "power"]) assert.deepEqual(ask(text), { change: {}, words: text, problems: [] }, text);
  assert.deepEqual(["unit:USD", "-x:y", "\"unit:USD\"", "12:30"].map(hasOperators), [true, true, false, false]);
});

test("a speaker whom a cut list leaves out is taken as written", () => {
  const cut = { core: { ...core, speakers: { ...core.speakers, left: 3 } }, names: known.names };
  assert.deepEqual(asked(cut, "by:Ann", START).change, { speaker: ["Ann"] });
});

test("operators and their values are completed, and the completed text is understood", () => {
  assert.ok(labels("").includes("about:") && labels("").length > 8);
  assert.deepEqual(labels("power un"), ["unit:"]);
  assert.deepEqual(labels("unit:"), ["USD", "percent"]);
  assert.deepEqual(labels("by:pat"), ["Dylan Patel"]);
  assert.deepEqual(labels("about:cor"), ["CoreWeave"]);
  assert.deepEqual(labels("in:ipo"), ["The IPO"]);
  assert.deepEqual(["nosuch:x", "from:20", "power "].flatMap(labels), []);
  for (const text of ["by:pat", "in:ipo", "in:\"the i", "-type:pl", "about:jens", "has:num"]) for (const one of completions(known, text, null, 5)) assert.deepEqual(ask(one.text).problems, [], one.text);
});

test("values that leave something come first, with how many claims", () => {
  const tally = new Tally({ ...core, entities: { ...core.entities } } as Core, new ClaimFilter(core, START));
  tally.facets.unit.set("percent", 3);
  assert.deepEqual(completions(known, "unit:", tally, 5).map((one) => [one.label, one.detail]), [["percent", "3 claims"], ["USD", ""]]);
});

test("a value is typed so that it is read as it was", () => {
  for (const value of ["Dylan Patel", "analysts"]) assert.deepEqual(ask(typed("by", value, true)).change.speaker, [`!${value}`]);
});

test("a search without words narrows what is looked at, one with words looks everywhere", () => {
  const to = (text: string, state: Partial<State>) => ({ ...START, ...state, ...searchChange({ ...START, ...state }, ask(text, state)) });
  assert.deepEqual(to("unit:USD", { entity: "Bern", depth: 1 }), { ...START, entity: "Bern", depth: 1, unit: ["USD"] });
  assert.deepEqual(to("unit:USD", {}), { ...START, mode: "claims", unit: ["USD"] });
  assert.deepEqual(to("unit:USD grows", { entity: "Bern" }), { ...START, q: "grows", unit: ["USD"] });
  assert.deepEqual(to("about:Bern grows", { entity: "CoreWeave", claim: "3" }), { ...START, entity: "Bern", q: "grows" });
  assert.ok(Object.keys(UNFILTERED).includes("notes"));
});
