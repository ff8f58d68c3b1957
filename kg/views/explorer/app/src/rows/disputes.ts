/** Disputes: pairs of values that differ, what a reader has said of each, and both as JSON. */
import { claimIri } from "../exports";
import { attributeName, figure } from "../figures";
import type { Conflict, Core, Figure } from "../model";

/** What a reader may say of a pair. */
export const MARKS = ["seen", "not a dispute"] as const;
export type Mark = (typeof MARKS)[number];

/** One pair: what differs, its two values, the verdict and why, and a key that stays when the page is made again. */
export interface Dispute { conflict: Conflict; values: [Figure, Figure]; verdict: string; why: string; key: string }

/** The pairs of conflicts, in their order. */
export function disputesOf(core: Core, conflicts: readonly Conflict[]): Dispute[] {
  return conflicts.flatMap((conflict) => conflict.pairs.map(([one, other, verdict, why]) => {
    const values: [Figure, Figure] = [conflict.values[one]!, conflict.values[other]!];
    return { conflict, values, verdict, why, key: keyOf(core, conflict, values) };
  }));
}

/** What is the same of a pair in every page of the vault: entity, attribute, and each value with its note and words. */
function keyOf(core: Core, conflict: Conflict, values: readonly Figure[]): string {
  const sides = values.map((one) => [core.notes.path[one.note]!, one.text, figure(core, one), one.date]).sort((a, b) => (a.join("\n") < b.join("\n") ? -1 : 1));
  return JSON.stringify([core.entities.name[conflict.entity]!, core.properties.name[conflict.property]!, conflict.of, conflict.what, ...sides]);
}

/** Those that a reader has marked in one way; "" those that are not marked, "all" all of them. */
export function marked(disputes: readonly Dispute[], marks: ReadonlyMap<string, Mark>, shown: string): Dispute[] {
  return shown === "all" ? [...disputes] : disputes.filter((one) => (marks.get(one.key) ?? "") === shown);
}

/** Marked pairs as JSON, with the IRIs of the claims; `claims` gives a claim's note and ID by its number. */
export function exported(core: Core, disputes: readonly Dispute[], marks: ReadonlyMap<string, Mark>, claims: (number: number) => { note: number; id: string }): string {
  const side = (one: Figure) => ({ claim: claimIri(core, claims(one.claim)), note: core.notes.path[one.note], value: figure(core, one), ...(one.date ? { date: one.date } : {}) });
  const rows = disputes.filter((one) => marks.has(one.key)).map((one) => ({
    mark: marks.get(one.key), entity: core.entities.name[one.conflict.entity], attribute: attributeName(core, one.conflict.property, one.conflict.of, one.conflict.what),
    verdict: one.verdict, why: one.why, values: one.values.map(side),
  }));
  return `${JSON.stringify(rows, null, 1)}\n`;
}
