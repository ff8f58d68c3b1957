/** Claims: offsets of mentions, filters, links, facts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { numbersOf, plottable, relationsOf, together, yearOf } from "../src/facts";
import { claimUrl, entityIri, isSafe, noteIri, obsidianUrl, playUrl } from "../src/links";
import type { Claim, ClaimRow } from "../src/model";
import { claimOf } from "../src/model";
import { pieces } from "../src/spans";
import { clock, shorten, unitOffsets } from "../src/text";

const claim = (change: Partial<Claim>): Claim => ({
  number: 0, id: "c", note: 0, text: "", section: [], callout: -1, modality: 0, negated: false, attribution: null, start: null,
  timestamps: [], repaired: false, mentions: [], about: [], statements: [], quantities: [], dates: [], play: null, ...change,
});

test("offsets count code points, texts count units", () => {
  assert.deepEqual(unitOffsets("a😀b😀c", [0, 1, 2, 3, 4, 5]), [0, 1, 3, 4, 6, 7]);
  const text = "🚀 Nvidia 🚀 AMD";
  const made = pieces(claim({ text, mentions: [{ start: 2, end: 8, entity: 1, kind: 0 }, { start: 11, end: 14, entity: 2, kind: 0 }] }));
  assert.deepEqual(made.map((piece) => [piece.text, piece.entity]), [["🚀 ", -1], ["Nvidia", 1], [" 🚀 ", -1], ["AMD", 2]]);
});

test("pieces always make the text again, however mentions overlap", () => {
  const text = "the CEO of Nvidia said";
  const mentions = [[0, 17, 3], [11, 17, 1], [4, 7, 2], [18, 40, 4], [5, 5, 6], [18, 22, -1]].map(([start, end, entity]) => ({ start: start!, end: end!, entity: entity!, kind: 0 }));
  assert.equal(pieces(claim({ text, mentions })).map((piece) => piece.text).join(""), text);
  assert.equal(pieces(claim({ text, mentions }))[0]!.entity, 3);
});

test("a time opens the video at its second, and nothing else becomes a link", () => {
  assert.equal(playUrl("https://www.youtube.com/watch?v=abcdefghijk&t={s}s", 62.7), "https://www.youtube.com/watch?v=abcdefghijk&t=62s");
  assert.equal(playUrl("https://www.twitch.tv/videos/1?t={hms}", 3723), "https://www.twitch.tv/videos/1?t=1h2m3s");
  assert.equal(playUrl("https://soundcloud.com/a/b#t={clock}", 62), "https://soundcloud.com/a/b#t=1:02");
  assert.equal(playUrl("../../my%20vault/talk.mp3#t={s}", 5), "../../my%20vault/talk.mp3#t=5");
  assert.equal(playUrl("https://example.org/episode", 5), "https://example.org/episode");
  for (const link of ["", "javascript:alert(1)", "data:text/html,x", "https://", "//x", "...//x"]) assert.equal(playUrl(link, 1), null);
  assert.deepEqual(["#a", "https://x", "obsidian://open", "./a", "javascript:x", " javascript:x", "data:x", "JAVASCRIPT:x", "//x"].map(isSafe), [true, true, true, true, false, false, false, false, false]);
});

test("a claim plays its own recording, else its note's", () => {
  const notes = { play: ["https://v.example/1?t={s}"] };
  assert.equal(claimUrl(claim({ start: 5 }), notes), "https://v.example/1?t=5");
  assert.equal(claimUrl(claim({ start: 5, play: "https://v.example/2?t={s}" }), notes), "https://v.example/2?t=5");
  assert.equal(claimUrl(claim({}), notes), null);
});

test("addresses are encoded", () => {
  assert.equal(obsidianUrl("my vault", "a&b/c?.md"), "obsidian://open?vault=my%20vault&file=a%26b%2Fc%3F.md");
  assert.equal(entityIri("https://kg.example/", "AT&T (it's)"), "https://kg.example/entity/AT%26T%20%28it%27s%29");
  assert.equal(noteIri("https://kg.example/", "a b/c.md"), "https://kg.example/note/a%20b/c");
});

test("a claim's array gets its names", () => {
  const row: ClaimRow = [3, "c-1", 1, "x", ["A"], 0, 1, 1, "Bob", 9, [9], 1, [[0, 1, 2, 0]], [2], [["x", "has", "5", 2, -1, 0, "2024", "planned", -1]], [["5", 5, null, 0, "~"]], [["2024", "2024"]], null];
  const made = claimOf(row);
  assert.deepEqual([made.number, made.negated, made.repaired, made.mentions[0]!.entity, made.quantities[0]!.comparator, made.statements[0]!.date], [3, true, true, 2, "~", "2024"]);
  assert.deepEqual(numbersOf([made], 2).map((point) => [point.date, point.what]), [["2024", "x has (planned)"]]);
});

test("relations are gathered both ways, numbers over time by attribute, else by unit, and what is named together counted", () => {
  const said = (subjectEntity: number, objectEntity: number) => ({ subject: "S", predicate: "buys", object: "O", subjectEntity, objectEntity, quantity: -1, date: null, mark: "", property: -1 });
  const claims = [claim({ number: 1, statements: [said(1, 2)], about: [1, 2] }), claim({ number: 2, statements: [said(1, 2), said(3, 1)], about: [1, 2, 3] })];
  assert.deepEqual(relationsOf(claims, 1).map((one) => [one.out, one.entity, one.claims.length]), [[true, 2, 2], [false, 3, 1]]);
  const denied = claim({ number: 3, statements: [{ ...said(1, 2), mark: "denied" }] });
  assert.deepEqual(relationsOf([...claims, denied], 1).map((one) => one.predicate), ["buys", "buys", "buys (denied)"]);
  assert.deepEqual(together(claims, 1), [[2, 2], [3, 1]]);
  const dated = (value: string) => claim({ quantities: [{ text: "5", value: 5, max: null, unit: 3, comparator: "=" }], dates: [{ text: value, value }] });
  const plotted = (claims: Claim[], entity: number) => plottable(numbersOf(claims, entity)).map(({ property, unit, points }) => [property, unit, points.length]);
  assert.deepEqual(plotted([dated("2023"), dated("2024"), dated("soon")], -1), [[-1, 3, 2]]);
  const stated = (property: number, value: string, subjectEntity = 1) => ({ ...dated(value), statements: [{ ...said(subjectEntity, -1), quantity: 0, property }] });
  assert.deepEqual(plotted([stated(7, "2023"), stated(7, "2024"), stated(8, "2024"), stated(7, "2022", 2), dated("2021")], 1), [[7, 3, 2]]);
  assert.deepEqual([yearOf("2024"), yearOf("2024-Q2"), yearOf("soon")], [2024, 2024.375, NaN]);
});

test("long labels are cut at a word, times are read as clocks", () => {
  assert.equal(shorten("Taiwan Semiconductor Manufacturing Company"), "Taiwan Semiconductor…");
  assert.equal(shorten("short"), "short");
  assert.ok([...shorten("😀".repeat(60))].length <= 28);
  assert.deepEqual([clock(5), clock(65), clock(3723)], ["0:05", "1:05", "1:02:03"]);
});
