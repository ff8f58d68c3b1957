/** The panels of a note, of an edge, of a search in claims, and of what matters when nothing is chosen. */
import type { App } from "./app";
import { folderName, hrefTo, noteTitle } from "./app";
import { timeStrip } from "./charts";
import { claimList, entityLink } from "./claimlist";
import { conflictCard, ranked } from "./conflictview";
import { fill, h, outside } from "./dom";
import { together } from "./facts";
import { claimTest } from "./filters";
import { obsidianUrl, playUrl } from "./links";
import type { Claim } from "./model";
import { copyButtons, empty, facts, head, passing, scroller } from "./parts";
import { Found, holds } from "./search";
import { count, fold, plural } from "./text";

const MOST_FOUND = 2000; // claims that are listed; more than anybody reads, and all are counted

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
export function foundPanel(app: App, done: (claims: Claim[]) => void): HTMLElement[] {
  const words = fold(app.state.q).split(/\s+/).filter(Boolean), test = claimTest(app.core, app.state), asked = app.state.q, found = new Found<Claim>(MOST_FOUND);
  const told = h("p", { class: "facts muted", role: "status", text: "Reading claims…" }), body = h("div", { class: "tab-body" });
  const show = () => {
    fill(body, h("div", { class: "fill" }, h("div", { class: "list-head" }, copyButtons(app, found.kept)),
      found.count ? claimList(app, `Claims that say ${asked}`, found.kept, "note") : empty("No claim says this.", "Try fewer or shorter words, or clear the filters.")));
    done(found.kept);
  };
  const each = (claims: Claim[]) => {
    for (const claim of claims) if (holds(claim.text, words) && (!test || test(claim))) found.add(claim);
    return app.state.q === asked && body.isConnected !== false;
  };
  const progress = (read: number, of: number) => { told.textContent = `${found.told((many) => plural(many, "claim"))}${read < of ? ` · ${count(read)} of ${count(of)} read` : ` in ${count(of)}`}`; };
  setTimeout(() => void app.store.scan(each, progress).then(show, (error: unknown) => fill(told, String(error))), 0);
  return [head(app, h("span", { class: "kind", text: "Search in claims" }), `“${asked}”`, told), body];
}

/** What the page shows first: how much there is, what it is most about, where it disagrees. */
export function homePanel(app: App): HTMLElement[] {
  const { core } = app, { totals } = core;
  const figure = (value: number, label: string) => h("div", { class: "total" }, h("span", { class: "total-value", text: count(value) }), h("span", { class: "muted small-text", text: label }));
  const conflicts = ranked(core.conflicts).slice(0, 30);
  return [scroller("Overview",
    h("div", { class: "home-head" }, h("h2", { class: "panel-title", text: core.vault }), h("p", { class: "muted", text: "What is claimed, about whom, and where to hear it." })),
    h("div", { class: "totals" }, figure(totals.claims, "claims"), figure(totals.entities, "entities"), figure(totals.notes, "notes"), figure(totals.recordings, "recordings")),
    h("h3", { text: "Most claimed about" }),
    totals.entities ? h("ul", { class: "names" }, ...core.entities.name.slice(0, 18).map((_, entity) => h("li", {}, entityLink(app, entity, count(core.entities.claims[entity]!)))))
      : empty("No entities yet.", "Notes with sentences about people, companies and products make them."),
    conflicts.length ? h("h3", { text: `Where the notes give different numbers (${count(totals.conflicts)})` }) : null,
    ...conflicts.map((conflict) => conflictCard(app, conflict, true)))];
}
