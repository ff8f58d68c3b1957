/** Decides which claims and entities pass the filters that are set. */
import type { Claim, Core } from "./model";
import type { State } from "./state";

/** Stands for the top folder, which has no name. */
export const TOP = ".";

export type Test<T> = (one: T) => boolean;

/** The test that a claim must pass; null where no filter concerns claims. */
export function claimTest(core: Core, state: State): Test<Claim> | null {
  const tests: Test<Claim>[] = [];
  const { folder } = core.notes;
  const folders = chosen(core.folders, state.folder), callouts = chosen(core.callouts, state.callout);
  const modalities = chosen(core.modalities, state.modality);
  if (folders) tests.push((claim) => folders.has(folder[claim.note]!));
  if (callouts) tests.push((claim) => callouts.has(claim.callout));
  if (modalities) tests.push((claim) => modalities.has(claim.modality));
  if (state.numbers) tests.push((claim) => claim.quantities.length > 0);
  if (state.conflicts) {
    const numbers = new Set(core.conflicts.flatMap((conflict) => conflict.values.map((figure) => figure.claim)));
    tests.push((claim) => numbers.has(claim.number));
  }
  if (state.from || state.to) tests.push((claim) => claim.dates.some((date) => within(date.value, state.from, state.to)));
  return tests.length ? (claim) => tests.every((test) => test(claim)) : null;
}

/** Tells whether a date lies between two others, each as exact as it was given ("2024" is the whole year). */
export function within(date: string, from: string, to: string): boolean {
  if (!/^\d{4}/.test(date)) return false;
  return (!from || date.slice(0, from.length) >= from.slice(0, date.length)) && (!to || date.slice(0, to.length) <= to);
}

/** The entity types that are shown; null for all. */
export function typesShown(core: Core, state: State): Set<number> | null {
  return chosen(core.types, state.type);
}

/** How many filters are set. */
export function filtersSet(state: State): number {
  const flags = [state.numbers, state.conflicts, Boolean(state.from), Boolean(state.to)];
  const lists = [state.type, state.folder, state.callout, state.modality];
  return flags.filter(Boolean).length + lists.reduce((sum, list) => sum + list.length, 0);
}

function chosen(names: readonly string[], wanted: readonly string[]): Set<number> | null {
  return wanted.length ? new Set(wanted.map((name) => names.indexOf(name === TOP ? "" : name))) : null;
}
