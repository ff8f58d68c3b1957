/** The reading pane: one claim of a list in its note, with what is said around it; J and K step through the list. */
import type { App } from "../app";
import { folderName, hrefTo, noteTitle } from "../app";
import { claimItem, claimMeta, obsidianLink } from "../claimlist";
import { h } from "../dom";
import type { Claim } from "../model";
import { empty, head, scroller } from "../parts";
import { count, plural } from "../text";
import { passageAround } from "./passage";
import { recordingOf } from "./recording";

/** Makes the pane for the claim of the state. */
export async function readingPanel(app: App): Promise<HTMLElement[]> {
  const number = Number(app.state.claim), claim = Number.isInteger(number) ? await app.store.claim(number) : null;
  if (!claim) return [head(app, null, "No such claim"), empty("There is no claim of this number.", "The address may be of an older page.")];
  const around = await app.store.ofNote(claim.note);
  const [passage, recording] = await Promise.all([passageAround(app, claim, around), recordingOf(app, claim)]);
  return [readingHead(app, claim), scroller("The claim in its note", ...recording, ...(passage ? [h("div", { class: "claim passage-meta" }, ...claimMeta(app, claim)), passage] : near(app, claim, around)))];
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
  void rows.ready.then(place).then(() => app.announce(`${kind.textContent}. ${claim.text}`));
  return head(app, kind, noteTitle(app.core, claim.note),
    h("div", { class: "actions" }, before, after, h("button", { type: "button", class: "button", text: "Back to the list", on: { click: () => app.back() } })),
    h("div", { class: "reading-note small-text" }, h("span", { class: "muted", text: folderName(app.core, app.core.notes.folder[claim.note]!) }),
      h("a", { href: hrefTo(app, { note: app.core.notes.path[claim.note]!, claim: String(claim.number), mode: "entities" }), text: `All ${plural(app.core.notes.claims[claim.note]!, "claim")} of this note` }), obsidianLink(app, claim.note)));
}

/** The claims of the note before and after this one, where its own text is not at hand. */
function near(app: App, claim: Claim, all: readonly Claim[]): HTMLElement[] {
  const at = all.findIndex((one) => one.number === claim.number), some = all.slice(Math.max(0, at - 2), at + 3);
  return [h("h3", { text: claim.section.length ? claim.section.join(" › ") : "Claims around it" }), h("div", { role: "list", class: "near" }, ...some.map((one) => claimItem(app, one)))];
}
