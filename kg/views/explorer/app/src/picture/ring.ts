/** A ring around a node. */
import type { Drawing } from "../labels";

/** Draws it, where the node is shown; `dash` is as a canvas takes it. */
export function drawRing(context: CanvasRenderingContext2D, sigma: Drawing, node: string, look: { colour: string; width: number; dash: number[] }): void {
  const data = node ? sigma.getNodeDisplayData(node) : undefined;
  if (!data || data.hidden) return;
  const at = sigma.framedGraphToViewport(data);
  context.beginPath();
  context.arc(at.x, at.y, sigma.scaleSize(data.size) + 3.5, 0, 2 * Math.PI);
  context.lineWidth = look.width;
  context.strokeStyle = look.colour;
  context.setLineDash(look.dash);
  context.stroke();
  context.setLineDash([]);
}
