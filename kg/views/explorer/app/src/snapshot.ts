/** Saves what is seen as SVG or PNG: both from one list of lines, discs and names. */
import type { App } from "./app";
import { s } from "./dom";
import { download, fileName } from "./exports";
import { drawLabels } from "./labels";
import { drawLineSigns, headOf } from "./picture/linewords";
import { paper } from "./palette";
import type { Scene } from "./scene";

interface Shapes {
  width: number; height: number; page: string;
  lines: { x1: number; y1: number; x2: number; y2: number; colour: string; width: number; title: string }[];
  discs: { x: number; y: number; r: number; colour: string; z: number; title: string }[];
}

/** Downloads the view as SVG. */
export function saveSvg(app: App, scene: Scene): void {
  const { width, height, page, lines, discs } = shapes(app, scene), { ink, halo, muted, edgeStrong } = paper(app.dark);
  const root = s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, "font-family": "system-ui, sans-serif" },
    s("rect", { width, height, fill: page }),
    ...lines.map((line) => s("line", { x1: line.x1, y1: line.y1, x2: line.x2, y2: line.y2, stroke: line.colour, "stroke-width": line.width }, s("title", { text: line.title }))),
    ...discs.map((disc) => s("circle", { cx: disc.x, cy: disc.y, r: disc.r, fill: disc.colour }, s("title", { text: disc.title }))),
    ...scene.signs.arrows.map((arrow) => s("path", { d: `M${headOf(arrow).map(([x, y]) => `${round(x)} ${round(y)}`).join(" L")} Z`, fill: edgeStrong })),
    ...scene.signs.words.map(({ text, x, y, angle }) => s("text", { transform: `translate(${round(x)} ${round(y)}) rotate(${round((angle * 180) / Math.PI)})`, "font-size": 11, "text-anchor": "middle", "dominant-baseline": "central", fill: muted, stroke: halo, "stroke-width": 3, "paint-order": "stroke", text })),
    ...scene.labels.map((label) => s("text", {
      x: round(label.x), y: round(label.y), "font-size": label.size, "font-weight": label.bold ? 600 : 400, "text-anchor": label.centred ? "middle" : label.left ? "end" : "start",
      "dominant-baseline": "central", fill: label.muted ? muted : ink, stroke: halo, "stroke-width": 3, "paint-order": "stroke", text: label.text,
    })));
  download(new XMLSerializer().serializeToString(root), "image/svg+xml", fileName(app, "svg"));
}

/** Downloads the view as PNG, at twice the size on screen. */
export function savePng(app: App, scene: Scene): void {
  const { width, height, page, lines, discs } = shapes(app, scene), canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext("2d")!;
  context.scale(2, 2);
  context.fillStyle = page;
  context.fillRect(0, 0, width, height);
  for (const line of lines) {
    context.strokeStyle = line.colour;
    context.lineWidth = line.width;
    context.beginPath();
    context.moveTo(line.x1, line.y1);
    context.lineTo(line.x2, line.y2);
    context.stroke();
  }
  for (const disc of discs) {
    context.fillStyle = disc.colour;
    context.beginPath();
    context.arc(disc.x, disc.y, disc.r, 0, 2 * Math.PI);
    context.fill();
  }
  drawLineSigns(context, scene.signs, app.dark);
  drawLabels(context, scene.labels, app.dark);
  canvas.toBlob((blob) => { if (blob) download(blob, "image/png", fileName(app, "png")); });
}

function shapes(app: App, scene: Scene): Shapes {
  const { sigma } = scene, { width, height } = sigma.getDimensions();
  const inside = (x: number, y: number, r: number) => x > -r && y > -r && x < width + r && y < height + r;
  const named = (node: string) => scene.picture.getNodeAttribute(node, "label");
  const found: Shapes = { width, height, page: paper(app.dark).page, lines: [], discs: [] };
  scene.picture.forEachNode((node) => {
    const data = sigma.getNodeDisplayData(node);
    if (!data || data.hidden) return;
    const at = sigma.framedGraphToViewport(data), r = sigma.scaleSize(data.size);
    if (inside(at.x, at.y, r)) found.discs.push({ x: round(at.x), y: round(at.y), r: round(r), colour: data.color, z: data.zIndex, title: named(node) });
  });
  scene.picture.forEachEdge((edge, _, source, target) => {
    const data = sigma.getEdgeDisplayData(edge), one = sigma.getNodeDisplayData(source), other = sigma.getNodeDisplayData(target);
    if (!data || data.hidden || !one || !other) return;
    const a = sigma.framedGraphToViewport(one), b = sigma.framedGraphToViewport(other);
    if (inside(a.x, a.y, width) && inside(b.x, b.y, width)) found.lines.push({ x1: round(a.x), y1: round(a.y), x2: round(b.x), y2: round(b.y), colour: data.color, width: round(sigma.scaleSize(data.size)), title: `${named(source)} — ${named(target)}` });
  });
  found.discs.sort((a, b) => a.z - b.z || b.r - a.r);
  return found;
}

function round(value: number): number { return Math.round(value * 10) / 10; }
