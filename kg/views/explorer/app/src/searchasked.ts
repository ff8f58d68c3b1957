/** What becomes of a search with operators: the next state of the page, and the searches that are offered again. */
import type { Core } from "./model";
import { Keeping } from "./keeping";
import type { Asked } from "./filter/operators";
import type { State } from "./state";
import { FOCUS, isBench } from "./state";

const RECENT = 8; // searches that are kept

/**
 * The change of the state that a search makes. Words are searched for everywhere unless the search says about what; without
 * words, operators narrow what is looked at, as a list of claims where nothing else is open.
 */
export function searchChange(state: State, { change, words }: Asked): Partial<State> {
  const isOpen = Boolean(change.entity ?? change.edge) || (!words && [state.entity, state.note, state.edge, state.compare].some(Boolean));
  const focus = words && !(change.entity ?? change.edge) ? FOCUS : {};
  return { ...focus, about: false, claim: "", ...change, q: words || (isOpen ? "" : state.q), ...(isOpen || words || isBench(state.mode) || state.path ? {} : { mode: "claims" as const }) };
}

/** The last searches of this vault, the newest first. */
export class Recent {
  private readonly kept: Keeping<string[]>;

  constructor(core: Pick<Core, "vault" | "base">) {
    this.kept = new Keeping<string[]>(core, "searches", [], (stored) => (Array.isArray(stored) ? stored.filter((one): one is string => typeof one === "string") : []).slice(0, RECENT));
  }

  get(): string[] { return this.kept.get(); }

  add(text: string): void {
    const typed = text.trim();
    if (typed) this.kept.set([typed, ...this.get().filter((one) => one !== typed)].slice(0, RECENT));
  }

  forget(): void { this.kept.set([]); }
}
