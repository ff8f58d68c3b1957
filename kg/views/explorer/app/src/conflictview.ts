/** Different numbers for one thing, side by side. */
import type { App } from "./app";
import { hrefTo, noteTitle } from "./app";
import { entityLink, timeChip } from "./claimlist";
import { h } from "./dom";
import type { Conflict, Figure } from "./model";
import { compact } from "./text";

const MEANING: Record<string, string> = {
  conflict: "they contradict each other", "differ in time": "they are, or may be, of different times",
  "differ in kind": "one is said as fact, another as report or forecast", refine: "one is only more exact",
};

/** One conflict as a card: what differs, how, and each value with its source. */
export function conflictCard(app: App, conflict: Conflict, named = false): HTMLElement {
  const attribute = [conflict.property, conflict.of, conflict.what && `of ${conflict.what}`].filter(Boolean).join(" ");
  return h("section", { class: "card", "aria-label": `${app.core.entities.name[conflict.entity]} ${attribute}` },
    h("div", { class: "card-head" }, named ? entityLink(app, conflict.entity) : null,
      h("h3", { text: attribute + (conflict.unit && conflict.unit !== "date" ? ` (${conflict.unit})` : "") }),
      h("span", { class: conflict.verdict === "conflict" ? "badge badge-warn" : "badge", text: conflict.verdict, title: MEANING[conflict.verdict] })),
    h("div", { class: "versus" }, ...conflict.values.map((figure) => value(app, conflict, figure))));
}

function value(app: App, conflict: Conflict, figure: Figure): HTMLElement {
  const note = app.core.notes.path[figure.note]!;
  const bound = figure.comparator === "=" ? "" : `${figure.comparator} `;
  const shown = typeof figure.value === "string" ? figure.value : compact(figure.value);
  return h("div", { class: "versus-one" },
    h("div", { class: "figure", text: `${bound}${shown}${figure.max === null ? "" : `–${compact(figure.max)}`}` }),
    h("div", { class: "muted small-text", text: [figure.text, figure.date, figure.kind === "actual" ? "" : figure.kind].filter(Boolean).join(" · ") }),
    h("a", { class: "note-link small-text", href: hrefTo(app, { note, claim: String(figure.claim) }), text: noteTitle(app.core, figure.note), "aria-label": `${figure.text}: claim in ${noteTitle(app.core, figure.note)}, ${conflict.property}` }),
    figure.start === null ? null : h("div", {}, timeChip(app, figure.note, figure.start, figure.play)));
}
