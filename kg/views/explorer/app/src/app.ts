/** What every part of the page shares: the data, the state, and the way to change it. */
import type { Core } from "./model";
import type { Names } from "./search";
import type { State } from "./state";
import type { Store } from "./store";
import type { Adjacency } from "./paths";
import { FOCUS, format } from "./state";

export interface App {
  readonly core: Core;
  readonly store: Store;
  readonly names: Names;
  readonly near: Adjacency;
  state: State;
  /** Whether the page is dark now. */
  dark: boolean;
  /** Changes the state; the address follows. `quiet` leaves no step for the back button. */
  go(change: Partial<State>, quiet?: boolean): void;
  /** Tells screen readers, and for a moment everyone, that something was done. */
  say(text: string): void;
}

/** The address of a panel, everything else staying as it is. */
export function hrefTo(app: App, focus: Partial<State>): string {
  return format({ ...app.state, ...FOCUS, about: false, ...focus }) || "#";
}

/** The address of an entity's panel. */
export function entityHref(app: App, entity: number): string {
  return hrefTo(app, { entity: app.core.entities.name[entity]! });
}

/** The title of a note, or its file's name where it has none. */
export function noteTitle(core: Core, note: number): string {
  return core.notes.title[note] || core.notes.path[note]!.replace(/^.*\//, "").replace(/\.md$/, "");
}

/** The name of a folder; the vault's own notes have none. */
export function folderName(core: Core, folder: number): string {
  return core.folders[folder] || "(top folder)";
}
