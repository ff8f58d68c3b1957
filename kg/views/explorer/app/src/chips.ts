/** What filters claims, each as a chip that takes it off again. */
import type { App } from "./app";
import { folderName, noteTitle } from "./app";
import { h } from "./dom";
import { attributeName } from "./figures";
import type { Facet } from "./filter/facets";
import { FACETS, TOP, choice } from "./filter/facets";
import { FOCUS, UNFILTERED, type State } from "./state";

/** The chips, and one that takes all of them off where there are several; null where nothing is set. `scope` comes first. */
export function chips(app: App, scope: HTMLElement | null = null): HTMLElement | null {
  const all = [...(scope ? [scope] : []), ...FACETS.flatMap((facet) => facetChips(app, facet)), ...otherChips(app)];
  if (!all.length) return null;
  return h("ul", { class: "filter-chips", "aria-label": "Filters" }, ...all.map((one) => h("li", {}, one)),
    all.length > 1 ? h("li", {}, h("button", { type: "button", class: "link-button", text: "Clear all", on: { click: () => app.go(scope ? { ...FOCUS, ...UNFILTERED } : UNFILTERED) } })) : null);
}

/** Where claims are looked for, as a chip that looks for them everywhere; null where that is so. */
export function scopeChip(app: App): HTMLElement | null {
  const { entity, note, edge, compare } = app.state, pair = edge ?? compare, name = note ? `in ${note.replace(/^.*\//, "").replace(/\.md$/, "")}` : pair?.join(" and ") || entity;
  return name ? chip(name, () => app.go(FOCUS)) : null;
}

/** What is set, in words. */
export function filterTexts(app: App): string[] {
  return [...FACETS.flatMap((facet) => app.state[facet].map((written) => facetText(app, facet, written))), ...others(app).map(([text]) => text)];
}

/** How many filters are set. */
export function filtersSet(state: State): number {
  return FACETS.reduce((sum, facet) => sum + state[facet].length, 0) + [state.numbers, state.conflicts, state.from, state.to, state.q].filter(Boolean).length;
}

/** A facet's value for people. */
export function valueLabel(app: App, facet: Facet, value: string): string {
  const { core } = app;
  if (facet === "attribute") return attributeName(core, core.properties.name.indexOf(value));
  if (facet === "folder") return folderName(core, core.folders.indexOf(value === TOP ? "" : value));
  if (facet === "notes") return core.notes.path.includes(value) ? noteTitle(core, core.notes.path.indexOf(value)) : value;
  return value || (facet === "unit" ? "plain numbers" : "(none)");
}

function facetText(app: App, facet: Facet, written: string): string {
  const { value, not } = choice(written);
  return `${not ? "not " : ""}${valueLabel(app, facet, value)}`;
}

function facetChips(app: App, facet: Facet): HTMLElement[] {
  return app.state[facet].map((written) => chip(facetText(app, facet, written), () => app.go({ [facet]: app.state[facet].filter((other) => other !== written) })));
}

function otherChips(app: App): HTMLElement[] {
  return others(app).map(([text, off]) => chip(text, () => app.go(off)));
}

/** What is set besides facets: in words, and the state without it. */
function others({ state }: App): [string, Partial<State>][] {
  const all: [unknown, string, Partial<State>][] = [[state.q, `“${state.q}”`, { q: "" }], [state.numbers, "with numbers", { numbers: false }], [state.conflicts, "in conflicts", { conflicts: false }],
    [state.from, `from ${state.from}`, { from: "" }], [state.to, `to ${state.to}`, { to: "" }]];
  return all.filter(([isSet]) => isSet).map(([, text, off]) => [text, off]);
}

function chip(text: string, remove: () => void): HTMLElement {
  return h("button", { type: "button", class: "chip chip-filter", "aria-label": `Take off: ${text}`, on: { click: remove } }, h("span", { text }), h("span", { "aria-hidden": "true", text: "×" }));
}
