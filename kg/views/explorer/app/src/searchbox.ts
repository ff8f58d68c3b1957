/** The search box: entities, aliases and notes as you type, claim texts by Enter. */
import type { App } from "./app";
import { folderName, noteTitle } from "./app";
import type { Combobox, Option } from "./combobox";
import { combobox } from "./combobox";
import { h, icon } from "./dom";
import { ICONS } from "./icons";
import { typeColour } from "./palette";
import { noteOf } from "./scope";
import { FOCUS } from "./state";
import { plural } from "./text";

/** Makes the page's search box. */
export function searchBox(app: App): Combobox {
  const toClaims = (query: string) => { if (query.trim()) app.go({ ...FOCUS, q: query.trim() }); };
  const box = combobox({
    label: "Search entities, notes and claims",
    placeholder: "Search entities, notes, claims",
    options: (query) => [...entityOptions(app, query, 8, (entity) => app.go({ ...FOCUS, q: "", about: false, entity: app.core.entities.name[entity]! })), ...noteOptions(app, query),
      ...claimOptions(app, query.trim(), () => toClaims(query))],
    submit: toClaims,
  });
  box.element.classList.add("search");
  box.element.prepend(icon(ICONS.search));
  box.element.append(h("kbd", { text: "/", "aria-hidden": "true" }));
  return box;
}

/** Claims that say the words: anywhere, and of what the panel shows. */
function claimOptions(app: App, query: string, everywhere: () => void): Option[] {
  if (!query) return [];
  const { state } = app, here = state.entity || (state.edge ?? state.compare)?.join(" and ") || (state.note && noteTitle(app.core, Math.max(0, noteOf(app, state.note))));
  return [{ label: `Claims that say “${query}”`, group: "Claims", mark: "“", pick: everywhere },
    ...(here ? [{ label: `Only those of ${here}`, group: "Claims", mark: "“", pick: () => app.go({ q: query, tab: "" }) }] : [])];
}

/** Entities that answer a query; without one, those with most claims. */
export function entityOptions(app: App, query: string, most: number, pick: (entity: number) => void): Option[] {
  const { entities, types } = app.core;
  const hits = query.trim() ? app.names.entities(query, most)
    : entities.name.slice(0, most).map((_, index) => ({ index, alias: undefined as string | undefined }));
  return hits.map(({ index, alias }) => ({
    label: alias ? `${entities.name[index]} (${alias})` : entities.name[index]!,
    detail: `${types[entities.type[index]!]} · ${plural(entities.claims[index]!, "claim")}`,
    group: query.trim() ? "Entities" : "Most claimed about",
    colour: typeColour(app, entities.type[index]!),
    pick: () => pick(index),
  }));
}

function noteOptions(app: App, query: string): Option[] {
  if (!query.trim()) return [];
  return app.names.notes(query, 5).map(({ index }) => ({
    label: noteTitle(app.core, index),
    detail: folderName(app.core, app.core.notes.folder[index]!),
    group: "Notes", mark: "¶",
    pick: () => app.go({ ...FOCUS, q: "", about: false, note: app.core.notes.path[index]! }),
  }));
}
