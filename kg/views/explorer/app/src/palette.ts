/** Colours: those of the entity types as the page is given them, and those of the page itself. */
import type { App } from "./app";

type Painted = Pick<App, "dark"> & { core: Pick<App["core"], "colours" | "unknown"> };

export interface Paper {
  page: string; ink: string; muted: string; edge: string; edgeStrong: string; dim: string; halo: string; accent: string;
}

const PAPER: Record<"light" | "dark", Paper> = {
  light: { page: "#faf9f6", ink: "#1d2025", muted: "#6a6e76", edge: "#908d86", edgeStrong: "#4f5866", dim: "#e4e1db", halo: "#faf9f6", accent: "#2a64b0" },
  dark: { page: "#14161a", ink: "#eceae4", muted: "#989da6", edge: "#666d78", edgeStrong: "#b3bccb", dim: "#272b32", halo: "#14161a", accent: "#72b2ff" },
};

/** The colour of a type, by its number; of one that the page does not know, that of an unknown type. */
export function typeColour(app: Painted, type: number): string {
  const list = app.core.colours[app.dark ? "dark" : "light"];
  return list[type] ?? list[app.core.unknown]!;
}

/** The colour of a folder, by its number: those of the types in turn, without the grey of an unknown one. */
export function folderColour(app: Painted, folder: number): string {
  const hues = app.core.colours[app.dark ? "dark" : "light"].filter((_, type) => type !== app.core.unknown);
  return hues[folder % hues.length]!;
}

/** Colours from what is long ago to what is now. */
export function agePalette(dark: boolean): readonly string[] {
  return dark ? ["#e8b878", "#e89678", "#d87fa5", "#b98be0", "#8fa4f2", "#7cc7f2"] : ["#a8620f", "#a8452b", "#96305e", "#6f2c84", "#40389a", "#16507f"];
}

/** The colours of the page itself. */
export function paper(dark: boolean): Paper {
  return PAPER[dark ? "dark" : "light"];
}
