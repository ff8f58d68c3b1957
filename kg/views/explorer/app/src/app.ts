/** What every part of the page shares: the data, the state, and the way to change it. */
import type { ClaimFilter } from "./filter/claimfilter";
import type { Tally } from "./filter/tally";
import type { Keeping } from "./keeping";
import type { Claim, Core } from "./model";
import type { ClaimRows } from "./rows/claimrows";
import type { Names } from "./search";
import type { State } from "./state";
import type { Store } from "./store";
import type { Adjacency } from "./paths";
import { FOCUS, format } from "./state";

export interface App {
  readonly core: Core;
  readonly store: Store;
  readonly names: Names;
  /** Neighbours in the picture, by the claims that pass the filter. */
  readonly near: Adjacency;
  /** The filter of claims that is set. */
  readonly filter: ClaimFilter;
  /** The claims of the list that is looked at: those of what is chosen, under the filter. */
  readonly rows: ClaimRows;
  state: State;
  /** Whether the page is dark now. */
  dark: boolean;
  /** Changes the state; the address follows. `quiet` leaves no step for the back button. */
  go(change: Partial<State>, quiet?: boolean): void;
  /** Reads a row in its note; the one so many further on; goes back to the list. */
  read(index: number): Promise<void>;
  step(by: number): Promise<void>;
  back(): void;
  /** Closes what is open: the claim that is read, else the panel. */
  close(): void;
  /** What of the whole vault passes the filter; null where none is set. */
  passing(): Promise<Tally | null>;
  /** What of the list that is looked at passes, by value of each facet; null where it is not known yet. */
  readonly counts: Tally | null;
  /** Whether keys of one letter or sign work. */
  readonly keys: Keeping<boolean>;
  /** Tells screen readers alone. */
  announce(text: string): void;
  /** Tells screen readers, and for a moment everyone, that something was done. */
  say(text: string): void;
}

/** The address of a panel, the filters staying as they are, but for the words searched for. */
export function hrefTo(app: App, focus: Partial<State>): string {
  return format({ ...app.state, ...FOCUS, q: "", about: false, ...focus }) || "#";
}

/** The address of an entity's panel. */
export function entityHref(app: App, entity: number): string {
  return hrefTo(app, { entity: app.core.entities.name[entity]! });
}

/** The address of a claim in its note. */
export function claimHref(app: App, claim: Pick<Claim, "note" | "number">): string {
  return hrefTo(app, { note: app.core.notes.path[claim.note]!, claim: String(claim.number) });
}

/** The title of a note, or its file's name where it has none. */
export function noteTitle(core: Core, note: number): string {
  return core.notes.title[note] || core.notes.path[note]!.replace(/^.*\//, "").replace(/\.md$/, "");
}

/** The name of a folder; the vault's own notes have none. */
export function folderName(core: Core, folder: number): string {
  return core.folders[folder] || "(top folder)";
}
