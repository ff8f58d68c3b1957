/** The one filter of claims: list, picture, counts, facets, comparison, paths, query and export all ask it. */
import type { Claim, Core } from "../model";
import { entitiesOf } from "../model";
import type { State } from "../state";
import { within } from "./daterange";
import type { Facet } from "./facets";
import { FACETS, VALUES, choice } from "./facets";
import { matches, query, stems } from "./words";

/** What can be set besides facets. */
export type Part = Facet | "numbers" | "conflicts" | "time" | "words";
type Test = (claim: Claim) => boolean;

export class ClaimFilter {
  /** Tests by what they are of, of what is set only. */
  private readonly tests: [Part, Test][] = [];

  constructor(core: Core, state: State) {
    for (const facet of FACETS) {
      if (state[facet].length) this.tests.push([facet, facetTest(core, facet, state[facet])]);
    }
    if (state.numbers) this.tests.push(["numbers", hasNumbers]);
    if (state.conflicts) this.tests.push(["conflicts", conflictTest(core)]);
    if (state.from || state.to) this.tests.push(["time", (claim) => claim.dates.some((date) => within(date.value, state.from, state.to))]);
    const wanted = query(state.q);
    if (wanted) this.tests.push(["words", wordsTest(core, wanted)]);
  }

  /** Whether anything is set. */
  get isSet(): boolean {
    return this.tests.length > 0;
  }

  /** Tells whether a claim passes everything that is set. */
  passes(claim: Claim): boolean {
    return this.tests.every(([, test]) => test(claim));
  }

  /** The parts that a claim fails; looks no further than two, as nothing counts a claim that fails so many. */
  failed(claim: Claim): Part[] {
    const found: Part[] = [];
    for (const [part, test] of this.tests) {
      if (!test(claim)) found.push(part);
      if (found.length > 1) break;
    }
    return found;
  }
}

/** The part of a state that the filter depends on, as text. */
export function filterKey(state: State): string {
  return JSON.stringify([...FACETS.map((facet) => state[facet]), state.numbers, state.conflicts, state.from, state.to, state.q]);
}

/** Tells whether a claim has a number. */
export function hasNumbers(claim: Claim): boolean {
  return claim.quantities.length > 0;
}

/** Makes the test whether a claim gives a value that differs from another's. */
export function conflictTest(core: Core): Test {
  const numbers = new Set(core.conflicts.flatMap((conflict) => conflict.values.map((value) => value.claim)));
  return (claim) => numbers.has(claim.number);
}

function facetTest(core: Core, facet: Facet, written: readonly string[]): Test {
  const choices = written.map(choice), of = VALUES[facet];
  const wanted = new Set(choices.filter((one) => !one.not).map((one) => one.value)), unwanted = new Set(choices.filter((one) => one.not).map((one) => one.value));
  return (claim) => {
    const values = of(core, claim);
    return (!wanted.size || values.some((value) => wanted.has(value))) && !values.some((value) => unwanted.has(value));
  };
}

function wordsTest(core: Core, wanted: NonNullable<ReturnType<typeof query>>): Test {
  const paths = new Map<number, string[]>(), names = new Map<string, string[]>();
  const kept = <Key>(map: Map<Key, string[]>, key: Key, text: () => string) => {
    const found = map.get(key) ?? stems(text());
    map.set(key, found);
    return found;
  };
  return (claim) => {
    const entities = entitiesOf(claim).map((entity) => core.entities.name[entity]!).sort(byCodePoint).join(" · ");
    return matches(wanted, [stems(claim.text), kept(paths, claim.note, () => core.notes.path[claim.note]!.replace(/\.md$/, "")), kept(names, entities, () => entities)]);
  };
}

function byCodePoint(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
