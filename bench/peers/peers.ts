import { join } from 'node:path';
import { startPostgres } from '../../infra/dev/servers/postgres.mjs';
import { ProcessRecord } from '../../infra/dev/servers/process-record.mjs';
import { type Figure, figure, spread } from '../figures.ts';
import { type BenchOptions, inFolder, quiet } from '../run.ts';
import { recordCommitTimes } from '../world.ts';
import { add, type Counters, isClean, NONE } from './counters.ts';
import { loadPeer, OURS, PEER_NAMES } from './index.ts';
import { type Round, round } from './phases.ts';
import { openStage, type Stage } from './stage.ts';

/**
 * Ours and others on the same work, in turns: sixteen producers commit a card's row and the intent to tell of it;
 * another process writes one feed row an event of 1 KiB. One PostgreSQL, a database for each; each has its servers.
 */
export async function peersBench(options: BenchOptions): Promise<Figure[]> {
  return inFolder(options, async (folder) => {
    const record = new ProcessRecord(join(folder, 'processes'));
    const server = await startPostgres({ dataDir: join(folder, 'postgres'), log: quiet, record });
    const stages: Stage[] = [];
    try {
      await recordCommitTimes(server);
      for (const peer of await Promise.all(PEER_NAMES.map(loadPeer))) {
        options.say(`  ${peer.name}: ${peer.settings}`);
        stages.push(await openStage(peer, { adminUrl: server.url, folder, options }));
      }
      return figuresOf(await rounds(stages, options));
    } finally {
      for (const stage of stages) await stage.stop();
      await server.stop();
    }
  });
}

async function rounds(
  stages: readonly Stage[],
  options: BenchOptions,
): Promise<ReadonlyMap<string, Round[]>> {
  const all = new Map<string, Round[]>(stages.map(({ peer }) => [peer.name, []]));
  for (let pair = 0; pair < options.pairs; pair += 1) {
    for (const stage of stages) {
      const measured = await round(stage, options);
      all.get(stage.peer.name)?.push(measured);
      options.say(`    ${stage.peer.name}: ${JSON.stringify(measured, rounded)}`);
    }
  }
  return all;
}

function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : value;
}

interface Column {
  bench: string;
  unit: string;
  of: (round: Round) => number | undefined;
  better: 'more' | 'less';
}

const COLUMNS: readonly Column[] = [
  { bench: 'end to end', unit: 'events/s', of: ({ endToEnd }) => endToEnd, better: 'more' },
  { bench: 'drain', unit: 'events/s', of: ({ drain }) => drain, better: 'more' },
  { bench: 'p50 at 200/s', unit: 'ms', of: ({ p50 }) => p50, better: 'less' },
  { bench: 'p99 at 200/s', unit: 'ms', of: ({ p99 }) => p99, better: 'less' },
  {
    bench: 'silence after SIGKILL',
    unit: 'ms',
    of: ({ recoveryMs }) => recoveryMs,
    better: 'less',
  },
];

/**
 * The limit of a column is the best figure of those others that lost, doubled and inverted nothing; where there is
 * none, of all others. That of a counter is 0.
 */
export function figuresOf(all: ReadonlyMap<string, readonly Round[]>): Figure[] {
  const ours = new Set(OURS);
  const others = [...all].filter(([name]) => !ours.has(name));
  const clean = others.filter(([, each]) =>
    each.every(({ counters, killed }) => isClean(add(counters, killed))),
  );
  const figures: Figure[] = [];
  for (const { bench, unit, of, better } of COLUMNS) {
    const medianOf = (each: readonly Round[]): number | undefined => {
      const values = each.flatMap((one) => of(one) ?? []);
      return values.length === 0 ? undefined : spread(values).median;
    };
    const candidates = (clean.length > 0 ? clean : others).flatMap(([, each]) => medianOf(each) ?? []);
    const limit = better === 'more' ? Math.max(...candidates) : Math.min(...candidates);
    const by = clean.length > 0 ? 'the best other that is right' : 'the best other, though none is right';
    for (const [transport, each] of all) {
      const value = medianOf(each);
      if (value !== undefined)
        figures.push(figure({ bench: `${bench}, limit: ${by}`, transport, unit, value, limit }));
    }
  }
  for (const [transport, each] of all) {
    const sums: [string, Counters][] = [
      ['', each.map(({ counters }) => counters).reduce(add, NONE)],
      [' after SIGKILL', each.map(({ killed }) => killed).reduce(add, NONE)],
    ];
    for (const [when, counters] of sums) {
      for (const counter of ['lost', 'doubled', 'inverted'] as const)
        figures.push(
          figure({
            bench: `${counter}${when}`,
            transport,
            unit: 'events',
            value: counters[counter],
            limit: 0,
          }),
        );
    }
  }
  return figures;
}
