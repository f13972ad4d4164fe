import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { cardsService } from '../../services/cards/src/service.js';
import { feedsService } from '../../services/feeds/src/service.js';
import { notificationsService } from '../../services/notifications/src/service.js';
import { casesOf, historyOf, rowsWanted } from './support/cases.js';
import { ConsumerBench, type Sent } from './support/consumer-bench.js';
import { EXPECTED } from './expected/expected.js';
import { versionOf } from './support/fixtures.js';

describe.each([cardsService, feedsService, notificationsService])('$name', (definition) => {
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

  const stateAfter = (events: readonly Sent[]) => bench.stateAfter(events);

  it('has expectations here for each event that it handles, and for no other', () => {
    const handled = bench.handled.map((type) => versionOf(type).name);
    expect(Object.keys(expected).toSorted()).toEqual(handled.toSorted());
  });

  describe.each(table)('handles %s (%s)', (_type, _name, fixture, expectation) => {
    const { before, event } = historyOf(fixture, expectation);
    const wanted = rowsWanted(fixture, expectation);

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
