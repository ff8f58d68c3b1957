/** Works out which entities have claims that pass the filters; claims are read in pieces, the newest question wins. */
import type { App } from "./app";
import { claimTest, typesShown } from "./filters";
import type { Claim } from "./model";
import { entitiesOf } from "./model";
import type { State } from "./state";

export interface Lens { entities: Set<number> | null; notes: Set<number> | null }

const NONE: Lens = { entities: null, notes: null };

export class Lenses {
  private readonly app: App;
  private key = "";
  private lens: Lens = NONE;

  constructor(app: App) { this.app = app; }

  /** The entities and notes that the filters leave; null for all. Calls back when claims had to be read first. */
  of(state: State, later: (lens: Lens, done: boolean) => void): Lens {
    const test = claimTest(this.app.core, state);
    if (!test) { this.key = ""; this.lens = NONE; return NONE; }
    const key = JSON.stringify([state.folder, state.callout, state.modality, state.numbers, state.conflicts, state.from, state.to]);
    if (key === this.key) return this.lens;
    this.key = key;
    const fresh: Lens = { entities: new Set(), notes: new Set() };
    this.read(key, test, fresh, later);
    return this.lens;
  }

  private read(key: string, test: (claim: Claim) => boolean, fresh: Lens, later: (lens: Lens, done: boolean) => void): void {
    const each = (claims: Claim[]) => {
      for (const claim of claims) {
        if (!test(claim)) continue;
        fresh.notes!.add(claim.note);
        for (const entity of entitiesOf(claim)) fresh.entities!.add(entity);
      }
      return this.key === key;
    };
    const done = () => { if (this.key === key) { this.lens = fresh; later(fresh, true); } };
    this.app.store.scan(each, () => undefined).then(done, () => this.app.say("Some files beside this page cannot be read."));
  }
}

/** Tells which nodes of a mode pass types and claims; null for all. */
export function visibleIn(app: App, lens: Lens): ((node: number) => boolean) | null {
  const { core, state } = app, { entities } = core;
  if (state.mode === "notes") return lens.notes ? (note) => lens.notes!.has(note) : null;
  if (state.mode === "channels") return state.folder.length ? (channel) => state.folder.includes(core.folders[channel] || ".") : null;
  const types = typesShown(core, state);
  if (!types && !lens.entities) return null;
  return (entity) => (!types || types.has(entities.type[entity]!)) && (!lens.entities || lens.entities.has(entity));
}
