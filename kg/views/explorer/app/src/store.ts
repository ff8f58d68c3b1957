/** Hands out claims by entity, note or edge, from the page itself or from the shards beside it. */
import { lastAtMost } from "./bisect";
import type { Claim, ClaimRow, Core, HeardRow } from "./model";
import { claimOf, isOf } from "./model";
import { unpack, unpackElement } from "./packed";
import type { TextBlock } from "./rows/blocks";

interface NoteShard { claims: ClaimRow[] }
interface WordShard { words: Record<string, HeardRow[]> }
interface TextShard { first: number; notes: TextBlock[][] }
interface EntityShard { entities: Record<string, ClaimRow[]> }

/** Called with how many claims have been read, of how many. */
export type Progress = (read: number, of: number) => void;

declare global {
  interface Window { KG_SHARD?: (name: string, data: string) => void }
}

export class Store {
  readonly core: Core;
  private readonly waiting = new Map<string, Promise<unknown>>();
  private readonly arrived = new Map<string, (data: string) => void>();
  private readonly words = new Map<number, Promise<WordShard | null>>();
  private blocks: Promise<TextShard | null> | null = null;
  private whole: Promise<Claim[]> | null = null;
  private byEntity: Map<number, Claim[]> | null = null;

  constructor(core: Core) {
    this.core = core;
    window.KG_SHARD = (name, data) => this.arrived.get(name)?.(data);
  }

  /** All claims of an entity, in order. */
  async ofEntity(entity: number): Promise<Claim[]> {
    if (!this.core.sharded) return (await this.index()).get(entity) ?? [];
    const shard = await this.shard<EntityShard>(`e${this.core.entities.shard[entity]}`);
    return (shard.entities[String(entity)] ?? []).map(claimOf);
  }

  /** All claims of a note, in order. */
  async ofNote(note: number): Promise<Claim[]> {
    const { first, claims, shard } = this.core.notes;
    if (!this.core.sharded) return (await this.all()).slice(first[note], first[note]! + claims[note]!);
    const rows = (await this.shard<NoteShard>(`n${shard[note]}`)).claims;
    return rows.filter((row) => row[2] === note).map(claimOf);
  }

  /** A claim by its number; null where there is none. */
  async claim(number: number): Promise<Claim | null> {
    if (number < 0 || number >= this.core.totals.claims) return null;
    const claims = await this.ofNote(lastAtMost(this.core.notes.first, number));
    return claims.find((claim) => claim.number === number) ?? null;
  }

  /** The number of the file that holds a claim, where claims are in files next to the page. */
  partOf(number: number): number {
    const { first, shard } = this.core.notes;
    return shard[lastAtMost(first, number)]!;
  }

  /** All claims of such a file, in order. */
  async ofPart(part: number): Promise<Claim[]> {
    return (await this.shard<NoteShard>(`n${part}`)).claims.map(claimOf);
  }

  /** The claims behind an edge: those of one entity that are also of the other. */
  async ofEdge(source: number, target: number): Promise<Claim[]> {
    const [one, other] = source < target ? [source, target] : [target, source];
    return (await this.ofEntity(one)).filter((claim) => isOf(claim, other));
  }

  /** The text of a note in blocks; none where the page does not hold it. */
  async texts(note: number): Promise<TextBlock[]> {
    const { texts, sharded, notes } = this.core;
    if (!texts || !notes.claims[note]) return [];
    if (!sharded) this.blocks ??= unpackElement<TextShard>("kg-texts");
    const { first, notes: held } = sharded ? await this.shard<TextShard>(`t${notes.shard[note]}`) : (await this.blocks)!;
    return held[note - first] ?? [];
  }

  /** The words of a transcript around the claims of its notes, in order. */
  async heard(transcript: number): Promise<HeardRow[]> {
    const part = this.core.transcripts.part[transcript]!;
    if (this.core.sharded) return (await this.shard<WordShard>(`w${part}`)).words[String(transcript)] ?? [];
    let read = this.words.get(part);
    if (!read) this.words.set(part, read = unpackElement<WordShard>(`kg-words-${part}`));
    return (await read)?.words[String(transcript)] ?? [];
  }

  /** Goes through all claims in pieces; stops as soon as `more` answers false. */
  async scan(each: (claims: Claim[]) => boolean, progress: Progress): Promise<void> {
    const total = this.core.totals.claims;
    if (!this.core.sharded) {
      each(await this.all());
      progress(total, total);
      return;
    }
    let read = 0;
    for (const shard of new Set(this.core.notes.shard)) {
      if (shard < 0) continue;
      const claims = (await this.shard<NoteShard>(`n${shard}`)).claims.map(claimOf);
      read += claims.length;
      progress(read, total);
      if (!each(claims)) return;
    }
  }

  private all(): Promise<Claim[]> {
    this.whole ??= unpackElement<NoteShard>("kg-claims").then((data) => (data?.claims ?? []).map(claimOf));
    return this.whole;
  }

  private async index(): Promise<Map<number, Claim[]>> {
    const claims = await this.all();
    if (this.byEntity) return this.byEntity;
    const index = new Map<number, Claim[]>();
    for (const claim of claims) {
      const found = new Set(claim.about);
      for (const mention of claim.mentions) found.add(mention.entity);
      for (const entity of found) {
        const list = index.get(entity);
        if (list) list.push(claim);
        else index.set(entity, [claim]);
      }
    }
    this.byEntity = index;
    return index;
  }

  /** Loads a file beside the page by a script element, which works where the page is a file too. */
  private shard<T>(name: string): Promise<T> {
    const known = this.waiting.get(name);
    if (known) return known as Promise<T>;
    const loading = new Promise<string>((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `shards/${name}.js`;
      script.onerror = () => reject(new Error(`The file shards/${name}.js beside this page cannot be read.`));
      this.arrived.set(name, resolve);
      script.onload = () => script.remove();
      document.head.append(script);
    }).then((data) => unpack<T>(data));
    this.waiting.set(name, loading);
    loading.catch(() => this.waiting.delete(name));
    if (this.waiting.size > 40) this.waiting.delete(this.waiting.keys().next().value as string);
    return loading;
  }
}
