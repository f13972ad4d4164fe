/** Work that takes no longer says that nothing is short. Milliseconds. */
const UNHURRIED_MS = 10;
const LONGEST_MS = 25;

/**
 * How long to gather more before the next piece of work begins, by how long the last one took: not at all while the
 * machine is idle, and the longer the more it is in want of processor time or of a disk. Few large pieces then cost
 * less than many small ones, so what is gained is more than what was waited.
 *
 * @returns milliseconds
 */
export function lingerAfter(tookMs: number): number {
  return Math.min(Math.max((tookMs - UNHURRIED_MS) / 2, 0), LONGEST_MS);
}
