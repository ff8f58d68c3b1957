/** The reading pane: one claim of a list in its note, with what is said around it; J and K step through the list. */
import type { App } from "../app";
import { hrefTo, noteTitle } from "../app";
import { claimItem, noteLinks } from "../claimlist";
import { h } from "../dom";
import type { Claim } from "../model";
import { empty, head, scroller } from "../parts";
import { count } from "../text";

/** Makes the pane for the claim of the state. */
export async function readingPanel(app: App): Promise<HTMLElement[]> {
  const number = Number(app.state.claim), claim = Number.isInteger(number) ? await app.store.claim(number) : null;
  if (!claim) return [head(app, null, "No such claim"), empty("There is no claim of this number.", "The address may be of an older page.")];
  const around = await app.store.ofNote(claim.note);
  return [readingHead(app, claim), scroller("The claim in its note", ...claims(app, claim, around))];
}

function readingHead(app: App, claim: Claim): HTMLElement {
  const { rows } = app, kind = h("span", { class: "kind" });
  const step = (text: string, key: string, by: number) => h("button", { type: "button", class: "button", "aria-keyshortcuts": key, on: { click: () => void app.step(by) } }, text, h("kbd", { "aria-hidden": "true", text: key }));
  const before = step("Previous", "K", -1), after = step("Next", "J", 1);
  const place = () => {
    const at = rows.place(claim.number);
    kind.textContent = at < 0 ? "Claim" : `Claim ${count(at + 1)} of ${count(rows.length)}`;
    before.disabled = at <= 0;
    after.disabled = at < 0 || at + 1 >= rows.length;
  };
  place();
  void rows.ready.then(place);
  return head(app, kind, noteTitle(app.core, claim.note),
    h("div", { class: "actions" }, before, after, h("button", { type: "button", class: "button", text: "Back to the list", on: { click: () => app.back() } })),
    h("div", { class: "group-title small-text" }, ...noteLinks(app, claim.note)));
}

/** The claims of the note before and after this one. */
function claims(app: App, claim: Claim, all: readonly Claim[]): HTMLElement[] {
  const at = all.findIndex((one) => one.number === claim.number), near = all.slice(Math.max(0, at - 2), at + 3);
  return [claim.section.length ? h("h3", { text: claim.section.join(" › ") }) : h("h3", { text: "Claims around it" }),
    h("div", { role: "list", class: "near" }, ...near.map((one) => claimItem(app, one))),
    h("p", { class: "small-text" }, h("a", { href: hrefTo(app, { note: app.core.notes.path[claim.note]!, claim: String(claim.number) }), text: `All ${count(all.length)} claims of this note` }))];
}
