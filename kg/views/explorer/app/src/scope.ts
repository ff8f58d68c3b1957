/** Where the claims of the panel are looked for: of entities, in a note, or anywhere. */
import type { App } from "./app";
import type { Claim } from "./model";
import type { State } from "./state";

/** Entities that a claim must all be of, and its note; -1 for any. */
export interface Scope { entities: number[]; note: number }

/** The scope that the state chooses; names that nothing has choose nothing. */
export function scopeOf(app: App): Scope {
  const { state } = app, pair = state.edge ?? state.compare;
  if (state.note) return { entities: [], note: noteOf(app, state.note) };
  const entities = (state.path ? [] : pair ?? (state.entity ? [state.entity] : [])).map((name) => app.names.entity(name));
  return { entities: entities.includes(-1) ? [] : entities, note: -1 };
}

/** Whether a state looks for claims in something, be there such a thing or not. */
export function isScoped({ note, edge, compare, entity, path }: State): boolean {
  return Boolean(note) || (!path && Boolean(edge ?? compare ?? entity));
}

/** The number of a note, by its path with or without ".md", or by its title; -1 for none. */
export function noteOf(app: App, name: string): number {
  const { notes } = app.core;
  return [notes.path.indexOf(name), notes.path.indexOf(`${name}.md`), notes.title.indexOf(name)].find((at) => at >= 0) ?? -1;
}

/** The claims of a scope, or null where it is the whole vault. */
export async function claimsIn(app: App, { entities, note }: Scope): Promise<Claim[] | null> {
  if (note >= 0) return app.store.ofNote(note);
  if (entities.length > 1) return app.store.ofEdge(entities[0]!, entities[1]!);
  return entities.length ? app.store.ofEntity(entities[0]!) : null;
}
