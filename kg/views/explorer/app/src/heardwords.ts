/** The words of a recording around a claim's second, shown below the claim when a reader asks for them. */
import type { App } from "./app";
import { timeChip } from "./claimlist";
import { fill, h, icon } from "./dom";
import { ICONS } from "./icons";
import type { Claim, HeardRow } from "./model";

const AROUND = 15; // seconds before and after the claim
const opened = new Set<number>(); // claims whose words stay open while their list scrolls

/** The stretches within some seconds of a moment, and which of them is heard at it. */
export function around(rows: readonly HeardRow[], second: number): { shown: HeardRow[]; at: number } {
  let before = -1;
  rows.forEach(([start], place) => { if (start <= second - AROUND) before = place; });
  const shown = rows.filter(([start], place) => start < second + AROUND && (start > second - AROUND || (place === before && second - AROUND - start < AROUND)));
  let at = -1;
  shown.forEach(([start], place) => { if (start <= second) at = place; });
  return { shown, at };
}

/** A button that opens the words around a claim, and the place where they appear; nothing without a transcript. */
export function heardWords(app: App, claim: Claim): HTMLElement[] {
  const transcript = app.core.notes.heard[claim.note] ?? -1;
  if (transcript < 0 || claim.start === null || claim.play !== null) return [];
  const list = h("ol", { class: "heard", "aria-label": "Words of the recording", hidden: true });
  const button = h("button", { type: "button", class: "chip chip-heard", "aria-expanded": "false", title: app.core.transcripts.path[transcript]!,
    on: { click: () => void show(button.getAttribute("aria-expanded") !== "true") } }, icon(ICONS.quote), "transcript");
  const show = async (open: boolean) => {
    if (open) opened.add(claim.number);
    else opened.delete(claim.number);
    button.setAttribute("aria-expanded", String(open));
    if (open && !list.childElementCount) fill(list, ...stretches(app, claim, await app.store.heard(transcript)));
    list.hidden = !open;
    list.dispatchEvent(new CustomEvent("resized", { bubbles: true }));
  };
  if (opened.has(claim.number)) void show(true);
  return [button, list];
}

function stretches(app: App, claim: Claim, rows: readonly HeardRow[]): HTMLElement[] {
  const { shown, at } = around(rows, claim.start!);
  if (!shown.length) return [h("li", { class: "muted small-text", text: "The transcript has no words here." })];
  return shown.map(([start, speaker, text], place) => h("li", { class: place === at ? "heard-now" : undefined },
    timeChip(app, claim.note, start), h("span", {}, speaker ? h("strong", { text: `${speaker} ` }) : null, text)));
}
