/** Colours: one per entity type, in a light and a dark version, each at least 3:1 against the page. */

const LIGHT = ["#c8414f", "#2a64b0", "#23803f", "#7a4fc0", "#b06000", "#0a7f8a", "#b0458f", "#786645", "#8a7000", "#5d6b7e"];
const DARK = ["#ff8a94", "#72b2ff", "#6fd39b", "#c4a3ff", "#ffb65c", "#5fd4dd", "#f29bd0", "#d3c09a", "#e6cf5a", "#a9b6c8"];

export interface Paper {
  page: string; ink: string; muted: string; edge: string; edgeStrong: string; dim: string; halo: string; accent: string;
}

const PAPER: Record<"light" | "dark", Paper> = {
  light: { page: "#faf9f6", ink: "#1d2025", muted: "#6a6e76", edge: "#d9d6cf", edgeStrong: "#8d95a3", dim: "#e4e1db", halo: "#faf9f6", accent: "#2a64b0" },
  dark: { page: "#14161a", ink: "#eceae4", muted: "#989da6", edge: "#2d323a", edgeStrong: "#6b7484", dim: "#272b32", halo: "#14161a", accent: "#72b2ff" },
};

/** The colour of a type (or of anything else that is numbered). */
export function colour(index: number, dark: boolean): string {
  const list = dark ? DARK : LIGHT;
  return index < 0 ? list[9]! : list[index % list.length]!;
}

/** The colours of the page itself. */
export function paper(dark: boolean): Paper {
  return PAPER[dark ? "dark" : "light"];
}
