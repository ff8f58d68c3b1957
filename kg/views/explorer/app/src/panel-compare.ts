/** The panel of two entities side by side: their numbers by attribute and time, and what they have in common. */
import type { App } from "./app";
import { claimHref, hrefTo, noteTitle } from "./app";
import { claimList, entityLink, noteLinks, timeChip } from "./claimlist";
import { numberPlot } from "./charts";
import type { Aligned, Moment, Overlay, Stated } from "./comparison";
import { aligned, overlays } from "./comparison";
import { h } from "./dom";
import { together } from "./facts";
import { attributeName, capital, figure } from "./figures";
import type { Claim } from "./model";
import { entitiesOf, isOf } from "./model";
import { copyButtons, empty, facts, head, passing, scroller } from "./parts";
import { plural } from "./text";

const MOST_PLOTS = 3; // drawings above the table

/** Makes the panel. */
export async function comparePanel(app: App, one: number, other: number): Promise<HTMLElement[]> {
  const { core } = app, claims = await Promise.all([app.store.ofEntity(one), app.store.ofEntity(other)]);
  const { told } = passing(app, claims[0].filter((claim) => isOf(claim, other))), [left, right] = [passing(app, claims[0]).shown, passing(app, claims[1]).shown];
  const shared = left.filter((claim) => isOf(claim, other)), notes = [...new Set(left.map((claim) => claim.note))].filter((note) => right.some((claim) => claim.note === note));
  const neighbours = new Set(left.flatMap(entitiesOf)), common = together(right, one, other).filter(([entity]) => neighbours.has(entity)).slice(0, 12);
  const names: [string, string] = [core.entities.name[one]!, core.entities.name[other]!];
  return [head(app, h("span", { class: "kind", text: "Compare" }), names.join(" and "),
    facts(plural(shared.length, "shared claim"), plural(notes.length, "shared note")), h("div", { class: "actions" }, h("a", { class: "button", href: hrefTo(app, { path: names }), text: "Path between them" }))),
  scroller("Side by side", ...numbers(app, [left, right], [one, other]),
    common.length ? h("h3", { text: "Named with both" }) : null, h("ul", { class: "names" }, ...common.map(([entity]) => h("li", {}, entityLink(app, entity)))),
    notes.length ? h("h3", { text: "Notes about both" }) : null, h("ul", { class: "plain-list" }, ...notes.slice(0, 20).map((note) => h("li", {}, ...noteLinks(app, note)))),
    h("h3", { text: "Shared claims" }), told, copyButtons(app, shared),
    h("div", { class: "shared-claims" }, shared.length ? claimList(app, "Shared claims", shared, "note") : empty("No claim names both.", "See what they have in common above.")))];
}

function numbers(app: App, claims: [Claim[], Claim[]], entities: [number, number]): HTMLElement[] {
  const rows = aligned(app.core, claims, entities);
  if (!rows.length) return [h("p", { class: "muted", text: "No numbers are stated of either." })];
  const heads = entities.map((entity, side) => h("th", { scope: "col" }, entityLink(app, entity), h("div", { class: "muted small-text", text: plural(claims[side]!.length, "claim") })));
  const names = entities.map((entity) => app.core.entities.name[entity]!);
  return [...overlays(rows).slice(0, MOST_PLOTS).map((one) => overlay(app, one, names)),
    h("table", { class: "table compared" }, h("caption", { class: "offscreen", text: "Numbers by attribute and time" }),
    h("thead", {}, h("tr", {}, h("th", { scope: "col", text: "Time" }), ...heads)), ...rows.map((row) => attribute(app, row)))];
}

/** Both entities' values of an attribute in one drawing. */
function overlay(app: App, { row, unit, points }: Overlay, names: readonly string[]): HTMLElement {
  const key = names.map((name, series) => h("span", { class: `series-key series-${series}`, text: `${series ? "■" : "●"} ${name}` }));
  return h("figure", { class: "plot-figure" }, h("figcaption", {}, `${named(app, row)} over time `, ...key),
    numberPlot(points, app.core.units.name[unit]!, ({ claim }) => claimHref(app, claim)));
}

/** An attribute's name; the words of a relation that has none. */
function named(app: App, row: Aligned): string {
  return row.property >= 0 ? attributeName(app.core, row.property, row.of >= 0 ? app.core.entities.name[row.of]! : "") : capital(row.words);
}

function attribute(app: App, row: Aligned): HTMLElement {
  return h("tbody", {}, h("tr", {}, h("th", { class: "attribute", scope: "rowgroup", colspan: 3, text: named(app, row) })), ...row.moments.map((moment) => line(app, moment)));
}

function line(app: App, moment: Moment): HTMLElement {
  return h("tr", {}, h("th", { scope: "row", class: "muted", text: moment.date || "–", title: moment.date ? undefined : "no time is said" }),
    ...moment.values.map((values) => h("td", {}, ...values.map((value) => cell(app, value, moment.date)))));
}

function cell(app: App, { quantity, statement, claim }: Stated, date: string): HTMLElement {
  const shown = quantity ? figure(app.core, quantity) : date;
  const bearer = app.core.entities.name[statement.subjectEntity]!, aside = [statement.subject === bearer ? "" : statement.subject, statement.mark].filter(Boolean).join(" · ");
  return h("div", { class: "compared-value", "data-claim": claim.number, title: claim.text }, h("strong", { text: shown }), aside ? h("span", { class: "muted small-text", text: ` ${aside}` }) : null,
    h("a", { class: "note-link small-text", href: claimHref(app, claim), text: noteTitle(app.core, claim.note), "aria-label": `${shown}: claim in ${noteTitle(app.core, claim.note)}` }),
    claim.start === null ? null : timeChip(app, claim.note, claim.start, claim.play));
}
