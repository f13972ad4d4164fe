import { setTimeout as delay } from 'node:timers/promises';
import { LoadGenerator } from '../../bench/load/generator.ts';
import { Random } from '../../bench/load/random.ts';
import { check } from './checker/check.ts';
import { type InjectedFault, inject } from './injector.ts';
import type { FaultWorld } from './kinds/kind.ts';
import { MetricsWatch, type Totals } from './metrics.ts';
import { observe } from './observe.ts';
import type { FaultOptions } from './options.ts';
import { type Recovery, RecoveryMeter } from './recovery.ts';
import { plan } from './schedule.ts';
import { untilSettled } from './settle.ts';
import { FaultSystem } from './system/fault-system.ts';
import { type RunFigures, reasonsNotToCount } from './verdict.ts';

export interface RunResult extends RunFigures {
  /** Promises of the system that were not kept. */
  violations: { rule: string; detail: string }[];
  /** Why the run shows nothing, if it does not: too little load, too few faults, too little that was accepted. */
  notCounted: string[];
  totals: Totals;
  recoveries: readonly Recovery[];
  requests: number;
  unknownOutcomes: number;
  turnedAway: number;
  /** What commands met that were not accepted, and how many did. */
  notAccepted: Record<string, number>;
  lostEvents: number;
  poison: number;
  /** Kinds that this transport has no place for. */
  leftOut: readonly string[];
  /** Processes that ended by themselves, and were started again. */
  ownEnds: string[];
}

const WARM_UP_MS = 3_000;
const SETTLE_DEADLINE_MS = 120_000;

/** One run: load and faults, then quiet, then the questions. */
export async function run(
  options: FaultOptions,
  dataDir: string,
  log: (line: string) => void,
): Promise<RunResult> {
  const { transport, cluster, replicas } = options;
  const system = await FaultSystem.start({ dataDir, transport, cluster, replicas, log });
  const load = new LoadGenerator({
    seed: options.seed,
    // More than the services answer within the time-out would only have them work for people who have gone.
    concurrency: 256,
    patienceMs: 15_000,
    timeoutMs: 5_000,
    urlsOf: (service) => system.urlsOf(service),
  });
  try {
    return await underLoad(options, system, load, log);
  } finally {
    load.close();
    await system.stop();
  }
}

async function underLoad(
  { seed, minutes, rate }: FaultOptions,
  system: FaultSystem,
  load: LoadGenerator,
  log: (line: string) => void,
): Promise<RunResult> {
  const world: FaultWorld = { system, load, poison: [], lost: [] };
  const faults: InjectedFault[] = [];
  const planned = plan(seed, minutes * 60_000, system.broker.nodes().length);
  log(`${String(planned.faults.length)} faults in ${(planned.totalMs / 60_000).toFixed(1)} minutes`);
  const metrics = new MetricsWatch(system.replicas);
  const meter = new RecoveryMeter(system.sql);
  const startedAt = performance.now();
  load.start({ rate, queue: rate * 20 });
  await delay(WARM_UP_MS);
  await inject(planned.faults, {
    world,
    log,
    fillers: planned.fillers,
    random: new Random(seed).fork('fillers'),
    onEnd: (fault) => {
      faults.push(fault);
      meter.after(fault);
    },
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const { offered } = load.history;
  await load.stop();
  log(`${String(offered)} commands were offered in ${seconds.toFixed(0)} s; waiting until all is quiet`);
  const settled = await untilSettled(system.sql, SETTLE_DEADLINE_MS);
  const notRecovered = await meter.stop();
  const totals = await metrics.stop();

  log('Comparing');
  const { history } = load;
  const observation = await observe({
    sql: system.sql,
    urlOf: (service) => system.urlsOf(service)[0] ?? '',
    people: load.people.all.map(({ did }) => did),
  });
  const violations: RunResult['violations'] = check({
    attempts: history.attempts,
    observation,
    poison: world.poison,
  });
  if (!settled || notRecovered > 0) {
    const detail = `${String(SETTLE_DEADLINE_MS / 1000)} s after the last fault not every event was handled; ${String(notRecovered)} faults were not recovered from`;
    violations.unshift({ rule: 'settles', detail });
  }
  const acceptedShare = history.acceptedShare();
  const figures = {
    seconds,
    offered,
    acceptedShare,
    faults,
    kinds: planned.kinds,
    killCases: planned.killCases,
  };
  return {
    ...figures,
    violations,
    notCounted: reasonsNotToCount(figures),
    totals,
    recoveries: meter.recoveries,
    requests: history.attempts.length,
    unknownOutcomes: history.attempts.filter(({ outcome }) => outcome === 'unknown').length,
    turnedAway: history.turnedAway,
    notAccepted: Object.fromEntries(history.notAccepted),
    lostEvents: world.lost.length,
    poison: world.poison.length,
    leftOut: planned.leftOut,
    ownEnds: system.replicas.flatMap(({ name, ownEnds }) => ownEnds.map((end) => `${name}: ${end}`)),
  };
}
