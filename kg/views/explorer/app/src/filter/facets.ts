/** What claims can be filtered by: each facet with the values that a claim has of it, and how SPARQL asks for them. */
import type { Claim, Core } from "../model";
import { entitiesOf } from "../model";

/** Stands for the top folder, which has no name. */
export const TOP = ".";

export const FACETS = ["type", "folder", "notes", "callout", "modality", "attribute", "unit", "speaker"] as const;
export type Facet = (typeof FACETS)[number];

export const FACET_TITLES: Record<Facet, string> = {
  type: "Entity types", folder: "Folders", notes: "Notes", callout: "Callouts", modality: "How it is put", attribute: "Attributes", unit: "Units", speaker: "Who says it",
};

/** The values that a claim has of a facet, each once. */
export const VALUES: Record<Facet, (core: Core, claim: Claim) => string[]> = {
  type: (core, claim) => once(entitiesOf(claim).map((entity) => core.types[core.entities.type[entity]!]!)),
  folder: (core, claim) => [core.folders[core.notes.folder[claim.note]!] || TOP],
  notes: (core, claim) => [core.notes.path[claim.note]!],
  callout: (core, claim) => (claim.callout < 0 ? [] : [core.callouts[claim.callout]!]),
  modality: (core, claim) => [core.modalities[claim.modality]!],
  attribute: (core, claim) => once(claim.statements.filter((one) => one.property >= 0).map((one) => core.properties.name[one.property]!)),
  unit: (core, claim) => once(claim.quantities.map((one) => core.units.name[one.unit]!)),
  speaker: (_, claim) => (claim.attribution === null ? [] : [claim.attribution]),
};

/** A value that is to be left out is written with a mark before it; one that is empty or begins with a mark, with another. */
const NOT = "!", PLAIN = "=";

export interface Choice { value: string; not: boolean }

/** Reads a value as the state has it. */
export function choice(written: string): Choice {
  const not = written.startsWith(NOT);
  return { value: not || written.startsWith(PLAIN) ? written.slice(1) : written, not };
}

/** Writes a value for the state. */
export function chosen({ value, not }: Choice): string {
  if (not) return NOT + value;
  return !value || value.startsWith(NOT) || value.startsWith(PLAIN) ? PLAIN + value : value;
}

function once<T>(values: readonly T[]): T[] {
  return values.length < 2 ? [...values] : [...new Set(values)];
}
