import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../bench/load/random.ts';
import type { FaultKind, FaultWorld } from './kinds/kind.ts';
import type { ScheduledFault } from './schedule.ts';

/** A fault that was injected. Times are milliseconds of the process's monotonic clock. */
export interface InjectedFault {
  kind: string;
  detail: string;
  /** Who died of SIGKILL. */
  kills: string[];
  startedAt: number;
  endedAt: number;
  /** Commands under way when it began: none, and it struck nothing. */
  openCommands: number;
}

export interface InjectorOptions {
  world: FaultWorld;
  /** Injected while the last of the schedule take long, so that there is always a fault. */
  fillers: readonly FaultKind[];
  random: Random;
  onEnd: (fault: InjectedFault) => void;
  log: (line: string) => void;
}

const FILL_EVERY_MS = 6_000;
const FILLER_MS = 1_000;

/**
 * Injects a schedule's faults, each at its time or, when a part that it needs is still broken by another, after that.
 *
 * @throws what a fault throws that could not be put right: then the run says nothing.
 */
export async function inject(faults: readonly ScheduledFault[], options: InjectorOptions): Promise<void> {
  const startedAt = performance.now();
  const busy = new Map<string, Promise<unknown>>();
  const running: Promise<void>[] = [];
  for (const fault of faults) {
    await delay(Math.max(startedAt + fault.atMs - performance.now(), 0));
    const { parts } = fault.kind;
    const turn = Promise.all(parts.map((part) => busy.get(part) ?? Promise.resolve()));
    const done = turn.then(() => strike(fault, startedAt, options));
    for (const part of parts) busy.set(part, done);
    running.push(done);
    // Told by the whole below; until then it is no unhandled rejection.
    done.catch(() => undefined);
  }
  const all = Promise.all(running);
  for (;;) {
    const isOver = await Promise.race([all.then(() => true), delay(FILL_EVERY_MS, false)]);
    if (isOver) return;
    const { random, fillers } = options;
    const kind = random.pick(fillers);
    if (kind !== undefined) await strike({ kind, atMs: 0, windowMs: FILLER_MS, random }, startedAt, options);
  }
}

async function strike(
  { kind, windowMs, random }: ScheduledFault,
  beganAt: number,
  { world, onEnd, log }: InjectorOptions,
): Promise<void> {
  const startedAt = performance.now();
  const openCommands = world.load.underWay;
  const { detail, kills } = await kind.inject(world, random, windowMs);
  const endedAt = performance.now();
  const seconds = (time: number): string => ((time - beganAt) / 1000).toFixed(1).padStart(5);
  log(`${seconds(startedAt)} –${seconds(endedAt)} s  ${kind.name}: ${detail}`);
  onEnd({ kind: kind.name, detail, kills, startedAt, endedAt, openCommands });
}
