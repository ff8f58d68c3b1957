/** Round values for the lines of an axis. */

const MOST = 5; // lines
const ROUND = [1, 2, 2.5, 5, 10];

/** Lines of a linear axis, from at or below `low` to at or above `high`. */
export function linearTicks(low: number, high: number): number[] {
  const span = high - low || Math.abs(high) || 1, power = 10 ** Math.floor(Math.log10(span / (MOST - 1)));
  for (const step of [...ROUND, 20, 25, 50].map((one) => one * power)) {
    const first = Math.floor(low / step + 1e-9), last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
    if (last - first < MOST) return Array.from({ length: last - first + 1 }, (_, at) => exact((first + at) * step));
  }
  return [low, high];
}

/** Lines of a logarithmic axis: powers of ten from at or below `low` to at or above `high`, every second or third where there are many. */
export function logarithmicTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low) + 1e-9), last = Math.max(Math.ceil(Math.log10(high) - 1e-9), first + 1), step = Math.ceil((last - first) / (MOST - 1));
  return Array.from({ length: Math.ceil((last - first) / step) + 1 }, (_, at) => exact(10 ** (first + at * step)));
}

/** A value without what adding fractions leaves behind. */
function exact(value: number): number { return Number(value.toPrecision(12)); }
