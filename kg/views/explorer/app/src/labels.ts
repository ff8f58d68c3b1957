/** Writes names beside discs so that none lies on another: the best first, more of them the nearer one looks. */
import type Sigma from "sigma";
import type { App } from "./app";
import type { EdgeData, NodeData } from "./graphs";
import { paper } from "./palette";
import { shorten } from "./text";

export type Drawing = Sigma<NodeData, EdgeData>;
export interface Label { text: string; x: number; y: number; size: number; bold: boolean; centred: boolean; muted: boolean; left?: boolean }
export interface Box { left: number; top: number; right: number; bottom: number }
export interface Wanted { first: readonly string[]; hidden: (node: string) => boolean; communities: boolean; most: number; suffix: (node: string) => string; ringed: ReadonlySet<string> }

const BIG = 11; // pixels of radius from which a disc is named before all others
const NAMED = 8; // such discs, at most
const FONT = "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";

/** Chooses which labels are shown, and where, in pixels of the view. */
export function placeLabels(app: App, sigma: Drawing, context: CanvasRenderingContext2D, wanted: Wanted): Label[] {
  const { width, height } = sigma.getDimensions();
  const taken: Box[] = [], labels: Label[] = [];
  const tryLabel = (label: Label, force: boolean): boolean => {
    const box = boxOf(context, label);
    if (label.centred && box.right > 0 && box.left < width) shift(label, box, Math.max(0, 6 - box.left) - Math.max(0, box.right - width + 6));
    if (box.right < 0 || box.left > width || box.bottom < 0 || box.top > height) return true;
    if (!force && (box.right > width - 2 || box.left < 2)) return false;
    if (!force && taken.some((other) => overlap(box, other))) return false;
    taken.push(box);
    labels.push(label);
    return true;
  };
  for (const disc of bigDiscs(sigma, wanted)) taken.push(disc);
  const first = new Set(wanted.first);
  const put = (node: string, force: boolean, bold: boolean) => nodeLabel(sigma, node, wanted, tryLabel, force, bold);
  for (const node of wanted.first) put(node, true, node === wanted.first[0]);
  for (const node of biggest(sigma, wanted)) {
    if (!first.has(node)) put(node, true, true);
    first.add(node);
  }
  if (wanted.communities) for (const label of communityLabels(app, sigma)) tryLabel(label, false);
  const most = wanted.most * Math.max(0.25, Math.min(1, (width * height) / 900_000));
  sigma.getGraph().forEachNode((node) => {
    if (labels.length < most && !first.has(node) && !wanted.hidden(node)) put(node, false, false);
  });
  return labels;
}

/** Draws labels with a halo in the colour of the page. */
export function drawLabels(context: CanvasRenderingContext2D, labels: readonly Label[], dark: boolean): void {
  const { ink, halo, muted } = paper(dark);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of labels) {
    context.font = fontOf(label);
    context.textAlign = label.centred ? "center" : label.left ? "right" : "left";
    context.lineWidth = 4;
    context.strokeStyle = halo;
    context.strokeText(label.text, label.x, label.y);
    context.fillStyle = label.muted ? muted : ink;
    context.fillText(label.text, label.x, label.y);
  }
}

/** The CSS font of a label. */
export function fontOf(label: Label): string {
  return `${label.bold ? 600 : 450} ${label.size}px ${FONT}`;
}

function nodeLabel(sigma: Drawing, node: string, wanted: Wanted, put: (label: Label, force: boolean) => boolean, force: boolean, bold: boolean): void {
  const data = sigma.getNodeDisplayData(node);
  if (!data || data.hidden) return;
  const radius = sigma.scaleSize(data.size);
  if (!force && radius < 2.2) return;
  const at = sigma.framedGraphToViewport(data);
  const text = shorten(sigma.getGraph().getNodeAttribute(node, "label")) + wanted.suffix(node), gap = wanted.ringed.has(node) ? 10 : 4;
  const size = Math.round(Math.min(16, 10.5 + radius * 0.28));
  const label: Label = { text, x: at.x + radius + gap, y: at.y, size, bold: bold || radius > 12, centred: false, muted: false };
  const above = at.y - radius - gap + 4 - size * 0.7, below = at.y + radius + gap - 4 + size * 0.75;
  const places: Label[] = [
    label,
    { ...label, x: at.x - radius - gap, left: true },
    { ...label, x: at.x, y: above, centred: true },
    { ...label, x: at.x, y: below, centred: true },
  ];
  if (!places.slice(0, bold ? 4 : 2).some((place) => put(place, false)) && bold) put(label, true);
}

/** The nodes that one sees first: their names are written whatever else is there. */
function biggest(sigma: Drawing, wanted: Wanted): string[] {
  const found: { node: string; size: number }[] = [];
  sigma.getGraph().forEachNode((node) => {
    const data = sigma.getNodeDisplayData(node);
    if (data && !data.hidden && !wanted.hidden(node) && sigma.scaleSize(data.size) > BIG) found.push({ node, size: data.size });
  });
  return found.sort((a, b) => b.size - a.size).slice(0, NAMED).map(({ node }) => node);
}

function communityLabels(app: App, sigma: Drawing): Label[] {
  return [...app.core.communities].sort((a, b) => b.r - a.r).slice(0, 14).flatMap((community) => {
    const top = sigma.graphToViewport({ x: community.x, y: community.y + community.r });
    const middle = sigma.graphToViewport(community);
    if (middle.y - top.y < 44 || !community.label) return [];
    return [{ text: shorten(community.label, 44), x: top.x, y: top.y - 4, size: 12, bold: true, centred: true, muted: true }];
  });
}

/** Big discs that are shown: no other name should lie on them. */
function bigDiscs(sigma: Drawing, wanted: Wanted): Box[] {
  const found: Box[] = [];
  sigma.getGraph().forEachNode((node) => {
    const data = sigma.getNodeDisplayData(node);
    if (!data || data.hidden || wanted.hidden(node)) return;
    const radius = sigma.scaleSize(data.size) * 0.8;
    if (radius < 4.5) return;
    const at = sigma.framedGraphToViewport(data);
    found.push({ left: at.x - radius, right: at.x + radius, top: at.y - radius, bottom: at.y + radius });
  });
  return found;
}

function shift(label: Label, box: Box, by: number): void {
  label.x += by;
  box.left += by;
  box.right += by;
}

/** The room that a label takes. */
export function boxOf(context: CanvasRenderingContext2D, label: Label): Box {
  context.font = fontOf(label);
  const width = context.measureText(label.text).width, half = label.size * 0.62;
  const left = label.centred ? label.x - width / 2 : label.left ? label.x - width : label.x;
  return { left: left - 3, right: left + width + 3, top: label.y - half, bottom: label.y + half };
}

/** Whether two boxes share room. */
export function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
