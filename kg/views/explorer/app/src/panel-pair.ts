/** The panels of two entities: the shortest paths between them with their evidence, and both side by side. */
import type { App } from "./app";
import { hrefTo } from "./app";
import { claimItem, claimList, entityLink, noteLinks } from "./claimlist";
import { fill, h } from "./dom";
import { numbersOf, together } from "./facts";
import type { Claim } from "./model";
import { entitiesOf, isOf } from "./model";
import { copyButtons, empty, facts, head, scroller } from "./parts";
import type { Adjacency } from "./paths";
import { shortestPaths } from "./paths";
import { compact, plural } from "./text";

const EVIDENCE = 3; // claims shown for each step at first

/** The panel of the paths between two entities. */
export async function pathPanel(app: App, from: number, to: number, found: (nodes: number[]) => void): Promise<HTMLElement[]> {
  const graph = await withUndrawn(app, [from, to]);
  const paths = shortestPaths(graph, from, to, 3), name = (entity: number) => app.core.entities.name[entity]!;
  found(paths.flat());
  const title = head(app, h("span", { class: "kind", text: "Path" }), `${name(from)} → ${name(to)}`, h("p", { class: "pair" }, entityLink(app, from), entityLink(app, to)),
    facts(paths.length ? `${plural(paths[0]!.length - 1, "step")}, ${plural(paths.length, "shortest path")} shown` : "no path"));
  if (!paths.length) return [title, empty("Nothing connects them.", "No chain of shared claims leads from one to the other.")];
  return [title, scroller("Paths", ...await Promise.all(paths.map((path, at) => pathCard(app, path, at + 1))))];
}

async function pathCard(app: App, path: number[], number: number): Promise<HTMLElement> {
  const steps = await Promise.all(path.slice(1).map((target, at) => step(app, path[at]!, target)));
  return h("section", { class: "card", "aria-label": `Path ${number}` }, h("h3", { text: `Path ${number}` }), ...steps);
}

async function step(app: App, source: number, target: number): Promise<HTMLElement> {
  const claims = (await app.store.ofEdge(source, target)).sort((a, b) => joined(b, source, target) - joined(a, source, target) || a.number - b.number);
  const list = h("div", { role: "list" }, ...claims.slice(0, EVIDENCE).map((claim) => claimItem(app, claim)));
  return h("div", { class: "step" }, h("p", { class: "pair" }, entityLink(app, source), h("span", { class: "muted", text: "→", "aria-hidden": "true" }), entityLink(app, target)), list,
    claims.length > EVIDENCE ? h("a", { class: "small-text", href: hrefTo(app, { edge: [app.core.entities.name[source]!, app.core.entities.name[target]!] }), text: `all ${plural(claims.length, "claim")}` }) : null);
}

/** 1 where a claim states something between both, which is better evidence than naming them. */
function joined(claim: Claim, one: number, other: number): number {
  return Number(claim.statements.some((said) => [said.subjectEntity, said.objectEntity].sort().join() === [one, other].sort().join()));
}

/** The drawn graph, and the neighbours of entities that are not drawn, read from their claims. */
async function withUndrawn(app: App, entities: number[]): Promise<Adjacency> {
  const undrawn = entities.filter((entity) => !app.near.has(entity));
  if (!undrawn.length) return app.near;
  const graph: Adjacency = new Map([...app.near].map(([node, others]) => [node, new Map(others)]));
  for (const entity of undrawn) {
    const others = new Map(together(await app.store.ofEntity(entity), entity));
    graph.set(entity, others);
    for (const [other, weight] of others) graph.set(other, new Map(graph.get(other) ?? []).set(entity, weight));
  }
  return graph;
}

/** The panel of two entities side by side. */
export async function comparePanel(app: App, one: number, other: number): Promise<HTMLElement[]> {
  const [left, right] = await Promise.all([app.store.ofEntity(one), app.store.ofEntity(other)]), { core } = app;
  const shared = left.filter((claim) => isOf(claim, other)), notes = [...new Set(left.map((claim) => claim.note))].filter((note) => right.some((claim) => claim.note === note));
  const neighbours = new Set(left.flatMap(entitiesOf)), common = together(right, one, other).filter(([entity]) => neighbours.has(entity)).slice(0, 12);
  const column = (entity: number, claims: Claim[]) => {
    const numbers = numbersOf(claims, entity).filter((point) => point.what).slice(0, 12);
    return h("div", { class: "column" }, h("h3", {}, entityLink(app, entity)), facts(core.types[core.entities.type[entity]!]!, plural(claims.length, "claim"), plural(core.entities.notes[entity]!, "note")),
      numbers.length ? h("ul", { class: "plain-list numbers" }, ...numbers.map((point) => h("li", { title: point.claim.text },
        h("strong", { text: compact(point.quantity.value) }), ` ${point.quantity.unit} `, h("span", { class: "muted small-text", text: `${point.what} ${point.date}` })))) : h("p", { class: "muted small-text", text: "No numbers stated of it." }));
  };
  const list = h("div", { class: "shared-claims" });
  fill(list, shared.length ? claimList(app, "Shared claims", shared, "note") : empty("No claim names both.", "See what they have in common above."));
  return [head(app, h("span", { class: "kind", text: "Compare" }), `${core.entities.name[one]} and ${core.entities.name[other]}`,
    facts(plural(shared.length, "shared claim"), plural(notes.length, "shared note")), h("a", { class: "button", href: hrefTo(app, { path: [core.entities.name[one]!, core.entities.name[other]!] }), text: "Path between them" })),
  scroller("Side by side", h("div", { class: "columns" }, column(one, left), column(other, right)),
    common.length ? h("h3", { text: "Named with both" }) : null, h("ul", { class: "names" }, ...common.map(([entity]) => h("li", {}, entityLink(app, entity)))),
    notes.length ? h("h3", { text: "Notes about both" }) : null, h("ul", { class: "plain-list" }, ...notes.slice(0, 20).map((note) => h("li", {}, ...noteLinks(app, note)))),
    h("h3", { text: "Shared claims" }), copyButtons(app, shared), list)];
}
