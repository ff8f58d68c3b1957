/** The search box: entities, aliases and notes as you type, claim texts by Enter. */
import type { App } from "./app";
import { folderName, noteTitle } from "./app";
import type { Combobox, Option } from "./combobox";
import { combobox } from "./combobox";
import { h, icon } from "./dom";
import { completions } from "./filter/completion";
import { asked, hasOperators } from "./filter/operators";
import { ICONS } from "./icons";
import { typeColour } from "./palette";
import { noteOf } from "./scope";
import { Recent, searchChange } from "./searchasked";
import { FOCUS } from "./state";
import { plural } from "./text";

const BEGUN = /(?:^|\s)-?[a-z]+:(?:"[^"]*|\S*)$/iu; // an operator that is still being typed

/** Makes the page's search box. */
export function searchBox(app: App): Combobox {
  const recent = new Recent(app.core);
  const search = (text: string) => {
    const found = asked(app, text, app.state);
    if (found.problems.length) app.say(found.problems.join(" "));
    else if (text.trim()) {
      recent.add(text);
      if (hasOperators(text)) box.input.value = found.words;
      app.go(searchChange(app.state, found));
    }
  };
  const box: Combobox = combobox({
    label: "Search entities, notes and claims; about:, by:, unit:, in:, type:, year: narrow it",
    placeholder: "Search entities, notes, claims",
    options: (query) => (query.trim() ? (hasOperators(query) ? askedOptions(app, query, search) : [...found(app, query), ...claimOptions(app, query.trim(), () => search(query)), ...completed(app, query, 3)]) : begun(app, recent, search)),
    submit: search,
  });
  box.element.classList.add("search");
  box.element.prepend(icon(ICONS.search));
  box.element.append(h("kbd", { text: "/", "aria-hidden": "true" }));
  return box;
}

/** Entities and notes of a name. */
function found(app: App, query: string): Option[] {
  return [...entityOptions(app, query, 8, (entity) => app.go({ ...FOCUS, q: "", about: false, entity: app.core.entities.name[entity]! })), ...noteOptions(app, query)];
}

/** What is offered before anything is typed: the last searches, the entities of most claims, the operators. */
function begun(app: App, recent: Recent, search: (text: string) => void): Option[] {
  const last = recent.get(), group = "Recent searches";
  return [...last.map((text) => ({ label: text, group, mark: "↺", pick: () => search(text) })),
    ...(last.length ? [{ label: "Forget these searches", group, mark: "×", pick: () => recent.forget() }] : []),
    ...entityOptions(app, "", last.length ? 5 : 8, (entity) => app.go({ ...FOCUS, q: "", about: false, entity: app.core.entities.name[entity]! })), ...completed(app, "", 20)];
}

/** What a query with operators comes to: the claims it asks for, what is wrong with it, and how it can go on. */
function askedOptions(app: App, query: string, search: (text: string) => void): Option[] {
  const { problems } = asked(app, query, app.state), more = completed(app, query, 8);
  const wrong = (more.length ? asked(app, query.replace(BEGUN, ""), app.state).problems : problems).map((label) => ({ label, group: "Not understood", mark: "!", isLong: true, isKept: true, pick: () => app.say(label) }));
  if (problems.length) return more.length ? [...more, ...wrong] : wrong;
  const rest = query.endsWith(" ") ? [] : more.filter((one) => one.complete !== `${query} `);
  return [{ label: `Claims with ${query.trim()}`, group: "Claims", mark: "“", pick: () => search(query) }, ...rest];
}

function completed(app: App, query: string, most: number): Option[] {
  return completions(app, query, app.counts, most).map(({ label, detail, text }) => ({ label, detail, group: "Narrow the search", mark: ":", complete: text, pick: () => undefined }));
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
