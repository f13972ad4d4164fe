import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { UPCASTERS } from '#contracts';
import { feedsService } from '../../services/feeds/src/service.js';
import { notificationsService } from '../../services/notifications/src/service.js';
import { ConsumerBench, type Sent, type State } from './support/consumer-bench.js';
import { EXPECTED, type Expectation } from './support/expected-state.js';
import {
  type Fixture,
  FIXTURES,
  fixturesIn,
  type Payload,
  producerOf,
  versionOf,
} from './support/fixtures.js';

const all = fixturesIn(FIXTURES);

/** Fixtures of an event in all majors, and the payloads that the fixtures leave out, in its newest. */
function casesOf(name: string, { also = {} }: Expectation): Fixture[] {
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
function historyOf({ type, data }: Fixture, { given = [] }: Expectation): { before: Sent[]; event: Sent } {
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

describe.each([feedsService, notificationsService])('$name', (definition) => {
  const expected = EXPECTED[definition.name] ?? {};
  const table = Object.entries(expected).flatMap(([name, expectation]) =>
    casesOf(name, expectation).map((fixture) => [fixture.type, fixture.name, fixture, expectation] as const),
  );
  let bench: ConsumerBench;

  beforeAll(async () => {
    bench = await ConsumerBench.start(definition);
  });
  beforeEach(() => bench.clear());
  afterAll(() => bench.stop());

  /** Sends events in the order given, and returns what is stored when the last one of the aggregate is handled. */
  async function stateAfter(events: readonly Sent[]): Promise<State> {
    const aggregate = randomUUID();
    await bench.send(aggregate, ...events);
    await bench.untilHandled(aggregate, Math.max(...events.map(({ sequence }) => sequence)));
    return bench.state();
  }

  it('has expectations here for each event that it handles, and for no other', () => {
    const handled = bench.handled.map((type) => versionOf(type).name);
    expect(Object.keys(expected).toSorted()).toEqual(handled.toSorted());
  });

  describe.each(table)('handles %s (%s)', (_type, _name, fixture, expectation) => {
    const { before, event } = historyOf(fixture, expectation);
    const wanted = Object.fromEntries(
      Object.entries(expectation.state(upcast(fixture))).map(([name, rows]) => [
        name,
        rows.map((row): unknown => expect.objectContaining(row)),
      ]),
    );

    it('once, twice, before its predecessors and with fields that it does not know: the same is stored', async () => {
      const once = await stateAfter([...before, event]);
      expect(once).toEqual(wanted);

      await bench.clear();
      // One more of the aggregate: when it is handled, the second copies are too.
      const last = {
        type: `${versionOf(event.type).name}-is-over.v1`,
        sequence: event.sequence + 1,
        data: {},
      };
      expect(await stateAfter([...before, event, ...before, event, last])).toEqual(once);

      await bench.clear();
      expect(await stateAfter([event, ...before.toReversed()])).toEqual(once);

      await bench.clear();
      const more = { ...event, data: { ...event.data, unknownHere: { deep: [1, null] } } };
      expect(await stateAfter([...before, more])).toEqual(once);
    });
  });

  it.each(Object.keys(expected))('parks a major of %s that it does not know', async (name) => {
    const aggregate = randomUUID();
    await bench.send(aggregate, { type: `${name}.v99`, sequence: 1, data: { anything: true } });
    expect(await bench.parkedReason(aggregate)).toBe('unknown-version');
    expect(await bench.state()).toEqual({});
  });

  it.each(Object.keys(expected))('parks a payload of %s that is not valid', async (name) => {
    const type = bench.handled.find((handled) => versionOf(handled).name === name)!;
    const aggregate = randomUUID();
    await bench.send(aggregate, { type, sequence: 1, data: {} });
    expect(await bench.parkedReason(aggregate)).toBe('invalid');
    expect(await bench.state()).toEqual({});
  });
});
