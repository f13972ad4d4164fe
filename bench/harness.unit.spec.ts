import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRANSPORT_NAMES } from '#eventing';
import { figure, interleave, percentile, spread, table } from './figures.ts';
import { BENCHES, HELP, readArguments } from './main.ts';
import { isClean } from './peers/counters.ts';
import { loadPeer, OURS, PEER_NAMES } from './peers/index.ts';
import { figuresOf } from './peers/peers.ts';
import type { Round } from './peers/phases.ts';
import { RAW_BROKERS } from './raw/index.ts';

const round = (change: Partial<Round>): Round => ({
  endToEnd: 100,
  drain: 1_000,
  p50: 2,
  p99: 20,
  recoveryMs: 500,
  counters: { lost: 0, doubled: 0, inverted: 0 },
  killed: { lost: 0, doubled: 0, inverted: 0 },
  ...change,
});

describe('the bench harness', () => {
  it('measures in turns, and keeps what each gave in the order of the pairs', async () => {
    const turns: string[] = [];
    const take = (name: string) => () => Promise.resolve(turns.push(name));
    const values = await interleave(3, { a: take('a'), b: take('b') });
    expect(turns.join('')).toBe('ababab');
    expect(values).toEqual({ a: [1, 3, 5], b: [2, 4, 6] });
  });

  it('takes the nearest rank for a percentile, and the middle of what it was given for a median', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile([], 0.5)).toBe(0);
    expect(spread([9, 1, 5])).toEqual({ median: 5, min: 1, max: 9 });
  });

  it('puts a figure beside its limit, as a table and as JSON', () => {
    const one = figure({
      bench: 'relay',
      transport: 'nats',
      unit: 'events/s',
      value: 15_000.4,
      limit: 20_000,
    });
    expect(JSON.parse(JSON.stringify(one))).toEqual({
      bench: 'relay',
      transport: 'nats',
      value: 15_000,
      unit: 'events/s',
      limit: 20_000,
      ratio: 0.75,
    });
    expect(table([one]).split('\n')).toEqual([
      'bench  transport   value  unit       limit  ratio',
      'relay  nats       15,000  events/s  20,000   0.75',
    ]);
  });

  it('knows every bench of its help and of the page on benchmarks', () => {
    const page = readFileSync(join(import.meta.dirname, '../docs/benchmarks.md'), 'utf8');
    for (const [name, { run }] of Object.entries(BENCHES)) {
      expect(run).toBeInstanceOf(Function);
      expect(HELP).toMatch(new RegExp(`^  ${name} `, 'm'));
      expect(page).toContain(`\n- **${name}**:`);
    }
    const inHelp = [...HELP.matchAll(/^ {2}([a-z]+) +\S/gm)].map(([, name]) => name);
    expect(inHelp).toEqual(Object.keys(BENCHES));
  });

  it('has a loop by hand for every transport', () => {
    expect(Object.keys(RAW_BROKERS).sort()).toEqual([...TRANSPORT_NAMES].sort());
  });

  it('reads its arguments, and says what there is when one is wrong', () => {
    const { names, options, json } = readArguments([
      'relay',
      '--transport=all',
      '--pairs=7',
      '--disk',
      '--json',
    ]);
    expect({ names, json }).toEqual({ names: ['relay'], json: true });
    expect(options).toMatchObject({ transports: TRANSPORT_NAMES, pairs: 7, profile: 'disk', quick: false });
    expect(readArguments([]).names).toEqual(Object.keys(BENCHES));
    expect(readArguments(['--quick']).options).toMatchObject({ pairs: 1, quick: true, transports: ['nats'] });
    expect(() => readArguments(['nothing'])).toThrow('There is no bench "nothing"');
    expect(() => readArguments(['--transport=pigeon'])).toThrow('There is no transport "pigeon"');
    expect(() => readArguments(['--pairs=0'])).toThrow('--pairs');
  });

  it('compares ours with the best of those others that are right', () => {
    const mine = OURS[0] ?? '';
    const wrong = { lost: 0, doubled: 0, inverted: 1 };
    expect(isClean(wrong)).toBe(false);
    const figures = figuresOf(
      new Map([
        [mine, [round({ drain: 4_000 })]],
        ['fast and wrong', [round({ drain: 9_000, killed: wrong })]],
        ['slow and right', [round({ drain: 2_000 })]],
      ]),
    );
    const drain = figures.find(({ bench, transport }) => bench.startsWith('drain') && transport === mine);
    expect(drain).toMatchObject({ value: 4_000, limit: 2_000, ratio: 2 });
    expect(figures).toContainEqual(
      expect.objectContaining({ bench: 'inverted after SIGKILL', transport: 'fast and wrong', value: 1 }),
    );
  });

  it('knows its peers by name, and says which there are', () => {
    expect(OURS.length).toBeGreaterThan(0);
    expect(PEER_NAMES).toEqual(expect.arrayContaining([...OURS, 'BullMQ', 'pg-boss', 'Emmett']));
    expect(() => loadPeer('none')).toThrow('There is no peer "none"; there are: ours, nats');
  });
});
