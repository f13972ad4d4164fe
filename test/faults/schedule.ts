import { Random } from '../../bench/load/random.ts';
import { loseEvents, poison } from './kinds/broker-data.ts';
import type { FaultKind } from './kinds/kind.ts';
import { blackHole, cutWires, slowWires } from './kinds/network.ts';
import {
  freezeBroker,
  freezePostgres,
  fullDisk,
  killBroker,
  killPostgres,
  stopBroker,
} from './kinds/servers.ts';
import { clockJump, freezeService, killService, rollService } from './kinds/services.ts';

const SERVICES = ['cards', 'feeds', 'notifications'];
/** The kinds, each in the variants that take turns. */
const KINDS: readonly (readonly FaultKind[])[] = [
  SERVICES.map(killService),
  SERVICES.map(freezeService),
  SERVICES.map(rollService),
  ...[killBroker, stopBroker, freezeBroker, fullDisk, killPostgres, freezePostgres].map((kind) => [kind]),
  ...[cutWires, slowWires, blackHole, clockJump, poison, loseEvents].map((kind) => [kind]),
];

/** Each kind comes so often at least: a run with fewer does not count. */
export const TIMES_EACH = 3;
/** Faults begin so far apart at least. Closer, they would meet a system that has not come back from the ones before. */
const APART_MS = 2_500;
/** A longer run has more rounds, not longer ones: there is always a fault within ten seconds. */
const ROUND_MS = 45_000;
const SHORTEST_MS = 500;
const LONGEST_MS = 1_500;

export interface ScheduledFault {
  kind: FaultKind;
  /** From the beginning of the load. It begins later when a part that it needs is still broken. */
  atMs: number;
  windowMs: number;
  random: Random;
}

export interface Plan {
  /** How long it takes: what was asked for, or longer, for each kind to come often enough. */
  totalMs: number;
  faults: readonly ScheduledFault[];
  /** For when the last ones take long: faults that cost no start of anything. */
  fillers: readonly FaultKind[];
  /** Names of the kinds in it. */
  kinds: readonly string[];
  /** Cases of which each must be killed. */
  killCases: readonly string[];
  /** Kinds that the transport has no place for. */
  leftOut: readonly string[];
}

/** All kinds in every round, in an order of its own, evenly over the time. The same seed gives the same plan. */
export function plan(seed: number, wantedMs: number, servers: number): Plan {
  const random = new Random(seed).fork('schedule');
  const kinds = KINDS.filter(([kind]) => (kind?.servers ?? 0) <= servers);
  const rounds = Math.max(TIMES_EACH, Math.round(wantedMs / ROUND_MS));
  const order = Array.from({ length: rounds }, (_, round) =>
    random.shuffled(kinds).flatMap((variants) => variants[round % variants.length] ?? []),
  ).flat();
  const totalMs = Math.max(wantedMs, order.length * APART_MS);
  const name = ([kind]: readonly FaultKind[]): string => kind?.name ?? '';
  return {
    totalMs,
    faults: order.map((kind, index) => ({
      kind,
      atMs: Math.round((totalMs * (index + 0.5)) / order.length),
      windowMs: random.between(SHORTEST_MS, LONGEST_MS),
      random: random.fork(`${kind.name} ${String(index)}`),
    })),
    fillers: [cutWires, slowWires, blackHole],
    kinds: kinds.map(name),
    killCases: [...SERVICES, 'postgres', ...(servers > 0 ? ['broker'] : [])],
    leftOut: KINDS.filter((variants) => !kinds.includes(variants)).map(name),
  };
}
