/** The text of a note in blocks, each cut at the claims in it, and which of them are shown around a claim. */

/** A block: its kind, then texts, and claims by their place among those of the note. */
export type TextBlock = [number, ...(string | number)[]];

/** The kinds of block by number, as kg/views/explorer/note_texts.py has them; a heading comes last. */
export const BLOCK_KINDS = ["paragraph", "list-item", "callout-title", "table-cell", "footnote", "heading"] as const;

const HEADING = BLOCK_KINDS.indexOf("heading");
const AROUND = 2; // blocks before and after the one that holds the claim

/** The block that holds a claim with those around it in its section and the section's heading; none where it is in no block. */
export function around(blocks: readonly TextBlock[], place: number): TextBlock[] {
  const at = blocks.findIndex(([, ...parts]) => parts.includes(place));
  if (at < 0) return [];
  const start = blocks.findLastIndex(([kind], index) => kind === HEADING && index < at), next = blocks.findIndex(([kind], index) => kind === HEADING && index > at);
  const first = Math.max(start + 1, at - AROUND), last = Math.min(next < 0 ? blocks.length : next, at + AROUND + 1);
  return [...(start < 0 ? [] : [blocks[start]!]), ...blocks.slice(first, last)];
}
