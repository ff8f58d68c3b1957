/** Builds the graphs that can be drawn: entities, notes, channels, and the surroundings of one entity. */
import Graph from "graphology";
import type { App } from "./app";
import { folderName, noteTitle } from "./app";
import { folderColour } from "./palette";
import { distances } from "./paths";
import { Palette } from "./picture/colouring";
import type { Mode } from "./state";

export interface NodeData { x: number; y: number; size: number; color: string; label: string; index: number; rank: number }
export interface EdgeData { size: number; label: string; weight: number; minor?: boolean }
export type Picture = Graph<NodeData, EdgeData>;

export const EDGES_MOST = 2000; // more lines than this at once tell nothing: the weaker ones show when their node is pointed at
const LOCAL_MOST = 160; // nodes around one entity: more is a hairball
const LOCAL_LINES = 240; // lines around one entity from which only those that lead to it are drawn, the others where they are pointed at
const LONE_MOST = 40; // entities without a line that are drawn: more are a crowd that says nothing

/** The graph of a mode. */
export function pictureOf(app: App, mode: Mode): Picture {
  if (mode === "notes") return notes(app);
  if (mode === "channels") return channels(app);
  return entities(app);
}

/** The surroundings of an entity in rings, strongest neighbours first; answers how many were left out as well. */
export function surroundings(app: App, focus: number, depth: number): { graph: Picture; leftOut: number } {
  const { edges } = app.core, reach = distances(app.near, focus, depth);
  const strength = (node: number) => Math.max(0, ...[...app.near.get(node) ?? []].filter(([other]) => reach.has(other)).map(([, weight]) => weight));
  const sorted = [...reach].map(([node, ring]) => ({ node, ring, strength: strength(node) }))
    .sort((a, b) => a.ring - b.ring || b.strength - a.strength || a.node - b.node);
  const kept = sorted.slice(0, LOCAL_MOST);
  const graph: Picture = new Graph({ type: "undirected" }), palette = new Palette(app);
  const angles = new Map<number, number>();
  for (let ring = 0; ring <= depth; ring++) {
    const members = kept.filter((one) => one.ring === ring).map((one) => one.node);
    members.sort((a, b) => parentAngle(app, angles, a, focus) - parentAngle(app, angles, b, focus) || a - b);
    const lane = members.length > 28 ? 3 : members.length > 14 ? 2 : 1;
    members.forEach((node, at) => {
      const angle = (2 * Math.PI * at) / members.length + ring * 0.35;
      angles.set(node, angle);
      const radius = ring * 340 + (ring ? (at % lane) * (260 / lane) : 0);
      graph.addNode(String(node), entityNode(app, palette, node, radius * Math.cos(angle), radius * Math.sin(angle)));
    });
  }
  edges.source.forEach((source, at) => {
    if (app.near.get(source)?.has(edges.target[at]!)) link(graph, source, edges.target[at]!, edges.weight[at]!, edges.label[at]!);
  });
  if (graph.size > LOCAL_LINES) markAside(graph, reach);
  return { graph, leftOut: sorted.length - kept.length };
}

/** Marks all lines but the strongest of each node to one that is nearer to the middle. */
function markAside(graph: Picture, reach: ReadonlyMap<number, number>): void {
  const ring = (node: string) => reach.get(Number(node))!, ways = new Set<string>();
  graph.forEachNode((node) => {
    const inward = graph.filterEdges(node, (_, __, one, other) => ring(one === node ? other : one) < ring(node));
    const best = inward.sort((a, b) => graph.getEdgeAttribute(b, "weight") - graph.getEdgeAttribute(a, "weight"))[0];
    if (best) ways.add(best);
  });
  graph.forEachEdge((edge) => { if (!ways.has(edge)) graph.setEdgeAttribute(edge, "minor", true); });
}

/** Where an entity should stand on its ring: near the neighbours that stand already, else as on the whole map. */
function parentAngle(app: App, angles: Map<number, number>, node: number, focus: number): number {
  const parents = [...app.near.get(node)?.keys() ?? []].filter((other) => other !== focus && angles.has(other));
  if (parents.length) {
    const x = parents.reduce((sum, other) => sum + Math.cos(angles.get(other)!), 0);
    const y = parents.reduce((sum, other) => sum + Math.sin(angles.get(other)!), 0);
    return (Math.atan2(y, x) + 2 * Math.PI) % (2 * Math.PI);
  }
  const { x, y } = app.core.entities;
  const angle = Math.atan2((y[node] ?? 0) - (y[focus] ?? 0), (x[node] ?? 0) - (x[focus] ?? 0));
  return (angle + 2 * Math.PI) % (2 * Math.PI);
}

function entities(app: App): Picture {
  const { core } = app, graph: Picture = new Graph({ type: "undirected" }), palette = new Palette(app);
  core.entities.name.forEach((_, node) => {
    const x = core.entities.x[node], y = core.entities.y[node];
    if (x !== null && x !== undefined && y !== null && y !== undefined) graph.addNode(String(node), entityNode(app, palette, node, x, y));
  });
  const { source, target, weight, label } = core.edges;
  source.forEach((one, at) => link(graph, one, target[at]!, weight[at]!, label[at]!));
  const lone = graph.filterNodes((node) => !graph.degree(node));
  if (lone.length > LONE_MOST) for (const node of lone) graph.dropNode(node);
  markMinor(graph);
  return graph;
}

function entityNode(app: App, palette: Palette, node: number, x: number, y: number): NodeData {
  const { entities: columns } = app.core;
  return { x, y, size: size(columns.claims[node]!, columns.claims[0]!, columns.name.length), color: palette.of(node), label: columns.name[node]!, index: node, rank: node };
}

function notes(app: App): Picture {
  const { core } = app, graph: Picture = new Graph({ type: "undirected" });
  const most = Math.max(1, ...core.notes.claims.slice(0, 50000));
  const order = core.notes.path.map((_, note) => note).sort((a, b) => core.notes.claims[b]! - core.notes.claims[a]! || a - b);
  order.forEach((note, rank) => graph.addNode(String(note), {
    x: core.notes.x[note]!, y: core.notes.y[note]!, size: 0.6 * size(core.notes.claims[note]!, most, core.notes.path.length),
    color: folderColour(app, core.notes.folder[note]!), label: noteTitle(core, note), index: note, rank,
  }));
  core.noteEdges.source.forEach((source, at) => link(graph, source, core.noteEdges.target[at]!, 1, ""));
  markMinor(graph);
  return graph;
}

function channels(app: App): Picture {
  const { core } = app, graph: Picture = new Graph({ type: "undirected" });
  const most = Math.max(1, ...core.channels.claims);
  const order = core.channels.name.map((_, channel) => channel).sort((a, b) => core.channels.claims[b]! - core.channels.claims[a]! || a - b);
  order.forEach((channel, rank) => graph.addNode(String(channel), {
    x: core.channels.x[channel]!, y: core.channels.y[channel]!, size: (6 + 22 * Math.sqrt(core.channels.claims[channel]! / most)) * screenScale(),
    color: folderColour(app, channel), label: folderName(core, channel), index: channel, rank,
  }));
  const { source, target, weight } = core.channelEdges;
  source.forEach((one, at) => link(graph, one, target[at]!, weight[at]!, ""));
  return graph;
}

function link(graph: Picture, source: number, target: number, weight: number, label: string): void {
  const one = String(source), other = String(target);
  if (source === target || !graph.hasNode(one) || !graph.hasNode(other) || graph.hasEdge(one, other)) return;
  graph.addEdgeWithKey(`${one}|${other}`, one, other, { size: Math.min(4, 0.9 + Math.log2(weight + 1) * 0.3), label, weight });
}

/** Marks all edges but the strongest, where there are too many to draw at once. */
function markMinor(graph: Picture): void {
  if (graph.size <= EDGES_MOST) return;
  const order = graph.mapEdges((edge, data) => ({ edge, weight: data.weight })).sort((a, b) => b.weight - a.weight);
  for (const { edge } of order.slice(EDGES_MOST)) graph.setEdgeAttribute(edge, "minor", true);
}

/** The area of a disc tells how many claims; in a big picture discs are smaller. */
function size(claims: number, most: number, of: number): number {
  const room = of > 3000 ? 12 : of > 400 ? 14 : 15, least = of > 3000 ? 1.4 : of > 400 ? 2.2 : 3.5;
  return (least + room * Math.sqrt(claims / Math.max(1, most))) * screenScale();
}

/** Discs are smaller where the screen is. */
function screenScale(): number {
  return Math.max(0.55, Math.min(1, Math.min(innerWidth, innerHeight) / 760));
}
