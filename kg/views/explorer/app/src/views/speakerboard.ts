/** Who says what: a network of speakers and what they speak of, and the same as a table, with where they differ. */
import type { App } from "../app";
import { entityHref } from "../app";
import { chips, scopeChip } from "../chips";
import { entityLink } from "../claimlist";
import { fill, h, s } from "../dom";
import { filterKey } from "../filter/claimfilter";
import { chosen } from "../filter/facets";
import type { Claim } from "../model";
import { typeColour } from "../palette";
import { empty } from "../parts";
import type { Speaker, Spoken } from "../rows/speakers";
import { NOTES, SpeakerTally, spoken } from "../rows/speakers";
import { claimsIn, isScoped, scopeOf } from "../scope";
import { FOCUS, format, type State } from "../state";
import { listInstead } from "../table";
import { tableKinds } from "../tablekinds";
import { count, plural, shorten } from "../text";

const ROWS = 300, OF = 4, DIFFERS = 4; // rows; entities and speakers named in each
const SPEAKERS = 12, ENTITIES = 14, LINE = 26; // of the network, and pixels between them

export class SpeakerBoard {
  private readonly app: App;
  private shown = "";

  constructor(app: App) { this.app = app; }

  /** Shows the speakers of what is looked at in an element. */
  async show(place: HTMLElement): Promise<void> {
    const { app } = this, { state, filter } = app, key = JSON.stringify([filterKey(state), scopeOf(app), isScoped(state), app.dark]);
    if (key === this.shown && place.querySelector(".speakers")) return;
    this.shown = key;
    const isCurrent = () => this.shown === key && app.state.mode === "speakers", tally = new SpeakerTally(), told = h("span", { class: "muted", role: "status", text: "Reading claims…" });
    fill(place, this.head(told), h("div", { class: "speakers table-scroll", tabindex: "0", role: "region", "aria-label": "Speakers" }));
    const read = (claims: readonly Claim[]) => { tally.add(claims.filter((claim) => filter.passes(claim))); return isCurrent(); };
    try {
      if (isScoped(state)) read(await claimsIn(app, scopeOf(app)) ?? []);
      else await app.store.scan(read, (done, of) => { if (done < of) told.textContent = `${count(done)} of ${count(of)} claims read`; });
    } catch (error) {
      if (isCurrent()) told.textContent = error instanceof Error ? error.message : String(error);
      return;
    }
    if (isCurrent()) this.draw(place, told, tally.ranked(app.core));
  }

  private head(told: HTMLElement): HTMLElement {
    const { app } = this;
    return h("div", { class: "table-head" }, tableKinds(app, "speakers", (kind) => { listInstead(kind); app.go({ mode: "table" }); }), told, chips(app, scopeChip(app)));
  }

  private draw(place: HTMLElement, told: HTMLElement, all: Speaker[]): void {
    const { app } = this, body = place.querySelector(".speakers")!;
    told.textContent = plural(all.length, "speaker");
    if (!all.length) fill(body, empty("Nobody is said to say any of this.", app.filter.isSet || isScoped(app.state) ? "Take filters off to see more." : "Notes name speakers as in “according to analysts”."));
    else fill(body, network(app, spoken(all, SPEAKERS, ENTITIES)), table(app, all));
  }
}

/** What a state is when only this speaker's claims are asked for. */
function saying(app: App, name: string, more: Partial<State> = {}): string {
  return format({ ...app.state, claim: "", mode: "claims", speaker: [chosen({ value: name, not: false })], ...more });
}

function network(app: App, { speakers, entities, lines }: Spoken): HTMLElement {
  const rows = Math.max(speakers.length, entities.length), height = rows * LINE + 16, most = Math.max(1, ...lines.map((one) => one.claims));
  const y = (at: number, of: number) => 8 + (height - 16) * ((at + 0.5) / of);
  const root = s("svg", { class: "chart speaker-network", viewBox: `0 0 640 ${height}`, role: "group", "aria-label": `${plural(speakers.length, "speaker")} and ${plural(entities.length, "entity", "entities")} they speak of; the table below has the same` });
  for (const { speaker, entity, claims } of lines) {
    const from = y(speaker, speakers.length), to = y(entity, entities.length), name = speakers[speaker]!.name, about = app.core.entities.name[entities[entity]!]!;
    root.append(s("a", { href: saying(app, name, { ...FOCUS, entity: about }), tabindex: "-1", "aria-hidden": "true" },
      s("path", { class: "chart-link speaker-line", d: `M236 ${from} C320 ${from} 320 ${to} 404 ${to}`, "stroke-width": 1 + 3 * Math.sqrt(claims / most) }, s("title", { text: `${name} on ${about}: ${plural(claims, "claim")}` }))));
  }
  speakers.forEach(({ name, claims }, at) => root.append(s("a", { href: saying(app, name), "aria-label": `${name}: ${plural(claims, "claim")}` },
    s("circle", { cx: 230, cy: y(at, speakers.length), r: 5, class: "speaker-dot" }), s("text", { x: 218, y: y(at, speakers.length) + 4, "text-anchor": "end", class: "chart-name", text: shorten(name, 30) }))));
  entities.forEach((entity, at) => root.append(s("a", { href: entityHref(app, entity), "aria-label": app.core.entities.name[entity]! },
    s("circle", { cx: 410, cy: y(at, entities.length), r: 5, fill: typeColour(app, app.core.entities.type[entity]!) }), s("text", { x: 422, y: y(at, entities.length) + 4, class: "chart-name", text: shorten(app.core.entities.name[entity]!, 30) }))));
  return h("figure", { class: "speaker-figure" }, root);
}

function table(app: App, all: readonly Speaker[]): HTMLElement {
  const of = ({ name, of }: Speaker) => of.slice(0, OF).map(([entity, claims]) => h("li", {}, h("a", { href: saying(app, name, { ...FOCUS, entity: app.core.entities.name[entity]! }), text: `${app.core.entities.name[entity]!} ${count(claims)}`, "aria-label": `${app.core.entities.name[entity]!} ${count(claims)}: what ${name} says of it` })));
  const differs = ({ name, differs }: Speaker) => differs.slice(0, DIFFERS).map(([other, pairs]) => h("li", {}, h("a", { href: saying(app, name, { mode: "disputes", tab: "all" }), text: `${other === NOTES ? "the notes" : other} ${count(pairs)}`, "aria-label": `${other === NOTES ? "the notes" : other} ${count(pairs)}: pairs of values in which ${name} differs` })));
  const row = (one: Speaker) => {
    const entity = app.core.entities.name.indexOf(one.name);
    return h("tr", {}, h("th", { scope: "row" }, entity < 0 ? one.name : entityLink(app, entity)), h("td", { class: "number" }, h("a", { href: saying(app, one.name), text: count(one.claims), "aria-label": `${plural(one.claims, "claim")} of ${one.name}` })),
      h("td", {}, h("ul", { class: "speaker-list" }, ...of(one))), h("td", {}, h("ul", { class: "speaker-list" }, ...differs(one))));
  };
  return h("div", {}, h("table", { class: "table" }, h("caption", { class: "offscreen", text: "Speakers" }),
    h("thead", {}, h("tr", {}, ...["Speaker", "Claims", "Speaks of", "Differs from"].map((text) => h("th", { scope: "col", class: text === "Claims" ? "number" : undefined, text })))), h("tbody", {}, ...all.slice(0, ROWS).map(row))),
    all.length > ROWS ? h("p", { class: "muted small-text", text: `and ${count(all.length - ROWS)} who say less; filter to see them` }) : null);
}
