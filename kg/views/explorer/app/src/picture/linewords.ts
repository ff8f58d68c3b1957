/** Arrows and words on the lines of the entity that is looked at: what passing claims state between it and its neighbours. */
import type { Relation } from "../charts";
import type { Box, Drawing, Label } from "../labels";
import { boxOf, fontOf, overlap } from "../labels";
import { paper } from "../palette";
import { shorten } from "../text";

/** What is stated of an entity and another, most often: the words, and whether the entity is the subject. */
export type Said = ReadonlyMap<number, { words: string; out: boolean }>;
/** An arrow's head, in pixels: its tip and the direction it points in, in radians. */
export interface Arrow { x: number; y: number; angle: number }
/** Words along a line: their middle, and how they are turned. */
export interface LineWord { text: string; x: number; y: number; angle: number; width: number }
export interface LineSigns { arrows: Arrow[]; words: LineWord[] }

const SIZE = 11, FONT = fontOf({ text: "", x: 0, y: 0, size: SIZE, bold: false, centred: true, muted: true });
const LONGEST = 26; // characters of a relation's words
const HEAD = 8, ROOM = 14; // pixels: an arrow's head, and what words leave free on a line
const MOST = 24; // neighbours whose lines have signs, those of most claims first: more cover each other
const NEAR = 220; // pixels from the entity within which the words are

/** Relations as they are written on lines: for each neighbour the one that most claims state. */
export function saidOf(relations: readonly Relation[]): Said {
  const found = new Map<number, { words: string; out: boolean }>();
  for (const { entity, predicate, out } of relations) if (entity >= 0 && !found.has(entity)) found.set(entity, { words: predicate, out });
  return found;
}

/** Where arrows and words are; words that would lie on a name or on others are left out. */
export function lineSigns(sigma: Drawing, context: CanvasRenderingContext2D, focus: string, said: Said, names: readonly Label[]): LineSigns {
  const graph = sigma.getGraph(), centre = graph.hasNode(focus) ? sigma.getNodeDisplayData(focus) : undefined, found: LineSigns = { arrows: [], words: [] };
  if (!centre || centre.hidden) return found;
  context.font = FONT;
  const from = sigma.framedGraphToViewport(centre), radius = sigma.scaleSize(centre.size), taken = names.map((label) => boxOf(context, label));
  context.font = FONT;
  for (const [other, { words, out }] of said) {
    if (found.arrows.length >= MOST) break;
    const node = String(other), data = graph.hasNode(node) && graph.hasEdge(focus, node) ? sigma.getNodeDisplayData(node) : undefined;
    if (!data || data.hidden) continue;
    const to = sigma.framedGraphToViewport(data), far = Math.hypot(to.x - from.x, to.y - from.y), angle = Math.atan2(to.y - from.y, to.x - from.x);
    const free = far - radius - sigma.scaleSize(data.size);
    if (free < HEAD) continue;
    const at = (distance: number) => ({ x: from.x + distance * Math.cos(angle), y: from.y + distance * Math.sin(angle) });
    found.arrows.push(out ? { ...at(far - sigma.scaleSize(data.size) - 1), angle } : { ...at(radius + 5), angle: angle + Math.PI });
    const text = shorten(words, LONGEST), width = context.measureText(text).width, middle = radius + Math.min(free / 2, Math.max(NEAR, width / 2 + ROOM));
    const word = { text, ...at(middle), angle: Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle, width };
    const boxes = squares(word);
    if (free < width + 2 * ROOM || boxes.some((box) => taken.some((one) => overlap(one, box)))) continue;
    taken.push(...boxes);
    found.words.push(word);
  }
  return found;
}

/** Draws them, the words with a halo in the colour of the page. */
export function drawLineSigns(context: CanvasRenderingContext2D, { arrows, words }: LineSigns, dark: boolean): void {
  const { edgeStrong, halo, muted } = paper(dark);
  context.fillStyle = edgeStrong;
  for (const arrow of arrows) {
    context.beginPath();
    for (const [x, y] of headOf(arrow)) context.lineTo(x, y);
    context.fill();
  }
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = halo;
  context.fillStyle = muted;
  for (const { text, x, y, angle } of words) {
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.strokeText(text, 0, 0);
    context.fillText(text, 0, 0);
    context.restore();
  }
}

/** The corners of an arrow's head. */
export function headOf({ x, y, angle }: Arrow): [number, number][] {
  const back = (by: number): [number, number] => [x - HEAD * Math.cos(angle + by), y - HEAD * Math.sin(angle + by)];
  return [[x, y], back(0.42), back(-0.42)];
}

/** Words that are turned, as a row of squares. */
function squares({ x, y, angle, width }: LineWord): Box[] {
  const half = SIZE * 0.6, many = Math.max(1, Math.ceil(width / SIZE));
  return Array.from({ length: many }, (_, at) => {
    const along = ((at + 0.5) / many - 0.5) * width, middle = { x: x + along * Math.cos(angle), y: y + along * Math.sin(angle) };
    return { left: middle.x - half, right: middle.x + half, top: middle.y - half, bottom: middle.y + half };
  });
}
