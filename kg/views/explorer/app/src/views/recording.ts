/** The recording of a claim: a strip of its claims in time, and a player where the recording is a file next to the page. */
import type { App } from "../app";
import { h, s } from "../dom";
import { claimUrl, fileElement, isFile, playedInside } from "../links";
import type { Claim } from "../model";
import { format } from "../state";
import { clock, plural } from "../text";

const NOTES_MOST = 12; // notes of one recording that are read for its strip

/** Player and strip; nothing where the claim has no second. */
export async function recordingOf(app: App, claim: Claim): Promise<HTMLElement[]> {
  if (claim.start === null) return [];
  return [player(app, claim), strip(app, claim, await ofRecording(app, claim))].filter((part) => part !== null);
}

/** The claims of all notes on the recording of a claim that have a second, in the order of time. */
async function ofRecording(app: App, claim: Claim): Promise<Claim[]> {
  const { play } = app.core.notes, link = play[claim.note]!, notes = link ? play.flatMap((other, note) => (other === link ? [note] : [])) : [claim.note];
  const near = [claim.note, ...notes.filter((note) => note !== claim.note)].slice(0, NOTES_MOST);
  const claims = (await Promise.all(near.map((note) => app.store.ofNote(note)))).flat();
  return claims.filter((one) => one.start !== null && one.play === claim.play).sort((a, b) => a.start! - b.start! || a.number - b.number);
}

/** Plays the recording from the claim's second when it is asked to: a file here, one on the web where kg serves the page. */
function player(app: App, claim: Claim): HTMLElement | null {
  const url = claimUrl(claim, app.core.notes);
  if (!url) return null;
  if (!isFile(url)) return embedded(url, claim.start!);
  const element = h(fileElement(url), { class: "player", controls: true, preload: "metadata", "aria-label": `Recording at ${clock(claim.start!)}` });
  element.src = url;
  return element;
}

/** A link that the server's script plays in place; null where the host has no such player, or no server gave this page. */
function embedded(url: string, start: number): HTMLElement | null {
  const inside = document.querySelector('script[src="/player.js"]') && playedInside(url, start);
  return inside && h("p", { class: "small-text" }, "Play it here: ", h("a", { href: url, text: clock(start), "data-play": inside.address, "data-kind": inside.kind }));
}

/** A mark for each claim; the one that is read is tall. */
function strip(app: App, now: Claim, claims: readonly Claim[]): HTMLElement | null {
  if (claims.length < 2) return null;
  const end = claims.at(-1)!.start! * 1.02 || 1, x = (claim: Claim) => (claim.start! / end) * 400;
  const mark = (claim: Claim) => s("a", { href: format({ ...app.state, claim: String(claim.number) }), tabindex: "-1" },
    s("title", { text: `${clock(claim.start!)} ${claim.text}` }), s("line", { class: claim.number === now.number ? "strip-now" : "strip-mark", x1: x(claim), x2: x(claim), y1: claim.number === now.number ? 2 : 9, y2: claim.number === now.number ? 32 : 25 }));
  return h("figure", { class: "strip-figure" },
    s("svg", { class: "strip", viewBox: "0 0 400 34", preserveAspectRatio: "none", "aria-hidden": "true" }, s("line", { class: "grid", x1: 0, x2: 400, y1: 17, y2: 17 }), ...claims.filter((one) => one.number !== now.number).map(mark), mark(now)),
    h("figcaption", { class: "muted small-text", text: `${plural(claims.length, "claim")} on this recording, this one at ${clock(now.start!)}` }));
}
