/** Different values for one attribute, side by side, with the verdict on each pair and why. */
import type { App } from "./app";
import { hrefTo, noteTitle } from "./app";
import { entityLink, timeChip } from "./claimlist";
import { h } from "./dom";
import { attributeName, figure } from "./figures";
import type { Tally } from "./filter/tally";
import type { Conflict, Figure } from "./model";
import { plural } from "./text";

const PAIRS = 6; // reasons on a card at first

/** The verdicts that a card may have, those that need a reader most first, and what they mean. */
export const VERDICTS: Record<string, string> = {
  conflict: "they contradict each other", "differ in kind": "one is said as fact, another as report or forecast",
  "differ in time": "they are of different times", refine: "one is only more exact",
};

/** The conflicts of an entity, or of all, that a passing claim has a part in, those that need a reader most first. */
export function conflictsOf({ core }: App, passing: Tally | null, entity = -1): Conflict[] {
  const rank = (one: Conflict) => Object.keys(VERDICTS).indexOf(one.verdict);
  return core.conflicts.filter((one) => (entity < 0 || one.entity === entity) && (!passing || one.values.some((value) => passing.differing.has(value.claim))))
    .sort((a, b) => rank(a) - rank(b));
}

/** One conflict as a card: what differs, each value with its source, and why each two of them differ. */
export function conflictCard(app: App, conflict: Conflict, named = false): HTMLElement {
  const attribute = attributeName(app.core, conflict.property, conflict.of, conflict.what);
  const why = conflict.pairs.map((pair) => reason(app, conflict, pair));
  return h("section", { class: "card", "aria-label": `${app.core.entities.name[conflict.entity]} ${attribute}` },
    h("div", { class: "card-head" }, named ? entityLink(app, conflict.entity) : null, h("h3", { text: attribute }),
      h("span", { class: conflict.verdict === "conflict" ? "badge badge-warn" : "badge", text: conflict.verdict, title: VERDICTS[conflict.verdict] })),
    h("div", { class: "versus" }, ...conflict.values.map((one) => value(app, attribute, one))),
    h("ul", { class: "reasons muted small-text" }, ...why.slice(0, PAIRS)),
    why.length > PAIRS ? h("details", { class: "small-text" }, h("summary", { text: `${plural(why.length - PAIRS, "more pair")}` }), h("ul", { class: "reasons muted" }, ...why.slice(PAIRS))) : null);
}

function reason(app: App, conflict: Conflict, [one, other, verdict, why]: Conflict["pairs"][number]): HTMLElement {
  const two = conflict.values.length > 2 ? `${figure(app.core, conflict.values[one]!)} and ${figure(app.core, conflict.values[other]!)}: ` : "";
  return h("li", { "data-pair": "", text: `${two}${verdict}, ${why}` });
}

function value(app: App, attribute: string, one: Figure): HTMLElement {
  const note = app.core.notes.path[one.note]!;
  return h("div", { class: "versus-one" },
    h("div", { class: "figure", text: figure(app.core, one), title: one.text }),
    h("div", { class: "muted small-text", text: [one.date, one.kind === "actual" ? "" : one.kind].filter(Boolean).join(" · ") }),
    h("a", { class: "note-link small-text", href: hrefTo(app, { note, claim: String(one.claim) }), text: noteTitle(app.core, one.note), "aria-label": `${one.text}: claim in ${noteTitle(app.core, one.note)}, ${attribute}` }),
    one.start === null ? null : h("div", {}, timeChip(app, one.note, one.start, one.play)));
}
