/** The panel of an entity: what is claimed about it, in which relations and numbers, where the notes disagree. */
import type { App } from "./app";
import { claimHref, entityHref } from "./app";
import type { Relation } from "./charts";
import { numberPlot, relationChart } from "./charts";
import { claimItem, claimList, entityLink, timeChip } from "./claimlist";
import { combobox } from "./combobox";
import { conflictCard, conflictsOf } from "./conflictview";
import { fill, h } from "./dom";
import type { Series } from "./facts";
import { numbersOf, plottable, relationsOf, together } from "./facts";
import { attributeName, capital, figure } from "./figures";
import type { Claim, Conflict } from "./model";
import { typeColour } from "./palette";
import type { Said } from "./picture/linewords";
import { saidOf } from "./picture/linewords";
import { toggled } from "./picture/shape";
import { copyButtons, empty, facts, head, passing, scroller } from "./parts";
import { entityOptions } from "./searchbox";
import { FOCUS } from "./state";
import type { Tab } from "./tabs";
import { tabs } from "./tabs";
import { count, plural } from "./text";

/** Makes the panel. */
export async function entityPanel(app: App, entity: number, said: (said: Said) => void): Promise<HTMLElement[]> {
  const [all, tally] = await Promise.all([app.store.ofEntity(entity), app.passing()]), { shown, told } = passing(app, all);
  said(saidOf(relationsOf(shown, entity)));
  return [entityHead(app, entity, all), ...tabs(app, entityTabs(app, entity, shown, told, conflictsOf(app, tally, entity)))];
}

function entityHead(app: App, entity: number, claims: Claim[]): HTMLElement {
  const { entities, types } = app.core, name = entities.name[entity]!, aliases = entities.aliases[entity]!.filter((alias) => alias !== name);
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  dot.style.backgroundColor = typeColour(app, entities.type[entity]!);
  const drawn = app.near.has(entity) || entities.x[entity] !== null;
  return head(app, h("span", { class: "kind" }, dot, types[entities.type[entity]!]!), name,
    aliases.length ? h("p", { class: "aliases muted", text: `also ${aliases.slice(0, 6).join(", ")}${aliases.length > 6 ? ` and ${aliases.length - 6} more` : ""}`, title: aliases.join(", ") }) : null,
    facts(plural(claims.length, "claim"), plural(entities.notes[entity]!, "note"), drawn ? "" : "not drawn: the picture holds the most important only"),
    h("div", { class: "head-tools" }, drawn ? depthControl(app) : null, pickers(app, name)));
}

/** Chooses how much of the surroundings is drawn. */
function depthControl(app: App): HTMLElement {
  const button = (depth: number, label: string, tip: string) => h("button", { type: "button", class: "segment", "aria-pressed": String(app.state.depth === depth), title: tip, on: { click: () => app.go({ depth, mode: "entities" }) } }, label);
  return h("div", { class: "segments", role: "group", "aria-label": "Steps around it" }, button(0, "Whole graph", "Within the whole graph"),
    button(1, "1", "Its neighbours"), button(2, "2", "Two steps around it"), button(3, "3", "Three steps around it"));
}

/** Buttons that ask for a second entity: for the paths to it, or to compare both. */
function pickers(app: App, name: string): HTMLElement {
  const place = h("div", { class: "picker" });
  const ask = (label: string, key: "path" | "compare") => {
    const box = combobox({ label, placeholder: label, options: (query) => entityOptions(app, query, 6, (other) => app.go({ ...FOCUS, [key]: [name, app.core.entities.name[other]!] })) });
    fill(place, box.element);
    box.input.focus();
  };
  const shaped = (key: "pin" | "hide", on: string, off: string) => h("button", { type: "button", class: "button", "aria-pressed": String(app.state[key].includes(name)), text: app.state[key].includes(name) ? off : on, on: { click: () => app.go({ [key]: toggled(app.state[key], name), mode: "entities" }) } });
  return h("div", { class: "pickers" }, h("div", { class: "actions" }, shaped("pin", "Pin", "Unpin"), shaped("hide", "Hide", "Show"),
    h("button", { type: "button", class: "button", text: "Path to…", on: { click: () => ask(`Path from ${name} to`, "path") } }),
    h("button", { type: "button", class: "button", text: "Compare with…", on: { click: () => ask(`Compare ${name} with`, "compare") } })), place);
}

function entityTabs(app: App, entity: number, claims: Claim[], told: HTMLElement | null, conflicts: Conflict[]): Tab[] {
  const relations = relationsOf(claims, entity), numbers = numbersOf(claims, entity), others = together(claims, entity);
  const name = app.core.entities.name[entity]!;
  const list: Tab[] = [{
    id: "claims", title: "Claims", many: claims.length,
    body: () => h("div", { class: "fill" }, h("div", { class: "list-head" }, told, copyButtons(app, claims)),
      claims.length ? claimList(app, `Claims about ${name}`, claims, "note", entity) : empty("No claim passes the filters.", "Clear the filters to see all of them.")),
  }];
  if (relations.length) list.push({ id: "relations", title: "Relations", many: relations.length, body: () => relationsTab(app, entity, relations) });
  if (numbers.length) list.push({ id: "numbers", title: "Numbers", many: numbers.length, body: () => numbersTab(app, entity, claims) });
  if (conflicts.length) list.push({ id: "conflicts", title: "Conflicts", many: conflicts.length, body: () => scroller("Conflicts", ...conflicts.map((conflict) => conflictCard(app, conflict))) });
  if (others.length) list.push({ id: "together", title: "Together", body: () => togetherTab(app, entity, others) });
  return list;
}

function relationsTab(app: App, entity: number, relations: Relation[]): HTMLElement {
  const named = relations.filter((one) => one.entity >= 0);
  const row = (one: Relation) => {
    const evidence = h("div", { class: "evidence" });
    const details = h("details", { class: "relation" },
      h("summary", {}, h("span", { class: "predicate", text: one.out ? one.predicate : `← ${one.predicate}` }),
        h("span", { class: one.entity >= 0 ? "relation-name" : "relation-name muted", text: one.entity >= 0 ? app.core.entities.name[one.entity]! : one.other }),
        h("span", { class: "count", text: one.claims.length > 1 ? count(one.claims.length) : "" })), evidence);
    details.addEventListener("toggle", () => fill(evidence, one.entity >= 0 ? h("p", { class: "small-text" }, entityLink(app, one.entity)) : null, h("div", { role: "list" }, ...one.claims.map((claim) => claimItem(app, claim, entity, true)))));
    return details;
  };
  return scroller("Relations", named.length ? relationChart(app, entity, named) : null, ...relations.slice(0, 400).map(row),
    relations.length > 400 ? h("p", { class: "muted", text: `and ${count(relations.length - 400)} more that were said once` }) : null);
}

function numbersTab(app: App, entity: number, claims: Claim[]): HTMLElement {
  const points = numbersOf(claims, entity);
  const plots = plottable(points).slice(0, 3).map((one) => h("figure", { class: "plot-figure" }, h("figcaption", { text: plotTitle(app, one) }), numberPlot(one.points, app.core.units.name[one.unit]!, ({ claim }) => claimHref(app, claim))));
  const rows = points.slice(0, 500).map(({ quantity, claim, date, what }) => h("tr", {},
    h("td", { class: "number", text: figure(app.core, quantity), title: quantity.text }), h("td", {}, h("div", { class: "what", text: what || claim.text, title: claim.text })), h("td", { text: date }),
    h("td", {}, claim.start === null ? null : timeChip(app, claim.note, claim.start, claim.play))));
  const legend = plots.length ? h("p", { class: "muted small-text", text: "● exact   ○ about   ↑ at least   ↓ at most   ┃ from – to" }) : null;
  return scroller("Numbers", ...plots, legend, h("table", { class: "table" }, h("caption", { class: "offscreen", text: "Numbers in the claims" }),
    h("thead", {}, h("tr", {}, ...["Value", "What", "Time", "Hear"].map((text) => h("th", { scope: "col", text })))), h("tbody", {}, ...rows)));
}

function plotTitle({ core }: App, { property, unit }: Series): string {
  const unitName = capital(core.units.many[unit]!.trim() || core.units.name[unit]! || "plain numbers");
  return property >= 0 ? `${attributeName(core, property)} over time, ${core.units.before[unit] || unitName.toLowerCase()}`.replace(/, $/, "") : `${unitName} over time, of different things`;
}

function togetherTab(app: App, entity: number, others: [number, number][]): HTMLElement {
  const most = others[0]![1], name = app.core.entities.name[entity]!;
  const row = ([other, shared]: [number, number]) => {
    const bar = h("span", { class: "share", "aria-hidden": "true" });
    bar.style.width = `${Math.max(2, (shared / most) * 100)}%`;
    const dot = h("span", { class: "dot", "aria-hidden": "true" });
    dot.style.backgroundColor = typeColour(app, app.core.entities.type[other]!);
    return h("li", { class: "together" }, h("a", { class: "together-name", href: entityHref(app, other) }, dot, app.core.entities.name[other]!),
      h("button", { type: "button", class: "link-button", text: plural(shared, "shared claim"), on: { click: () => app.go({ ...FOCUS, edge: [name, app.core.entities.name[other]!] }) } }), h("span", { class: "share-track", "aria-hidden": "true" }, bar));
  };
  return scroller("Named together", h("ul", { class: "plain-list" }, ...others.slice(0, 200).map(row)));
}
