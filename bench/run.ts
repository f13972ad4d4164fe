import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA, TOOLS } from '../infra/dev/paths.mjs';
import { findNatsServer, type NatsProgram } from '../infra/dev/servers/find-nats.mjs';

export interface BenchOptions {
  pairs: number;
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

export function natsProgram(options: BenchOptions): Promise<NatsProgram> {
  return findNatsServer({ toolsDir: TOOLS, log: options.say, ask: () => Promise.resolve(true) });
}

export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}
