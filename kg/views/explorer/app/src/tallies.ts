/** Keeps what the picture and the bar count in step with the filter; claims are read in pieces, the newest question wins. */
import type { App } from "./app";
import { filterKey } from "./filter/claimfilter";
import { Tally, pairKey } from "./filter/tally";
import type { Claim } from "./model";
import type { Adjacency } from "./paths";
import { adjacency } from "./paths";
import { claimsIn, scopeOf } from "./scope";

export class Tallies {
  /** What of the whole vault passes; null where nothing is filtered. */
  drawn: Tally | null = null;
  /** What the bar shows; null where it is not known. */
  bar: Tally | null = null;
  private readonly app: App;
  private readonly changed: () => void;
  private readonly unfiltered: Adjacency;
  private filtered: Adjacency | null = null;
  private drawKey = "";
  private barKey: string | null = null;
  private pending = 0;
  private drawing: Promise<Tally | null> = Promise.resolve(null);

  constructor(app: App, changed: () => void) {
    this.app = app;
    this.changed = changed;
    const { source, target, weight } = app.core.edges;
    this.unfiltered = adjacency(source, target, weight);
  }

  /** Neighbours in the picture by claims that pass, with how many. */
  get near(): Adjacency {
    const { drawn } = this;
    if (!drawn) return this.unfiltered;
    if (!this.filtered) {
      const { core } = this.app, { source, target } = core.edges, weight = source.map((one, at) => drawn.pairs.get(pairKey(core, one, target[at]!)) ?? 0);
      const kept = source.map((_, at) => at).filter((at) => weight[at]);
      this.filtered = adjacency(kept.map((at) => source[at]!), kept.map((at) => target[at]!), kept.map((at) => weight[at]!));
    }
    return this.filtered;
  }

  /** Whether claims are still being counted. */
  get isCounting(): boolean { return this.pending > 0; }

  /** What passes, once it is known. */
  passing(): Promise<Tally | null> { return this.drawing; }

  /** Asks again where filter or scope have changed. */
  update(): void {
    const { app } = this, drawKey = app.filter.isSet ? filterKey(app.state) : "", scope = scopeOf(app), barKey = JSON.stringify([filterKey(app.state), scope]);
    const draws = drawKey !== this.drawKey, counts = barKey !== this.barKey && (!app.core.sharded || Boolean(drawKey) || scope.note >= 0 || scope.entities.length > 0);
    this.drawKey = drawKey;
    if (barKey !== this.barKey && !counts) this.bar = null;
    this.barKey = barKey;
    if (draws && !drawKey) {
      this.drawing = Promise.resolve(null);
      this.take(null);
    }
    const tally = draws && drawKey ? new Tally(app.core, app.filter) : null, bar = counts ? new Tally(app.core, app.filter) : null;
    const whole = claimsIn(app, scope);
    if (tally) this.drawing = this.counted(this.draw(tally, drawKey));
    if (bar) void this.counted(this.count(bar, barKey, whole));
  }

  private async counted<T>(work: Promise<T>): Promise<T> {
    this.pending++;
    const found = await work;
    this.pending--;
    this.changed();
    return found;
  }

  private take(drawn: Tally | null): void {
    this.drawn = drawn;
    this.filtered = null;
  }

  private async draw(tally: Tally, key: string): Promise<Tally | null> {
    const isCurrent = () => this.drawKey === key;
    await this.app.store.scan((claims) => { tally.draw(claims); return isCurrent(); }, () => undefined).catch(() => this.app.say("Some files next to this page cannot be read."));
    if (!isCurrent()) return this.drawing;
    this.take(tally);
    return tally;
  }

  private async count(tally: Tally, key: string, some: Promise<Claim[] | null>): Promise<void> {
    const isCurrent = () => this.barKey === key;
    try {
      const claims = await some;
      if (claims) tally.count(claims);
      else await this.app.store.scan((read) => { tally.count(read); return isCurrent(); }, () => undefined);
    } catch { return; }
    if (!isCurrent()) return;
    this.bar = tally;
  }
}
