import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransportName } from '#eventing';
import { DATA } from '../infra/dev/paths.mjs';
import { waitUntil } from '../infra/dev/servers/processes.mjs';

export interface BenchOptions {
  /** Measured one after the other, each in a world of its own. */
  transports: readonly TransportName[];
  pairs: number;
  /** Another checkout, built, that is measured in turns with this one. */
  against: string | undefined;
  /** Small amounts and short times: shows that it runs, its figures say little. */
  quick: boolean;
  /** `ram`: the servers' data on a RAM disk, to see the code; `disk`: to see the whole. */
  profile: 'ram' | 'disk';
  /** Tells how far a measurement is. */
  say: (line: string) => void;
}

export const quiet = (): void => undefined;

/** Runs a measurement with a folder for its servers' data, which is removed afterwards. */
export async function inFolder<T>(options: BenchOptions, work: (folder: string) => Promise<T>): Promise<T> {
  const root =
    options.profile === 'ram' ? (process.platform === 'linux' ? '/dev/shm' : tmpdir()) : join(DATA, 'bench');
  mkdirSync(root, { recursive: true });
  const folder = mkdtempSync(join(root, 'commonplace-bench-'));
  // PostgreSQL may run as another user, who must get through.
  chmodSync(folder, 0o711);
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Looks again and again until the condition holds. Fails, naming `what`, after the deadline. */
export function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  deadlineMs = 300_000,
): Promise<void> {
  return waitUntil(condition, { what, deadlineMs, intervalMs: 5 });
}

/** Tells events a second, and returns them. */
export async function rateOf(
  options: BenchOptions,
  name: string,
  events: number,
  work: () => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now();
  await work();
  const rate = events / ((performance.now() - startedAt) / 1_000);
  options.say(`    ${name}: ${String(Math.round(rate))}/s`);
  return rate;
}
