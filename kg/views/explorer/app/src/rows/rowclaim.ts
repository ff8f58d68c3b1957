/** What the table of claims keeps of a claim: enough to show it in a row and to sort by it. */
import type { Claim } from "../model";

export type RowClaim = Pick<Claim, "number" | "id" | "note" | "text" | "callout" | "modality" | "negated" | "attribution" | "start" | "play" | "about" | "quantities" | "dates">;

/** The part of a claim that a row needs, so that the rest of it need not be kept. */
export function rowOf(claim: Claim): RowClaim {
  const { number, id, note, text, callout, modality, negated, attribution, start, play, about, quantities, dates } = claim;
  return { number, id, note, text, callout, modality, negated, attribution, start, play, about, quantities, dates };
}
