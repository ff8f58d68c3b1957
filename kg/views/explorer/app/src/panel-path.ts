/** The panel of the shortest paths between two entities, with the claims that each step rests on. */
import type { App } from "./app";
import { hrefTo } from "./app";
import { chips } from "./chips";
import { claimItem, entityLink } from "./claimlist";
import { h } from "./dom";
import { together } from "./facts";
import type { Claim } from "./model";
import { empty, facts, head, passing, scroller } from "./parts";
import type { Adjacency } from "./paths";
import { shortestPaths } from "./paths";
import { plural } from "./text";

const EVIDENCE = 3; // claims shown for each step at first

/** The panel of the paths between two entities. */
export async function pathPanel(app: App, from: number, to: number, found: (nodes: number[]) => void): Promise<HTMLElement[]> {
  await app.passing();
  const graph = await withUndrawn(app, [from, to]);
  const paths = shortestPaths(graph, from, to, 3), name = (entity: number) => app.core.entities.name[entity]!;
  found(paths.flat());
  const title = head(app, h("span", { class: "kind", text: "Path" }), `${name(from)} → ${name(to)}`, h("p", { class: "pair" }, entityLink(app, from), entityLink(app, to)),
    chips(app), facts(paths.length ? `${plural(paths[0]!.length - 1, "step")}, ${plural(paths.length, "shortest path")} shown` : "no path"));
  if (!paths.length) return [title, empty("Nothing connects them.", "No chain of shared claims leads from one to the other" + (app.filter.isSet ? " under these filters." : "."))];
  return [title, scroller("Paths", ...await Promise.all(paths.map((path, at) => pathCard(app, path, at + 1))))];
}

async function pathCard(app: App, path: number[], number: number): Promise<HTMLElement> {
  const steps = await Promise.all(path.slice(1).map((target, at) => step(app, path[at]!, target)));
  return h("section", { class: "card", "aria-label": `Path ${number}` }, h("h3", { text: `Path ${number}` }), ...steps);
}

async function step(app: App, source: number, target: number): Promise<HTMLElement> {
  const claims = passing(app, await app.store.ofEdge(source, target)).shown.sort((a, b) => joined(b, source, target) - joined(a, source, target) || a.number - b.number);
  const list = h("div", { role: "list" }, ...claims.slice(0, EVIDENCE).map((claim) => claimItem(app, claim, -1, true)));
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
    const others = new Map(together(passing(app, await app.store.ofEntity(entity)).shown, entity));
    graph.set(entity, others);
    for (const [other, weight] of others) graph.set(other, new Map(graph.get(other) ?? []).set(entity, weight));
  }
  return graph;
}
