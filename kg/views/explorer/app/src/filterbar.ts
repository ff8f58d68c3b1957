/** The legend and the filters: what is drawn, and how many claims each value of a facet leaves. */
import type { App } from "./app";
import { folderName } from "./app";
import { filtersSet, valueLabel } from "./chips";
import type { Child } from "./dom";
import { fill, h } from "./dom";
import type { Facet } from "./filter/facets";
import { FACETS, FACET_TITLES, TOP, choice, chosen } from "./filter/facets";
import type { Tally } from "./filter/tally";
import { folderColour, typeColour } from "./palette";
import { Palette } from "./picture/colouring";
import { colourChoice, pictureTools } from "./picture/picturetools";
import { UNFILTERED, isBench } from "./state";
import { count } from "./text";
import { timeFilter } from "./views/timefilter";

const MOST = 60; // values of a facet that are listed, those of most claims first

/** Redraws the bar: `counts` are those of the claims in the panel, `nodes` and `drawn` those of the picture. */
export function fillFilters(app: App, bar: HTMLElement, counts: Tally | null, nodes: Iterable<number>, drawn: Tally | null): void {
  const set = filtersSet(app.state), isByFolder = app.state.mode === "notes" || app.state.mode === "channels";
  const open = new Set([...bar.querySelectorAll("details[open]")].map((one) => one.id)), top = bar.scrollTop;
  const active = document.activeElement instanceof HTMLElement && bar.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const colour = app.state.mode === "entities" ? app.state.colour : "type", listed = FACETS.filter((facet) => facet !== (isByFolder ? "folder" : "type") || colour !== "type");
  fill(bar,
    h("div", { class: "filters-head" }, h("h2", { text: "Show" }),
      set ? h("button", { type: "button", class: "link-button", "data-key": "clear", text: `Clear ${set === 1 ? "filter" : `${set} filters`}`, on: { click: () => app.go(UNFILTERED) } }) : null),
    colourChoice(app),
    isByFolder ? folderLegend(app, nodes, drawn) : colour === "type" ? typeLegend(app, nodes, drawn, counts) : colourKey(app, nodes, drawn),
    h("div", { class: "switches" }, flag(app, "numbers", "With numbers", counts?.numbers), flag(app, "conflicts", "In conflicts", counts?.conflicts)),
    pictureTools(app),
    ...listed.map((facet) => section(app, facet, counts)),
    ...timeFilter(app, counts));
  for (const details of bar.querySelectorAll("details")) if (open.has(details.id)) details.open = true;
  if (active) [...bar.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset.key === active)?.focus();
  bar.scrollTop = top;
}

/** The colours of entities, with how many of each type are drawn; beside a list of claims, with how many claims each type leaves. */
function typeLegend(app: App, nodes: Iterable<number>, drawn: Tally | null, counts: Tally | null): HTMLElement {
  const { core } = app;
  if ((isBench(app.state.mode) || app.state.mode === "speakers") && counts) return legend(app, "type", core.types, core.types.map((type) => counts.facets.type.get(type) ?? 0), (at) => typeColour(app, at));
  const many = core.types.map(() => 0);
  for (const node of nodes) if (!drawn || drawn.ofAnyType.has(node)) many[core.entities.type[node]!]!++;
  return legend(app, "type", core.types, many, (at) => typeColour(app, at));
}

/** What the colours of entities are of, where they are not of types. */
function colourKey(app: App, nodes: Iterable<number>, drawn: Tally | null): HTMLElement {
  const keys = new Palette(app).legend([...nodes].filter((node) => !drawn || drawn.ofAnyType.has(node)));
  return h("ul", { class: "legend-list", "aria-label": "Colours" }, ...keys.slice(0, MOST).map(({ label, colour, many }) => {
    const dot = h("span", { class: "dot" });
    dot.style.backgroundColor = colour;
    return h("li", { class: "legend legend-key" }, dot, h("span", { text: label }), h("span", { class: "count", text: count(many) }));
  }));
}

/** The colours of notes and channels, with how many notes of each folder are drawn. */
function folderLegend(app: App, nodes: Iterable<number>, drawn: Tally | null): HTMLElement {
  const { core, state } = app, many = core.folders.map(() => 0);
  if (state.mode === "channels") core.notes.folder.forEach((folder, note) => { if (!drawn || drawn.notes.has(note)) many[folder]!++; });
  else for (const node of nodes) if (!drawn || drawn.notes.has(node)) many[core.notes.folder[node]!]!++;
  return legend(app, "folder", core.folders.map((name) => name || TOP), many, (at) => folderColour(app, at));
}

function legend(app: App, facet: "type" | "folder", values: readonly string[], many: readonly number[], colour: (at: number) => string): HTMLElement {
  const wanted = app.state[facet].map(choice), isOpen = !wanted.some((one) => !one.not);
  const buttons = values.map((value, at) => {
    const found = wanted.find((one) => one.value === value), on = found ? !found.not : isOpen;
    if (!many[at] && !found) return null;
    const dot = h("span", { class: "dot" });
    dot.style.backgroundColor = colour(at);
    return h("button", { type: "button", class: on ? "legend" : "legend legend-off", "aria-pressed": String(Boolean(found && !found.not)), "data-key": `${facet}-${value}`, on: { click: () => toggle(app, facet, value, false) } },
      dot, h("span", { text: facet === "folder" ? folderName(app.core, at) : value }), h("span", { class: "count", text: count(many[at]!) }));
  });
  return h("div", { class: "legend-list", role: "group", "aria-label": FACET_TITLES[facet] }, ...buttons);
}

function section(app: App, facet: Facet, counts: Tally | null): HTMLElement | null {
  const set = app.state[facet].map(choice), many = counts?.facets[facet] ?? new Map<string, number>();
  const values = [...new Set([...set.map((one) => one.value), ...[...many].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value)])];
  if (!values.length || (values.length < 2 && !set.length)) return null;
  const rows = values.slice(0, MOST).map((value) => facetRow(app, facet, value, many.get(value) ?? 0));
  return h("details", { id: `filter-${facet}`, class: "filter-group", open: set.length > 0 },
    h("summary", { "data-key": `summary-${facet}` }, h("span", { text: FACET_TITLES[facet] }), h("span", { class: "count", text: set.length ? `${set.length} of ${count(values.length)}` : count(values.length) })),
    ...rows, values.length > MOST ? h("p", { class: "muted small-text", text: `and ${count(values.length - MOST)} rarer ones` }) : null);
}

function facetRow(app: App, facet: Facet, value: string, many: number): Child {
  const set = app.state[facet].map(choice).find((one) => one.value === value), label = valueLabel(app, facet, value);
  return h("div", { class: "facet-row" },
    h("label", { class: "check" },
      h("input", { type: "checkbox", checked: Boolean(set && !set.not), "data-key": `${facet}-${value}`, on: { change: () => toggle(app, facet, value, false) } }),
      h("span", { class: "check-label", text: label, title: label }), h("span", { class: "count", text: count(many) })),
    h("button", { type: "button", class: "leave-out", "aria-pressed": String(Boolean(set?.not)), "aria-label": `not ${label}`, title: `Leave out ${label}`, "data-key": `not-${facet}-${value}`, text: "not", on: { click: () => toggle(app, facet, value, true) } }));
}

/** Sets a value, or takes it off where it is set so already. */
function toggle(app: App, facet: Facet, value: string, not: boolean): void {
  const written = chosen({ value, not }), others = app.state[facet].filter((other) => choice(other).value !== value);
  app.go({ [facet]: app.state[facet].includes(written) ? others : [...others, written] }, true);
}

function flag(app: App, key: "numbers" | "conflicts", label: string, many?: number): HTMLElement {
  return h("label", { class: "check" },
    h("input", { type: "checkbox", checked: app.state[key], "data-key": key, on: { change: () => app.go({ [key]: !app.state[key] }, true) } }),
    h("span", { class: "check-label", text: label }), many === undefined ? null : h("span", { class: "count", text: count(many) }));
}
