/** The legend and the filters: what is shown, with how many there are of each, switched by a click. */
import type { App } from "./app";
import { folderName } from "./app";
import { fill, h } from "./dom";
import { TOP, filtersSet } from "./filters";
import type { Claim } from "./model";
import { typeColour } from "./palette";
import type { State } from "./state";
import { count } from "./text";

export interface Counts { callout: number[]; modality: number[]; numbers: number; conflicts: number }

/** Counts what the filters would leave of claims. */
export function addCounts(counts: Counts, claims: readonly Claim[]): void {
  for (const claim of claims) {
    if (claim.callout >= 0) counts.callout[claim.callout] = (counts.callout[claim.callout] ?? 0) + 1;
    counts.modality[claim.modality] = (counts.modality[claim.modality] ?? 0) + 1;
    if (claim.quantities.length) counts.numbers++;
  }
}

/** Redraws the bar. */
export function fillFilters(app: App, bar: HTMLElement, counts: Counts | null): void {
  const { core, state } = app, set = filtersSet(state);
  const open = new Set([...bar.querySelectorAll("details[open]")].map((one) => one.id));
  const active = document.activeElement instanceof HTMLElement && bar.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  fill(bar,
    h("div", { class: "filters-head" }, h("h2", { text: "Show" }),
      set ? h("button", { type: "button", class: "link-button", "data-key": "clear", text: `Clear ${set === 1 ? "filter" : `${set} filters`}`, on: { click: () => app.go({ type: [], folder: [], callout: [], modality: [], numbers: false, conflicts: false, from: "", to: "" }) } }) : null),
    typeLegend(app),
    h("div", { class: "switches" },
      flag(app, "numbers", "With numbers", counts?.numbers), flag(app, "conflicts", "In conflicts", core.totals.conflicts)),
    section(app, "folder", "Folders", core.folders.map((_, at) => folderName(core, at)), core.folders.map((name) => name || TOP), core.channels.claims),
    section(app, "callout", "Callouts", core.callouts, core.callouts, counts?.callout),
    section(app, "modality", "How it is put", core.modalities, core.modalities, counts?.modality),
    timeSection(app));
  for (const details of bar.querySelectorAll("details")) if (open.has(details.id)) details.open = true;
  if (active) [...bar.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset.key === active)?.focus();
}

function typeLegend(app: App): HTMLElement {
  const { core, state } = app, counts = core.types.map(() => 0);
  for (const type of core.entities.type) counts[type]!++;
  const buttons = core.types.map((name, type) => {
    if (!counts[type]) return null;
    const on = !state.type.length || state.type.includes(name), dot = h("span", { class: "dot" });
    dot.style.backgroundColor = typeColour(app, type);
    return h("button", { type: "button", class: on ? "legend" : "legend legend-off", "aria-pressed": String(state.type.includes(name)), "data-key": `type-${name}`, on: { click: () => app.go({ type: toggled(state.type, name) }, true) } },
      dot, h("span", { text: name }), h("span", { class: "count", text: count(counts[type]!) }));
  });
  return h("div", { class: "legend-list", role: "group", "aria-label": "Entity types" }, ...buttons);
}

function section(app: App, key: "folder" | "callout" | "modality", title: string, labels: string[], names: string[], counts?: number[]): HTMLElement | null {
  if (names.length < 2) return null;
  const chosen = app.state[key];
  const order = names.map((_, at) => at).sort((a, b) => (counts?.[b] ?? 0) - (counts?.[a] ?? 0) || a - b);
  const boxes = order.map((at) => h("label", { class: "check" },
    h("input", { type: "checkbox", checked: chosen.includes(names[at]!), "data-key": `${key}-${names[at]}`, on: { change: () => app.go({ [key]: toggled(chosen, names[at]!) }, true) } }),
    h("span", { class: "check-label", text: labels[at]! }), counts ? h("span", { class: "count", text: count(counts[at] ?? 0) }) : null));
  return h("details", { id: `filter-${key}`, class: "filter-group", open: chosen.length > 0 },
    h("summary", { "data-key": `summary-${key}` }, h("span", { text: title }), h("span", { class: "count", text: chosen.length ? `${chosen.length} of ${names.length}` : count(names.length) })), ...boxes);
}

function flag(app: App, key: "numbers" | "conflicts", label: string, many?: number): HTMLElement {
  return h("label", { class: "check" },
    h("input", { type: "checkbox", checked: app.state[key], "data-key": key, on: { change: () => app.go({ [key]: !app.state[key] }, true) } }),
    h("span", { class: "check-label", text: label }), many === undefined ? null : h("span", { class: "count", text: count(many) }));
}

function timeSection(app: App): HTMLElement {
  const field = (key: "from" | "to", label: string) => {
    const input = h("input", { type: "text", inputmode: "numeric", class: "field date-field", placeholder: "2024-06", "aria-label": `Dates ${label}`, "data-key": key, value: app.state[key], pattern: "\\d{4}(-\\d{2}){0,2}" });
    input.addEventListener("change", () => { if (/^$|^\d{4}(-\d{2}){0,2}$/.test(input.value.trim())) app.go({ [key]: input.value.trim() }, true); });
    return h("label", { class: "date" }, h("span", { text: label }), input);
  };
  return h("details", { id: "filter-time", class: "filter-group", open: Boolean(app.state.from || app.state.to) },
    h("summary", { "data-key": "summary-time" }, h("span", { text: "Time spoken of" })), h("div", { class: "dates" }, field("from", "from"), field("to", "to")));
}

function toggled(list: readonly string[], name: string): State["type"] {
  return list.includes(name) ? list.filter((other) => other !== name) : [...list, name];
}
