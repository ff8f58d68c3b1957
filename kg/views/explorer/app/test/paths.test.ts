/** Paths: shortest ones only, the best supported first. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adjacency, distances, shortestPaths } from "../src/paths";

//  0 - 1 - 3 - 4    and 0 - 2 - 3 with stronger edges; 5 - 6 apart
const graph = adjacency([0, 1, 0, 2, 3, 5], [1, 3, 2, 3, 4, 6], [1, 9, 5, 5, 2, 1]);

test("the best supported shortest path comes first", () => {
  assert.deepEqual(shortestPaths(graph, 0, 4), [[0, 2, 3, 4], [0, 1, 3, 4]]);
  assert.deepEqual(shortestPaths(graph, 0, 4, 1), [[0, 2, 3, 4]]);
});

test("neighbours are one step apart, a node none from itself, islands have no path", () => {
  assert.deepEqual(shortestPaths(graph, 0, 1), [[0, 1]]);
  assert.deepEqual(shortestPaths(graph, 3, 3), [[3]]);
  assert.deepEqual(shortestPaths(graph, 0, 6), []);
  assert.deepEqual(shortestPaths(graph, 0, 99), []);
});

test("distances stop at the depth asked for", () => {
  assert.deepEqual([...distances(graph, 0, 1)], [[0, 0], [1, 1], [2, 1]]);
  assert.equal(distances(graph, 0).get(4), 3);
});

test("every path found is as long as the distance says, on many small graphs", () => {
  let seed = 7;
  const next = (below: number) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % below; };
  for (let turn = 0; turn < 200; turn++) {
    const ends = Array.from({ length: 14 }, () => [next(9), next(9)]).filter(([a, b]) => a !== b);
    const random = adjacency(ends.map(([a]) => a!), ends.map(([, b]) => b!), ends.map(() => 1 + next(5)));
    for (const path of shortestPaths(random, 0, 8)) {
      assert.equal(path.length - 1, distances(random, 0).get(8));
      path.slice(1).forEach((node, at) => assert.ok(random.get(path[at]!)!.has(node)));
    }
  }
});
