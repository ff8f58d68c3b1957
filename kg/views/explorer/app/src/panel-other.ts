/** The panels of a note, of an edge, of a search in claims, and of what matters when nothing is chosen. */
import type { App } from "./app";
import { folderName, hrefTo, noteTitle } from "./app";
import { timeStrip } from "./charts";
import { chips } from "./chips";
import { claimList, entityLink } from "./claimlist";
import { conflictCard, conflictsOf } from "./conflictview";
import { fill, h, outside } from "./dom";
import { together } from "./facts";
import type { Tally } from "./filter/tally";
import { obsidianUrl, playUrl } from "./links";
import type { Claim } from "./model";
import { copyButtons, empty, facts, head, passing, scroller } from "./parts";
import { Found } from "./search";
import { count, plural } from "./text";

const MOST_FOUND = 20_000; // claims that are listed; more than anybody reads, and all are counted

/** The panel of a note: its sections and claims in order, and where in the recording they are. */
export async function notePanel(app: App, note: number, read: (claims: Claim[]) => void): Promise<HTMLElement[]> {
  const { core } = app, all = await app.store.ofNote(note), { shown, told } = passing(app, all);
  read(all);
  const path = core.notes.path[note]!, video = playUrl(core.notes.play[note]!, 0);
  const links = h("div", { class: "actions" },
    core.obsidian ? h("a", { class: "button", href: obsidianUrl(core.obsidian, path), text: "Open in Obsidian" }) : null,
    video ? outside(video, { class: "button", text: "Open recording" }) : null);
  const names = together(all).slice(0, 8).map(([entity, many]) => h("li", {}, entityLink(app, entity, count(many))));
  return [head(app, h("span", { class: "kind", text: "Note" }), noteTitle(core, note), h("p", { class: "muted small-text break", text: path }),
    facts(folderName(core, core.notes.folder[note]!), plural(all.length, "claim"), core.notes.play[note] ? "" : "no recording"), timeStrip(all), links,
    h("ul", { class: "names" }, ...names)),
  h("div", { class: "tab-body" }, h("div", { class: "fill" }, h("div", { class: "list-head" }, told, copyButtons(app, shown)),
    shown.length ? claimList(app, `Claims in ${noteTitle(core, note)}`, shown, "section") : empty("No claims here.", all.length ? "Clear the filters to see all of them." : "Nothing in this note was read as a claim.")))];
}

/** The panel of an edge: the claims that name both. */
export async function edgePanel(app: App, source: number, target: number): Promise<HTMLElement[]> {
  const all = await app.store.ofEdge(source, target), { shown, told } = passing(app, all);
  return [head(app, h("span", { class: "kind", text: "Connection" }), `${app.core.entities.name[source]} and ${app.core.entities.name[target]}`,
    h("p", { class: "pair" }, entityLink(app, source), entityLink(app, target)), facts(plural(all.length, "shared claim"))),
  h("div", { class: "tab-body" }, h("div", { class: "fill" }, h("div", { class: "list-head" }, told, copyButtons(app, shown)),
    shown.length ? claimList(app, "Shared claims", shown, "note", -1) : empty("No claim names both.", "They may be joined by other entities: try the path between them.",
      h("a", { class: "button", href: hrefTo(app, { path: [app.core.entities.name[source]!, app.core.entities.name[target]!] }), text: "Path between them" }))))];
}

/** Claims that say what was searched for; shards are read one after another, and it is said how far. */
export function foundPanel(app: App): HTMLElement[] {
  const { filter } = app, asked = app.state.q, found = new Found<Claim>(MOST_FOUND);
  const told = h("p", { class: "facts muted", role: "status", text: "Reading claims…" }), body = h("div", { class: "tab-body" });
  const show = () => {
    fill(body, h("div", { class: "fill" }, h("div", { class: "list-head" }, chips(app), copyButtons(app, found.kept)),
      found.count ? claimList(app, `Claims that say ${asked}`, found.kept, "note") : empty("No claim says this.", "Try fewer words, the beginning of one with * behind it, or clear the filters.")));
  };
  const each = (claims: Claim[]) => {
    for (const claim of claims) if (filter.passes(claim)) found.add(claim);
    return app.filter === filter && body.isConnected !== false;
  };
  const progress = (read: number, of: number) => { told.textContent = `${found.told((many) => plural(many, "claim"))}${read < of ? ` · ${count(read)} of ${count(of)} read` : ` in ${count(of)}`}`; };
  setTimeout(() => void app.store.scan(each, progress).then(show, (error: unknown) => fill(told, String(error))), 0);
  return [head(app, h("span", { class: "kind", text: "Search in claims" }), `“${asked}”`, told), body];
}

/** What the page shows first: how much there is, what it is most about, where it disagrees. */
export async function homePanel(app: App): Promise<HTMLElement[]> {
  const { core } = app, passing = await app.passing(), totals = passing ? totalsOf(app, passing) : core.totals;
  const claims = (entity: number) => passing ? passing.entities.get(entity) ?? 0 : core.entities.claims[entity]!;
  const best = passing ? [...passing.entities].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([entity]) => entity) : core.entities.name.map((_, entity) => entity);
  const figure = (value: number, label: string) => h("div", { class: "total" }, h("span", { class: "total-value", text: count(value) }), h("span", { class: "muted small-text", text: label }));
  const conflicts = conflictsOf(app, passing);
  return [scroller("Overview",
    h("div", { class: "home-head" }, h("h2", { class: "panel-title", text: core.vault }), h("p", { class: "muted", text: "What is claimed, about whom, and where to hear it." })),
    chips(app), h("div", { class: "totals" }, figure(totals.claims, "claims"), figure(totals.entities, "entities"), figure(totals.notes, "notes"), figure(totals.recordings, "recordings")),
    h("h3", { text: "Most claimed about" }),
    totals.entities ? h("ul", { class: "names" }, ...best.slice(0, 18).map((entity) => h("li", {}, entityLink(app, entity, count(claims(entity))))))
      : passing ? empty("Nothing passes the filters.", "Clear them to see everything.") : empty("No entities yet.", "Notes with sentences about people, companies and products make them."),
    conflicts.length ? h("h3", { text: `Where the notes give different numbers (${count(conflicts.length)})` }) : null,
    ...conflicts.slice(0, 30).map((conflict) => conflictCard(app, conflict, true)))];
}

/** How much passes the filter. */
function totalsOf({ core }: App, passing: Tally): Record<"claims" | "entities" | "notes" | "recordings", number> {
  const recordings = new Set([...passing.notes.keys()].map((note) => core.notes.play[note]!).filter(Boolean));
  const entities = [...passing.entities.keys()].filter((entity) => entity < core.totals.entities).length; // key terms come last
  return { claims: passing.claims, entities, notes: passing.notes.size, recordings: recordings.size };
}
