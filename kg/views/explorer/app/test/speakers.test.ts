/** Who says what: claims counted by speaker, what they are about, and where values of different speakers differ. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Claim, Core } from "../src/model";
import { NOTES, SpeakerTally, spoken } from "../src/rows/speakers";

const says = (number: number, attribution: string | null, ...about: number[]) => ({ number, attribution, about, mentions: [] }) as unknown as Claim;
const conflict = (claims: number[], ...pairs: [number, number][]) => ({ values: claims.map((claim) => ({ claim })), pairs: pairs.map(([one, other]) => [one, other, "conflict", ""]) });
const core = { entities: { name: ["Ann", "Bern", "Cy"] }, conflicts: [conflict([0, 1, 2], [0, 1], [0, 2], [1, 2]), conflict([3, 0], [0, 1])] } as unknown as Core;
const tally = new SpeakerTally();
tally.add([says(0, "Ann", 1, 0), says(1, "Ben", 1), says(2, null, 1), says(3, "Ann", 2, 1)]);
tally.add([says(4, "Ann", 2)]);
const ranked = tally.ranked(core);

test("speakers come by their claims, with what they speak of, but not of themselves", () => {
  assert.deepEqual(ranked.map(({ name, claims, of }) => [name, claims, of]), [["Ann", 3, [[1, 2], [2, 2]]], ["Ben", 1, [[1, 1]]]]);
  assert.equal(tally.looked, 5);
});

test("a speaker differs from others and from the notes, never from themselves", () => {
  assert.deepEqual(ranked.map((one) => one.differs), [[[NOTES, 1], ["Ben", 1]], [[NOTES, 1], ["Ann", 1]]]);
});

test("values of claims that the filter leaves out make no difference", () => {
  const some = new SpeakerTally();
  some.add([says(0, "Ann", 1), says(3, "Ann", 1)]);
  assert.deepEqual(some.ranked(core)[0]!.differs, []);
});

test("the network has the first speakers, the entities most spoken of, and a line for each claim's pair", () => {
  assert.deepEqual(spoken(ranked, 1, 1), { speakers: [ranked[0]], entities: [1], lines: [{ speaker: 0, entity: 0, claims: 2 }] });
  assert.deepEqual(spoken(ranked, 9, 9).lines.map((one) => one.claims), [2, 2, 1]);
  assert.deepEqual(spoken([], 9, 9), { speakers: [], entities: [], lines: [] });
});
