import { UPCASTERS } from '#contracts';
import type { Sent } from './consumer-bench.js';
import type { Expectation } from '../expected/expectation.js';
import { type Fixture, FIXTURES, fixturesIn, type Payload, producerOf, versionOf } from './fixtures.js';

const all = fixturesIn(FIXTURES);

/** Fixtures of an event in all majors, and the payloads that the fixtures leave out, in its newest. */
export function casesOf(name: string, { also = {} }: Expectation): Fixture[] {
  const own = all.filter((fixture) => versionOf(fixture.type).name === name);
  const newest = own.findLast((fixture) => fixture.name === 'maximal');
  if (newest === undefined) throw new Error(`${name} has no fixtures`);
  return [
    ...own,
    ...Object.entries(also).map(([title, made]) => ({
      type: newest.type,
      name: title,
      data: made(newest.data),
    })),
  ];
}

/** The payload as the newest major has it. */
function upcast({ type, data }: Fixture): Payload {
  const step = UPCASTERS.find(({ from }) => from === type);
  if (step === undefined) return data;
  const next = (step.upcast as (old: Payload) => Payload)(data);
  return upcast({ type: step.to, name: '', data: next });
}

/** An event's predecessors and itself, numbered; where it has none, one that nobody handles. */
export function historyOf(
  { type, data }: Fixture,
  { given = [] }: Expectation,
): { before: Sent[]; event: Sent } {
  const predecessors = given.map((before) => {
    const fixture = all.find((one) => one.type === before && one.name === 'minimal');
    if (fixture === undefined) throw new Error(`${before} has no minimal fixture`);
    return fixture;
  });
  const unhandled = { type: `events.${producerOf(type)}.nothing-to-anybody.v1`, data: {} };
  const before = (predecessors.length === 0 ? [unhandled] : predecessors).map((one, index) => ({
    type: one.type,
    data: one.data,
    sequence: index + 1,
  }));
  return { before, event: { type, data, sequence: before.length + 1 } };
}

/** What the consumer's tables must hold after it, for `toEqual`. */
export function rowsWanted(fixture: Fixture, expectation: Expectation): Record<string, unknown[]> {
  const rows = expectation.state(upcast(fixture));
  return Object.fromEntries(
    Object.entries(rows).map(([table, wanted]) => [
      table,
      wanted.map((row): unknown => expect.objectContaining(row)),
    ]),
  );
}
