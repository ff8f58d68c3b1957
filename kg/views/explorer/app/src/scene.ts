/** The picture: draws a graph by WebGL, lights up what the pointer or the focus is on, and moves the camera. */
import Sigma from "sigma";
import type { App } from "./app";
import type { EdgeData, NodeData, Picture } from "./graphs";
import { pictureOf, surroundings } from "./graphs";
import type { Drawing, Label } from "./labels";
import { drawLabels, placeLabels } from "./labels";
import { paper } from "./palette";
import { Camera } from "./picture/camera";
import { shiftWhereSlow } from "./picture/dragging";
import type { View } from "./picture/lighting";
import type { LineSigns, Said } from "./picture/linewords";
import { drawLineSigns, lineSigns } from "./picture/linewords";
import { Lighting } from "./picture/lighting";
import { NodeMoving } from "./picture/nodemoving";
import { pickRarely } from "./picture/picking";
import { Places } from "./picture/places";
import { drawRing } from "./picture/ring";
import { suffix } from "./picture/shape";
import { nodeFrom } from "./picture/walk";
import { plural } from "./text";

export interface SceneEvents { node: (node: number, isAdded: boolean) => void; edge: (source: number, target: number) => void; tapped: (node: number) => void; walked: (node: number) => void; hover: (text: string, x: number, y: number) => void; moved: (isAny: boolean) => void }

const LABELS = 140, LABELS_FAR = 70; // names at once; fewer where thousands of discs are seen from afar
const EDGE_EVENTS = 12_000; // with more edges, finding the one under the pointer is too slow

export class Scene {
  readonly sigma: Drawing;
  readonly camera: Camera;
  leftOut = 0;
  labels: Label[] = [];
  signs: LineSigns = { arrows: [], words: [] };
  private said: Said = new Map();
  private readonly app: App;
  private readonly canvas = document.createElement("canvas");
  private drawn = "";
  private readonly light: Lighting;
  private readonly places: Places;
  private hovered = "";
  /** The node that the keyboard is on. */
  private walked = "";
  private readonly moving: NodeMoving;
  private readonly events: SceneEvents;

  constructor(app: App, container: HTMLElement, events: SceneEvents) {
    this.app = app;
    this.events = events;
    this.light = new Lighting(app);
    this.places = new Places(app);
    container.addEventListener("blur", () => this.leave());
    const first = this.places.apply("entities", pictureOf(app, "entities"));
    this.sigma = new Sigma<NodeData, EdgeData>(first, container, { ...this.settings(), enableEdgeEvents: first.size <= EDGE_EVENTS });
    this.camera = new Camera(this.sigma);
    pickRarely(this.sigma);
    this.moving = new NodeMoving(this.sigma, (node, place) => this.keep(node, place));
    shiftWhereSlow(this.sigma); // asks whether a node is dragged, so it comes second
    this.listen();
    this.drawn = this.key(this.view);
    this.canvas.className = "label-layer";
    this.canvas.setAttribute("aria-hidden", "true");
    container.append(this.canvas);
    this.sigma.on("afterRender", () => this.drawNames());
    new ResizeObserver(() => { this.sigma.resize(); this.sigma.scheduleRefresh(); }).observe(container);
    events.moved(this.places.has("entities"));
  }

  /** Shows a view; the camera moves only where something else comes into focus. */
  show(view: View): void {
    const key = this.key(view), moved = key !== this.drawn || view.focus !== this.view.focus;
    const same = !moved && view.lit === this.view.lit && view.shape === null && this.view.shape === null && view.visible === null && this.view.visible === null;
    this.light.view = view;
    if (key !== this.drawn) this.replace(view, key);
    if (!same) this.relight();
    if (moved) this.aim();
  }

  /** Redraws in other colours. */
  repaint(): void {
    this.drawn = "";
    this.sigma.setSettings(this.settings());
    this.show(this.view);
  }

  /** Writes on the lines of the focus what is stated of it and its neighbours. */
  say(said: Said): void {
    this.said = said;
    this.sigma.scheduleRender();
  }

  /** The node that the keyboard is on; -1 where it is on none. */
  get current(): number { return this.walked ? Number(this.walked) : -1; }

  /** Goes to the nearest node in a direction (x to the right, y down), to one in the middle where it was on none. */
  walk(way: readonly [number, number]): void {
    const next = nodeFrom(this.sigma, this.walked || String(this.view.focus), way);
    if (!next) return;
    this.hovered = this.walked = next.node;
    this.relight();
    const { x, y } = this.sigma.getNodeDisplayData(next.node)!;
    if (!next.isSeen) this.camera.move({ x, y });
    this.events.walked(Number(next.node));
  }

  /** Moves the node that the keyboard is on (x to the right, y down). */
  nudge(way: readonly [number, number]): void { if (this.walked) this.moving.nudge(this.walked, way); }

  /** Puts nodes that were moved back to where the layout has them. */
  putBack(): void {
    this.places.forget(this.view.mode);
    this.drawn = "";
    this.show(this.view);
  }

  /** Lets two presses move a node: one on it, one where it should go; answers whether they do now. */
  switchTapping(on = !this.moving.isTapping): boolean {
    this.moving.tap(on);
    this.sigma.scheduleRender();
    return on;
  }

  private leave(): void {
    if (!this.walked) return;
    this.hovered = this.walked = "";
    this.relight();
  }

  private key(view: View): string {
    const local = view.mode === "entities" && view.depth > 0 && view.focus >= 0;
    return `${view.mode}|${local ? `${view.focus}|${view.depth}|${view.filter}` : ""}|${this.app.dark}|${this.app.state.colour}`;
  }

  private replace(view: View, key: string): void {
    const local = view.mode === "entities" && view.depth > 0 && view.focus >= 0 && this.app.near.has(view.focus);
    const { graph, leftOut } = local ? surroundings(this.app, view.focus, view.depth) : { graph: pictureOf(this.app, view.mode), leftOut: 0 };
    this.leftOut = leftOut;
    if (!local) this.places.apply(view.mode, graph);
    this.hovered = this.walked = "";
    this.light.clear();
    this.sigma.setCustomBBox(null);
    this.sigma.setGraph(graph);
    this.sigma.setSetting("enableEdgeEvents", graph.size <= EDGE_EVENTS);
    this.drawn = key;
    this.events.moved(!local && this.places.has(view.mode));
  }

  private aim(): void {
    if (this.view.focus >= 0 && !this.isLocal()) this.camera.aim(String(this.view.focus));
    else this.camera.fit();
  }

  private isLocal(): boolean { return this.drawn.split("|")[1] !== ""; }

  private get view(): View { return this.light.view; }

  /** Keeps where a node was put; rings around a node are laid out each time. */
  private keep(node: number, place: { x: number; y: number }): void {
    if (this.isLocal()) return;
    this.places.keep(this.view.mode, node, place);
    this.events.moved(true);
  }

  private listen(): void {
    const { sigma, events } = this, box = sigma.getContainer();
    sigma.on("enterNode", ({ node }) => { this.hovered = node; box.classList.add("pointing"); this.relight(); });
    sigma.on("leaveNode", () => { this.hovered = ""; box.classList.remove("pointing"); this.relight(); });
    sigma.on("clickNode", ({ node, event }) => {
      if (this.moving.isTapping) events.tapped(this.moving.tapped(node, event));
      else events.node(Number(node), "shiftKey" in event.original && event.original.shiftKey);
    });
    sigma.on("clickStage", ({ event }) => { if (this.moving.isTapping) events.tapped(this.moving.tapped("", event)); });
    sigma.on("enterEdge", ({ edge, event }) => {
      if (sigma.getEdgeDisplayData(edge)?.hidden) return;
      box.classList.add("pointing");
      events.hover(this.edgeTold(edge), event.x, event.y);
    });
    sigma.on("leaveEdge", () => { box.classList.remove("pointing"); events.hover("", 0, 0); });
    sigma.on("clickEdge", ({ edge }) => {
      if (sigma.getEdgeDisplayData(edge)?.hidden) return;
      const [source, target] = sigma.getGraph().extremities(edge).map(Number);
      events.edge(source!, target!);
    });
  }

  /** A line for who points at it: its ends, what is stated between them, how much they share. */
  private edgeTold(edge: string): string {
    const graph = this.sigma.getGraph(), data = graph.getEdgeAttributes(edge), { mode } = this.view;
    const [one, other] = graph.extremities(edge).map((node) => graph.getNodeAttribute(node, "label"));
    const weight = this.light.weight(edge) ?? data.weight, unit = mode === "entities" ? "shared claim" : "shared entity";
    const many = mode === "notes" ? "linked" : plural(weight, unit, unit.replace(/y$/, "ie") + "s");
    return `${one} — ${other}: ${data.label && !this.view.weight ? `${data.label} · ` : ""}${many}`;
  }

  private relight(): void {
    this.light.update(this.picture, this.hovered, this.isLocal());
    this.sigma.refresh({ skipIndexation: true });
  }

  private settings() {
    const colours = paper(this.app.dark);
    return {
      defaultEdgeColor: colours.edge, renderLabels: false, renderEdgeLabels: false, zIndex: true, hideEdgesOnMove: false,
      minCameraRatio: 0.02, maxCameraRatio: 1.4, stagePadding: 44, minEdgeThickness: 0.7,
      cameraPanBoundaries: { tolerance: 300 }, defaultDrawNodeHover: () => undefined, doubleClickZoomingRatio: 1.8,
      nodeReducer: (node: string, data: NodeData) => this.light.node(node, data),
      edgeReducer: (edge: string, data: EdgeData) => this.light.edge(edge, data),
    };
  }

  /** How many lines pass the filter. */
  get lines(): number { return this.light.lines(this.picture); }

  private drawNames(): void {
    const { width, height } = this.sigma.getDimensions(), scale = devicePixelRatio || 1;
    if (this.canvas.width !== width * scale) { this.canvas.width = width * scale; this.canvas.style.width = `${width}px`; }
    if (this.canvas.height !== height * scale) { this.canvas.height = height * scale; this.canvas.style.height = `${height}px`; }
    const context = this.canvas.getContext("2d")!;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    const { ratio } = this.sigma.getCamera().getState();
    const { mode, visible } = this.view, { lit, centre, pinned } = this.light;
    const first = [centre, ...pinned, ...lit].filter((node, at, all) => node && all.indexOf(node) === at).slice(0, 60);
    const far = ratio > 0.6 && this.sigma.getGraph().order > 1500;
    this.labels = placeLabels(this.app, this.sigma, context, {
      most: far ? LABELS_FAR : LABELS,
      ringed: this.ringed, first: first.filter((node) => this.light.passes(node)), hidden: (node) => lit.size > 0 && !lit.has(node), suffix: (node) => (mode === "entities" ? suffix(this.view.shape, Number(node)) : ""),
      communities: mode === "entities" && !this.isLocal() && !lit.size && !visible && ratio > 0.6 && this.sigma.getGraph().order > 60,
    });
    this.signs = mode === "entities" && this.view.focus >= 0 && !this.hovered ? lineSigns(this.sigma, context, String(this.view.focus), this.said, this.labels) : { arrows: [], words: [] };
    this.rings(context);
    drawLineSigns(context, this.signs, this.app.dark);
    drawLabels(context, this.labels, this.app.dark);
  }

  /** Rings around the node that everything else is lit for, those that are pinned, and the one that is being moved. */
  private rings(context: CanvasRenderingContext2D): void {
    const { ink, accent } = paper(this.app.dark);
    for (const node of this.ringed) {
      if (node === this.walked || node === this.moving.picked) drawRing(context, this.sigma, node, { colour: accent, width: 3.5, dash: [] });
      else drawRing(context, this.sigma, node, { colour: ink, width: 2, dash: this.light.isPinned(node) ? [3, 3] : [] });
    }
  }

  private get ringed(): Set<string> {
    return new Set([this.light.centre || (this.view.focus >= 0 ? String(this.view.focus) : ""), ...this.light.pinned, this.moving.picked]);
  }

  get picture(): Picture { return this.sigma.getGraph() as Picture; }
}
