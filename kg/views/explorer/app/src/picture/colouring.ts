/** What entities of the picture are coloured by, and the legend that says so: type, folder, time or community. */
import type { App } from "../app";
import { folderName } from "../app";
import { agePalette, folderColour, typeColour } from "../palette";

/** Years from `first` to `last`. */
export interface Years { first: number; last: number }
/** One colour of a legend, what it is of, and how many of the nodes have it. */
export interface Key { label: string; colour: string; many: number }

/** Years divided into at most so many stretches that hold about as many entities each; 0 is none. */
export function stretches(years: readonly number[], most: number): Years[] {
  const sorted = years.filter(Boolean).sort((a, b) => a - b), found: Years[] = [];
  for (let place = 0; place < most && sorted.length; place++) {
    const first = sorted[Math.floor((place * sorted.length) / most)]!, before = found.at(-1);
    if (before && first <= before.first) continue;
    if (before) before.last = first - 1;
    found.push({ first, last: sorted.at(-1)! });
  }
  return found;
}

/** Colours of one picture of entities, worked out once. */
export class Palette {
  private readonly app: App;
  private readonly ages: readonly string[];
  private readonly years: readonly Years[];

  constructor(app: App) {
    this.app = app;
    this.ages = agePalette(app.dark);
    this.years = app.state.colour === "time" ? stretches(app.core.entities.year, this.ages.length) : [];
  }

  /** The colour of an entity. */
  of(node: number): string {
    const { app } = this, group = this.group(node), none = typeColour(app, app.core.unknown);
    if (app.state.colour === "type") return typeColour(app, group);
    if (group < 0) return none;
    return app.state.colour === "time" ? this.age(group) : folderColour(app, group);
  }

  /** The legend of some entities. */
  legend(nodes: Iterable<number>): Key[] {
    const many = new Map<number, number>();
    for (const node of nodes) many.set(this.group(node), (many.get(this.group(node)) ?? 0) + 1);
    const isTime = this.app.state.colour === "time", order = [...many].sort((a, b) => Number(a[0] < 0) - Number(b[0] < 0) || (isTime ? a[0] - b[0] : b[1] - a[1] || a[0] - b[0]));
    return order.map(([group, each]) => ({ label: this.label(group), colour: group < 0 ? typeColour(this.app, this.app.core.unknown) : isTime ? this.age(group) : folderColour(this.app, group), many: each }));
  }

  /** The number of what an entity is coloured by; -1 where it has none. */
  private group(node: number): number {
    const { core, state } = this.app, { type, folder, year, community } = core.entities;
    if (state.colour === "folder") return folder[node] ?? -1;
    if (state.colour === "community") return community[node] ?? -1;
    return state.colour === "time" ? this.years.findIndex(({ last }) => Boolean(year[node]) && year[node]! <= last) : type[node]!;
  }

  private label(group: number): string {
    const { core, state } = this.app;
    if (state.colour === "folder") return group < 0 ? "in no folder" : folderName(core, group);
    if (state.colour === "community") return group < 0 ? "in no community" : core.communities[group]?.label || `community ${group + 1}`;
    const years = this.years[group];
    return years ? (years.first === years.last ? String(years.first) : `${years.first}–${years.last}`) : "no year";
  }

  /** The colour of a stretch, spread over all of the palette where there are few. */
  private age(group: number): string {
    const last = Math.max(1, this.years.length - 1);
    return this.ages[Math.round((group * (this.ages.length - 1)) / last)]!;
  }
}
