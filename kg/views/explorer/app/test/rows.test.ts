/** The rows of the table: columns, sorting, and what is read when. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Claim, Core } from "../src/model";
import { ClaimRows } from "../src/rows/claimrows";
import { COLUMNS, USUAL, columnsOf, nextSort, sortOf, toggled } from "../src/rows/columns";
import { sorted } from "../src/rows/sorting";
import { START } from "../src/state";

const core = {
  totals: { claims: 5 }, entities: { name: ["Ann", "Bern"] }, callouts: ["warning"], modalities: ["asserted", "hedged"], comparators: { ">=": "≥" },
  units: { name: ["USD", "percent"], before: ["$", ""], one: ["", "%"], many: ["", "%"] }, notes: { title: ["Talk", ""], path: ["a/talk.md", "a/other.md"] },
} as unknown as Core;
const claim = (change: Partial<Claim>): Claim => ({
  number: 0, id: "0#c-1", note: 0, text: "", section: [], callout: -1, modality: 0, negated: false, attribution: null, start: null,
  timestamps: [], repaired: false, mentions: [], about: [], statements: [], quantities: [], dates: [], play: null, ...change,
});
const claims = ["b", "a", "c", "a", ""].map((text, number) => claim({ number, text, note: Number(number > 2) }));
const column = (id: string) => COLUMNS.find((one) => one.id === id)!;

test("every column shows what the claim says, and nothing where it says nothing", () => {
  const usd = { text: "", value: 3.5e9, max: null, unit: 0, comparator: ">=" };
  const said = claim({ start: 65, text: "x", about: [0, 1], quantities: [usd, usd], dates: [{ text: "", value: "2024-11" }], attribution: "Ann", negated: true, modality: 1, callout: 0 });
  assert.deepEqual(COLUMNS.map((one) => one.text(core, said)), ["1:05", "x", "Talk", "Ann; Bern", "≥$3.5 B", "USD", "2024-11", "Ann", "hedged, negated", "warning"]);
  assert.deepEqual(COLUMNS.map((one) => one.text(core, claim({ note: 1 }))), ["", "", "a/other.md", "", "", "", "", "", "asserted", ""]);
});

test("numbers are sorted by the unit that is filtered for, dates by their first day", () => {
  const row = claim({ quantities: [{ text: "", value: 60, max: null, unit: 1, comparator: "=" }, { text: "", value: 5, max: null, unit: 0, comparator: "=" }], dates: [{ text: "", value: "2024" }, { text: "", value: "202X" }] });
  assert.equal(column("numbers").key!(core, row, START), 60);
  assert.equal(column("numbers").key!(core, row, { ...START, unit: ["USD"] }), 5);
  assert.equal(column("date").key!(core, row, START), "2020-01-01");
  assert.equal(column("numbers").key!(core, claim({}), START), null);
});

test("columns are chosen one by one, the claim always being there", () => {
  assert.deepEqual(columnsOf(START).map((one) => one.id), USUAL);
  const less = toggled(START, "note");
  assert.deepEqual(columnsOf({ columns: less }).map((one) => one.id), ["time", "text", "numbers", "date", "speaker"]);
  assert.deepEqual(toggled({ columns: less }, "note"), []);
  assert.deepEqual(columnsOf({ columns: ["no such"] }).map((one) => one.id), ["text"]);
});

test("a column sorts one way, then the other, then not at all", () => {
  const presses = (id: string) => ["", "", ""].reduce<string[]>((all) => [...all, nextSort({ sort: all.at(-1) ?? "" }, column(id))], []);
  assert.deepEqual(presses("note"), ["note", "-note", ""]);
  assert.deepEqual(presses("numbers"), ["-numbers", "numbers", ""]);
  assert.deepEqual([sortOf({ sort: "-note" })!.down, sortOf({ sort: "x" })], [true, null]);
});

test("what has nothing to sort by is last either way, and equals keep their order", () => {
  const rows = [["b", 1], ["", 2], ["a10", 3], ["a9", 4], ["b", 5], [null, 6]] as const;
  const order = (down: boolean) => sorted(rows, (row) => row[0], down).map((row) => row[1]);
  assert.deepEqual(order(false), [4, 3, 1, 5, 2, 6]);
  assert.deepEqual(order(true), [1, 5, 3, 4, 2, 6]);
  assert.deepEqual(sorted([3, null, -1, 20], (row) => row, true), [20, 3, -1, null]);
});

const files = (read: number[]) => ({ of: (number: number) => Number(number > 2), read: async (part: number) => { read.push(part); return claims.filter((one) => Number(one.number > 2) === part); } });
const wanted = (change: Partial<ConstructorParameters<typeof ClaimRows>[0]>) => ({
  core, source: { scan: async (each: (some: Claim[]) => boolean) => { if (each(claims.slice(0, 3))) each(claims.slice(3)); }, parts: null }, passes: null, key: null, down: false, changed: () => undefined, ...change,
});

test("rows are those that pass, in order, each in its place", async () => {
  const rows = new ClaimRows(wanted({ passes: (one) => one.text === "a" || one.text === "b", key: (row) => row.text }));
  assert.equal(rows.isReading, true);
  await rows.ready;
  assert.deepEqual([rows.length, rows.at(0)!.number, rows.at(1)!.number, rows.at(2)!.number, rows.at(3)], [3, 1, 3, 0, null]);
  assert.deepEqual([rows.place(0), rows.place(2)], [2, -1]);
  assert.deepEqual(await rows.texts((one) => one.text), ["a", "a", "b"]);
  assert.deepEqual([rows.isReading, rows.looked], [false, 5]);
});

test("with nothing to filter or sort, files are read as their rows are seen, each once", async () => {
  const read: number[] = [], { source } = wanted({});
  const rows = new ClaimRows(wanted({ source: { ...source, parts: files(read) } }));
  assert.deepEqual([rows.length, rows.isReading, rows.at(4), rows.at(3), rows.place(9)], [5, false, null, null, -1]);
  assert.equal((await rows.row(3))!.number, 3);
  assert.equal(rows.at(4)!.number, 4);
  assert.ok(read.every((part) => part === 1));
  assert.deepEqual(await rows.texts((one) => one.text), claims.map((one) => one.text));
});

test("other rows stop the reading of these, and a missing file is reported", async () => {
  const looked: number[] = [], rows = new ClaimRows(wanted({ passes: () => true, source: { scan: async (each) => { await null; rows.stop(); looked.push(Number(each(claims))); }, parts: null } }));
  await rows.ready;
  assert.deepEqual(looked, [0]);
  const broken = new ClaimRows(wanted({ passes: () => true, source: { scan: async () => { throw new Error("gone"); }, parts: null } }));
  await broken.ready;
  assert.deepEqual([broken.problem, broken.length], ["gone", 0]);
});
