/** Who says what: each speaker's claims, what they are about, and from whom the speaker's numbers differ. */
import type { Claim, Core } from "../model";
import { entitiesOf } from "../model";

/** What is said by nobody in particular: the note itself says it. */
export const NOTES = "";

export interface Speaker {
  name: string;
  claims: number;
  /** Entities spoken of with how many claims, those of most claims first. */
  of: [number, number][];
  /** Other speakers, or the notes themselves, whose values differ, with how many pairs of values. */
  differs: [string, number][];
}

export class SpeakerTally {
  /** Claims that were looked at. */
  looked = 0;
  private readonly speakers = new Map<string, { claims: number; of: Map<number, number> }>();
  private readonly sayers = new Map<number, string>();

  /** Counts claims that pass. */
  add(claims: readonly Claim[]): void {
    this.looked += claims.length;
    for (const claim of claims) {
      this.sayers.set(claim.number, claim.attribution ?? NOTES);
      if (claim.attribution === null) continue;
      const speaker = this.speakers.get(claim.attribution) ?? { claims: 0, of: new Map<number, number>() };
      this.speakers.set(claim.attribution, speaker);
      speaker.claims++;
      for (const entity of entitiesOf(claim)) speaker.of.set(entity, (speaker.of.get(entity) ?? 0) + 1);
    }
  }

  /** The speakers, those of most claims first; nobody speaks of themselves in `of`. */
  ranked(core: Pick<Core, "conflicts" | "entities">): Speaker[] {
    const differs = this.differing(core);
    return [...this.speakers].map(([name, { claims, of }]) => ({
      name, claims, differs: most(differs.get(name) ?? new Map<string, number>()),
      of: most(of).filter(([entity]) => core.entities.name[entity] !== name),
    })).sort((a, b) => b.claims - a.claims || (a.name < b.name ? -1 : 1));
  }

  /** For each speaker, with whose values theirs make a pair that differs. */
  private differing({ conflicts }: Pick<Core, "conflicts">): Map<string, Map<string, number>> {
    const found = new Map<string, Map<string, number>>();
    const count = (one: string, other: string) => {
      if (one === NOTES) return;
      const others = found.get(one) ?? new Map<string, number>();
      found.set(one, others.set(other, (others.get(other) ?? 0) + 1));
    };
    for (const { values, pairs } of conflicts) {
      for (const [first, second] of pairs) {
        const one = this.sayers.get(values[first]!.claim), other = this.sayers.get(values[second]!.claim);
        if (one === undefined || other === undefined || one === other) continue;
        count(one, other);
        count(other, one);
      }
    }
    return found;
  }
}

function most<Key>(counts: ReadonlyMap<Key, number>): [Key, number][] {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** A network of who speaks of what: the first speakers, the entities that most of them speak of, and lines with their claims. */
export interface Spoken { speakers: Speaker[]; entities: number[]; lines: { speaker: number; entity: number; claims: number }[] }

/** Chooses the network's nodes: so many speakers and entities at most. */
export function spoken(all: readonly Speaker[], speakersMost: number, entitiesMost: number): Spoken {
  const speakers = all.filter((one) => one.of.length).slice(0, speakersMost), total = new Map<number, number>();
  for (const { of } of speakers) for (const [entity, claims] of of) total.set(entity, (total.get(entity) ?? 0) + claims);
  const entities = most(total).slice(0, entitiesMost).map(([entity]) => entity), place = new Map(entities.map((entity, at) => [entity, at]));
  const lines = speakers.flatMap(({ of }, speaker) => of.flatMap(([entity, claims]) => (place.has(entity) ? [{ speaker, entity: place.get(entity)!, claims }] : [])));
  return { speakers, entities, lines };
}
