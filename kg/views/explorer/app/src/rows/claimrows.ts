/**
 * The rows of the table: the claims of a scope that pass the filter, in the order that is asked for.
 *
 * Where nothing is filtered or sorted, rows are read from the files next to the page as they come into view. Else all claims
 * are read once; of each that passes, what its row needs is kept.
 */
import type { Claim, Core } from "../model";
import type { RowClaim } from "./rowclaim";
import { rowOf } from "./rowclaim";
import type { SortKey } from "./sorting";
import { sorted } from "./sorting";

/** Where claims come from. */
export interface ClaimSource {
  /** Claims in pieces, in order, until `each` answers false. */
  scan(each: (claims: Claim[]) => boolean): Promise<void>;
  /** The files that claims are in, by the number of a claim; null where all claims are at hand. */
  parts: { of: (number: number) => number; read: (part: number) => Promise<Claim[]> } | null;
}

export interface Wanted {
  core: Core;
  source: ClaimSource;
  /** null where all claims pass. */
  passes: ((claim: Claim) => boolean) | null;
  /** null for the order of the notes. */
  key: ((row: RowClaim) => SortKey) | null;
  down: boolean;
  /** Called when there are more rows than before, or others. */
  changed: () => void;
}

export class ClaimRows {
  /** Whether claims are still being read, so that there may be more rows. */
  isReading = true;
  /** How many claims have been looked at. */
  looked = 0;
  problem = "";
  /** When all rows are known. */
  readonly ready: Promise<void>;
  private readonly wanted: Wanted;
  private found: RowClaim[] = [];
  private places: Map<number, number> | null = null;
  private readonly lazy: (RowClaim | undefined)[] | null = null;
  private readonly asked = new Set<number>();
  private isStopped = false;

  constructor(wanted: Wanted) {
    this.wanted = wanted;
    if (wanted.source.parts && !wanted.passes && !wanted.key) {
      this.lazy = [];
      this.isReading = false;
      this.looked = wanted.core.totals.claims;
      this.ready = Promise.resolve();
    } else this.ready = this.read();
  }

  /** How many rows there are so far. */
  get length(): number {
    return this.lazy ? this.wanted.core.totals.claims : this.found.length;
  }

  /** Stops reading: other rows are wanted. */
  stop(): void { this.isStopped = true; }

  /** A row; null where it is still to be read, which this begins. */
  at(index: number): RowClaim | null {
    if (!this.lazy) return this.found[index] ?? null;
    const known = this.lazy[index];
    if (!known && index >= 0 && index < this.length) void this.fetch(index);
    return known ?? null;
  }

  /** A row, once it is there; null where there is none. */
  async row(index: number): Promise<RowClaim | null> {
    if (index < 0 || index >= this.length) return null;
    if (this.lazy && !this.lazy[index]) this.keep(await this.parts.read(this.parts.of(index)));
    return this.at(index);
  }

  /** The place of a claim; -1 where it is not among the rows. */
  place(number: number): number {
    if (this.lazy) return number >= 0 && number < this.length ? number : -1;
    this.places ??= new Map(this.found.map((row, at) => [row.number, at]));
    return this.places.get(number) ?? -1;
  }

  /** A text for each row, in order; claims are read again, as rows hold only a part of them. */
  async texts(write: (claim: Claim) => string): Promise<string[]> {
    await this.ready;
    const written = new Map<number, string>(), isAll = this.lazy !== null;
    await this.wanted.source.scan((claims) => {
      for (const claim of claims) if (isAll || this.place(claim.number) >= 0) written.set(claim.number, write(claim));
      return true;
    });
    return isAll ? [...written.values()] : this.found.map((row) => written.get(row.number)!);
  }

  /** All rows, in order, as far as they are kept. */
  async all(): Promise<readonly RowClaim[]> {
    await this.ready;
    return this.found;
  }

  private async read(): Promise<void> {
    const { source, passes, key, down, changed } = this.wanted, found: RowClaim[] = [];
    try {
      await source.scan((claims) => {
        this.looked += claims.length;
        for (const claim of claims) if (!passes || passes(claim)) found.push(source.parts ? rowOf(claim) : claim);
        if (!key) this.show(found);
        changed();
        return !this.isStopped;
      });
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.isReading = false;
    this.show(key ? sorted(found, key, down) : found);
    changed();
  }

  private show(found: RowClaim[]): void {
    this.found = found;
    this.places = null;
  }

  private get parts() { return this.wanted.source.parts!; }

  private async fetch(index: number): Promise<void> {
    const part = this.parts.of(index);
    if (this.asked.has(part)) return;
    this.asked.add(part);
    try {
      this.keep(await this.parts.read(part));
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.asked.delete(part);
    this.wanted.changed();
  }

  private keep(claims: readonly Claim[]): void {
    for (const claim of claims) this.lazy![claim.number] = rowOf(claim);
  }
}
