/** Shortest paths between two nodes of a graph, the best supported first. */

export type Adjacency = Map<number, Map<number, number>>;

/** Neighbours with the weight of the edge, both ways. */
export function adjacency(source: readonly number[], target: readonly number[], weight?: readonly number[]): Adjacency {
  const found: Adjacency = new Map();
  const put = (one: number, other: number, value: number) => {
    const known = found.get(one);
    if (known) known.set(other, value);
    else found.set(one, new Map([[other, value]]));
  };
  source.forEach((one, at) => {
    put(one, target[at]!, weight?.[at] ?? 1);
    put(target[at]!, one, weight?.[at] ?? 1);
  });
  return found;
}

/** How far each node is from the start, up to a number of steps. */
export function distances(graph: Adjacency, start: number, most = Infinity): Map<number, number> {
  const found = new Map([[start, 0]]);
  let ring = [start];
  for (let step = 1; step <= most && ring.length; step++) {
    const next: number[] = [];
    for (const node of ring) {
      for (const other of graph.get(node)?.keys() ?? []) {
        if (!found.has(other)) { found.set(other, step); next.push(other); }
      }
    }
    ring = next;
  }
  return found;
}

/** Up to `most` shortest paths; among equally short ones those whose weakest edge is strongest come first. */
export function shortestPaths(graph: Adjacency, from: number, to: number, most = 3): number[][] {
  const away = distances(graph, to);
  const length = away.get(from);
  if (length === undefined) return [];
  let ends: { path: number[]; weakest: number; sum: number }[] = [{ path: [from], weakest: Infinity, sum: 0 }];
  for (let left = length; left > 0; left--) {
    const longer = ends.flatMap((end) => steps(graph, end.path.at(-1)!, away, left).map(([node, weight]) => (
      { path: [...end.path, node], weakest: Math.min(end.weakest, weight), sum: end.sum + weight })));
    ends = longer.sort((a, b) => b.weakest - a.weakest || b.sum - a.sum).slice(0, 200);
  }
  return ends.slice(0, most).map((end) => end.path);
}

function steps(graph: Adjacency, node: number, away: Map<number, number>, left: number): [number, number][] {
  return [...graph.get(node) ?? []].filter(([other]) => away.get(other) === left - 1);
}
