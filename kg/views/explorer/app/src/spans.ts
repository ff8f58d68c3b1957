/** Cuts a claim's text at its mentions, so that each can be a link. */
import type { Claim } from "./model";
import { unitOffsets } from "./text";

export interface Piece { text: string; entity: number; kind: number }

/** The text in order, as plain pieces (entity -1) and mentions; of overlapping mentions the first, longest one wins. */
export function pieces(claim: Claim): Piece[] {
  const sorted = claim.mentions.filter((mention) => mention.entity >= 0)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const points = [...new Set(sorted.flatMap((mention) => [mention.start, mention.end]))].sort((a, b) => a - b);
  const units = unitOffsets(claim.text, points);
  const unit = new Map(points.map((point, at) => [point, units[at]!]));
  const result: Piece[] = [];
  let at = 0;
  for (const mention of sorted) {
    const start = unit.get(mention.start)!, end = unit.get(mention.end)!;
    if (start < at || end <= start) continue;
    if (start > at) result.push({ text: claim.text.slice(at, start), entity: -1, kind: 0 });
    result.push({ text: claim.text.slice(start, end), entity: mention.entity, kind: mention.kind });
    at = end;
  }
  if (at < claim.text.length) result.push({ text: claim.text.slice(at), entity: -1, kind: 0 });
  return result;
}
