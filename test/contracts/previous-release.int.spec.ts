import 'reflect-metadata';
import { cardsService } from '../../services/cards/src/service.js';
import { feedsService } from '../../services/feeds/src/service.js';
import { notificationsService } from '../../services/notifications/src/service.js';
import { historyOf, rowsWanted } from './support/cases.js';
import { ConsumerBench, type Sent } from './support/consumer-bench.js';
import { EXPECTED } from './expected/expected.js';
import { type Fixture, FIXTURES, fixturesIn, versionOf } from './support/fixtures.js';
import { handledThen, previousConsumers } from './support/previous-consumers.js';
import { previousRelease } from './support/releases.js';

const release = previousRelease();
const today = fixturesIn(FIXTURES);
const previously = previousConsumers(release);

const handledBy = (service: string) => (fixture: Fixture) =>
  versionOf(fixture.type).name in (EXPECTED[service] ?? {});
const titled = (fixtures: readonly Fixture[]) =>
  fixtures.map((fixture) => [fixture.type, fixture.name, fixture] as const);

/** The act as today's producer publishes it: in each of today's majors, each naming the others. */
function asPublishedToday(fixture: Fixture): Fixture[] {
  const { name } = versionOf(fixture.type);
  return today
    .filter((other) => versionOf(other.type).name === name && other.name === fixture.name)
    .toSorted((a, b) => versionOf(a.type).major - versionOf(b.type).major);
}

describe(`between release ${String(release.number)} of the contracts and today's`, () => {
  describe.each([cardsService, feedsService, notificationsService])("today's $name", (definition) => {
    let bench: ConsumerBench;

    beforeAll(async () => {
      bench = await ConsumerBench.start(definition);
    });
    beforeEach(() => bench.clear());
    afterAll(() => bench.stop());

    const cases = titled(release.fixtures.filter(handledBy(definition.name)));

    it.each(cases)('handles the %s (%s) of then', async (type, _name, fixture) => {
      const expectation = EXPECTED[definition.name]![versionOf(type).name]!;
      const { before, event } = historyOf(fixture, expectation);
      expect(await bench.stateAfter([...before, event])).toEqual(rowsWanted(fixture, expectation));
    });
  });

  describe.each(previously)('the $name $version', (definition) => {
    let bench: ConsumerBench;

    beforeAll(async () => {
      bench = await ConsumerBench.start(definition);
    });
    beforeEach(() => bench.clear());
    afterAll(() => bench.stop());

    const cases = titled(
      today
        .filter(({ type }) => handledThen(definition.name, type))
        .filter(({ type }) => release.types.includes(type)),
    );

    it.each(cases)('handles the %s (%s) of today, as it is published', async (type, _name, fixture) => {
      const expectation = EXPECTED[definition.name]![versionOf(type).name]!;
      const { before } = historyOf(fixture, expectation);
      const act = asPublishedToday(fixture);
      const events = act.map((major, index): Sent => {
        const twins = act.map((other) => other.type).filter((other) => other !== major.type);
        const sequence = before.length + 1 + index;
        return { type: major.type, data: major.data, sequence, ...(twins.length === 0 ? {} : { twins }) };
      });
      expect(await bench.stateAfter([...before, ...events])).toEqual(rowsWanted(fixture, expectation));
    });
  });
});
