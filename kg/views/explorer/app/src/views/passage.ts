/** The note's own text around a claim: the claim is marked, the other claims lead to themselves. */
import type { App } from "../app";
import { claimText } from "../claimlist";
import { h } from "../dom";
import type { Claim } from "../model";
import { around, BLOCK_KINDS } from "../rows/blocks";
import type { TextBlock } from "../rows/blocks";
import { format } from "../state";

/** The text around a claim; null where the page does not hold it. `claims` are all those of the note. */
export async function passageAround(app: App, claim: Claim, claims: readonly Claim[]): Promise<HTMLElement | null> {
  const place = claims.findIndex((one) => one.number === claim.number);
  const blocks = around(await app.store.texts(claim.note), place);
  if (!blocks.length) return null;
  return h("div", { class: "passage" }, ...blocks.map((block) => blockOf(app, block, claims, claim)));
}

function blockOf(app: App, [kind, ...parts]: TextBlock, claims: readonly Claim[], now: Claim): HTMLElement {
  const name = BLOCK_KINDS[kind]!, content = parts.map((part) => (typeof part === "string" ? part : claimPart(app, claims[part], now)));
  return name === "heading" ? h("h3", {}, ...content) : h("p", { class: `passage-${name}` }, ...content);
}

function claimPart(app: App, claim: Claim | undefined, now: Claim): HTMLElement | null {
  if (!claim) return null;
  if (claim.number === now.number) return h("mark", { class: "passage-claim", "data-found": claim.number }, ...claimText(app, claim));
  return h("a", { class: "passage-other", href: format({ ...app.state, claim: String(claim.number) }), text: claim.text });
}
