/** Where an arrow key leads from a node: to the nearest one in that direction. */
import type { Drawing } from "../labels";

export interface Place { node: string; x: number; y: number }

const EDGE = 40; // pixels at the edge of the view in which a node does not count as seen
const ASIDE = 2.2; // how much farther what lies aside counts than what lies ahead

/** The node that is next from a place in a direction (x to the right, y down); "" where none is there. */
export function nextNode(from: { x: number; y: number }, way: readonly [number, number], places: readonly Place[]): string {
  let best = "", least = Infinity;
  for (const { node, x, y } of places) {
    const ahead = (x - from.x) * way[0] + (y - from.y) * way[1], aside = Math.abs((x - from.x) * way[1] - (y - from.y) * way[0]);
    if (ahead <= 0 || aside > 2 * ahead) continue;
    const far = ahead + ASIDE * aside;
    if (far < least) [best, least] = [node, far];
  }
  return best;
}

/** The node that is next in a drawing, the one nearest to the middle where `from` is not shown; whether it is in view. */
export function nodeFrom(sigma: Drawing, from: string, way: readonly [number, number]): { node: string; isSeen: boolean } | null {
  const { width, height } = sigma.getDimensions();
  const places = sigma.getGraph().nodes().flatMap((node) => {
    const data = sigma.getNodeDisplayData(node);
    return data && !data.hidden ? [{ node, ...sigma.framedGraphToViewport(data) }] : [];
  });
  const start = places.find((one) => one.node === from), far = ({ x, y }: Place) => Math.hypot(x - width / 2, y - height / 2);
  const node = start ? nextNode(start, way, places) : places.reduce((best, one) => (!best || far(one) < far(best) ? one : best), null as Place | null)?.node;
  const at = places.find((one) => one.node === node);
  return at ? { node: at.node, isSeen: at.x > EDGE && at.y > EDGE && at.x < width - EDGE && at.y < height - EDGE } : null;
}
