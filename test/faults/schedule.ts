import { Random } from '../../bench/load/random.ts';
import { blackHole, cutWires, slowWires } from './kinds/network.ts';
import { loseEvents, poison } from './kinds/broker-data.ts';
import type { FaultKind } from './kinds/kind.ts';
import { clockJump, freezeService, killService, rollService } from './kinds/services.ts';
import { freezeBroker, freezePostgres, fullDisk, killBroker, killPostgres } from './kinds/servers.ts';

export const KINDS: readonly FaultKind[] = [
  ...['cards', 'feeds', 'notifications'].flatMap((service) => [
    killService(service),
    freezeService(service),
    rollService(service),
  ]),
  killBroker,
  freezeBroker,
  fullDisk,
  killPostgres,
  freezePostgres,
  cutWires,
  slowWires,
  blackHole,
  clockJump,
  poison,
  loseEvents,
];

/** Each kind comes so often at least: a run with fewer does not count. */
export const TIMES_EACH = 3;
/** A longer run has more rounds, not longer ones: there is always a fault within ten seconds. */
const ROUND_MS = 40_000;
const SHORTEST_MS = 700;
const LONGEST_MS = 1_800;

export interface ScheduledFault {
  kind: FaultKind;
  /** From the beginning of the load. It begins later when a part that it needs is still broken. */
  atMs: number;
  windowMs: number;
  random: Random;
}

/** All kinds in every round, in an order of its own, evenly over the time. The same seed gives the same schedule. */
export function schedule(seed: number, totalMs: number, kinds = KINDS): ScheduledFault[] {
  const random = new Random(seed).fork('schedule');
  const rounds = Math.max(TIMES_EACH, Math.round(totalMs / ROUND_MS));
  const faults = Array.from({ length: rounds }, () => random.shuffled(kinds)).flat();
  return faults.map((kind, index) => ({
    kind,
    atMs: Math.round((totalMs * (index + 0.5)) / faults.length),
    windowMs: random.between(SHORTEST_MS, LONGEST_MS),
    random: random.fork(`${kind.name} ${String(index)}`),
  }));
}
