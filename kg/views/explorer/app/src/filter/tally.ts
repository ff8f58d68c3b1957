/** Counts what passes the filter: entities and pairs for the picture, values of facets for the bar. */
import type { Claim, Core } from "../model";
import { entitiesOf } from "../model";
import type { ClaimFilter, Part } from "./claimfilter";
import { conflictTest, hasNumbers } from "./claimfilter";
import type { Span } from "./datebins";
import { spanOf } from "./datebins";
import type { Facet } from "./facets";
import { FACETS, VALUES } from "./facets";

/** How many claims each value of a facet would leave, everything else that is set being as it is. */
export type FacetCounts = Record<Facet, Map<string, number>>;

export class Tally {
  claims = 0;
  /** How many of the claims looked at are in scope, whether they pass or not. */
  scope = 0;
  numbers = 0;
  conflicts = 0;
  readonly facets = Object.fromEntries(FACETS.map((facet) => [facet, new Map()])) as FacetCounts;
  /** The years of claims that pass everything but the time. */
  readonly spans: Span[] = [];
  /** How many passing claims are of an entity; in a note; of two entities, by `pairKey`. */
  readonly entities = new Map<number, number>();
  readonly notes = new Map<number, number>();
  readonly pairs = new Map<number, number>();
  /** Numbers of the passing claims that give a value which differs from another's. */
  readonly differing = new Set<number>();
  /** Entities of claims that pass everything but the types. */
  readonly ofAnyType = new Set<number>();
  private readonly core: Core;
  private readonly filter: ClaimFilter;
  private readonly isConflict: (claim: Claim) => boolean;

  constructor(core: Core, filter: ClaimFilter) {
    this.core = core;
    this.filter = filter;
    this.isConflict = conflictTest(core);
  }

  /** Counts claims for the picture. */
  draw(claims: readonly Claim[]): void {
    for (const claim of claims) {
      const failed = this.filter.failed(claim);
      if (failed.length > 1 || (failed[0] && failed[0] !== "type")) continue;
      const entities = entitiesOf(claim);
      for (const entity of entities) this.ofAnyType.add(entity);
      if (failed.length) continue;
      this.claims++;
      if (this.isConflict(claim)) this.differing.add(claim.number);
      add(this.notes, claim.note);
      entities.forEach((entity, at) => {
        add(this.entities, entity);
        for (const other of entities.slice(at + 1)) add(this.pairs, pairKey(this.core, entity, other));
      });
    }
  }

  /** Counts claims for the bar. */
  count(claims: readonly Claim[]): void {
    for (const claim of claims) {
      this.scope++;
      const failed = this.filter.failed(claim);
      if (failed.length > 1) continue;
      const counts = (part: Part) => !failed.length || failed[0] === part;
      for (const facet of FACETS) if (counts(facet)) for (const value of VALUES[facet](this.core, claim)) add(this.facets[facet], value);
      if (counts("numbers") && hasNumbers(claim)) this.numbers++;
      if (counts("conflicts") && this.isConflict(claim)) this.conflicts++;
      if (claim.dates.length && counts("time")) {
        const span = spanOf(claim.dates);
        if (span.length) this.spans.push(span);
      }
      if (!failed.length) this.claims++;
    }
  }
}

/** One number for two entities, whichever comes first. */
export function pairKey(core: Core, one: number, other: number): number {
  return Math.min(one, other) * core.entities.name.length + Math.max(one, other);
}

function add<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
