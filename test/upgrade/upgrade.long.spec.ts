import { assertBuilt } from '../../infra/dev/build.mjs';
import { buildPrevious, type PreviousBuild } from '../../infra/dev/previous-build.mjs';
import { deliveryState, SETTLED, untilSettled } from '../support/delivery-state.js';
import { Load } from './load.js';
import { SideBySide } from './side-by-side.js';

const MINUTE = 60_000;
/** Saves under each mixture of versions. */
const SOME = 30;

const ORDERS: [string, readonly string[]][] = [
  ['producers first, so that the old consume what the new publish', ['cards', 'feeds', 'notifications']],
  ['consumers first, so that the new consume what the old publish', ['notifications', 'feeds', 'cards']],
];

let previous: PreviousBuild;

beforeAll(() => {
  assertBuilt();
  previous = buildPrevious({ from: process.env['UPGRADE_FROM'], log: () => undefined });
}, 10 * MINUTE);

describe.each(ORDERS)('an upgrade under load, %s', (_, order) => {
  let system: SideBySide;
  let load: Load;
  beforeAll(async () => {
    system = await SideBySide.start(previous.root);
    load = await Load.begin(system);
    await load.more(SOME);
  }, 4 * MINUTE);
  afterAll(() => system.stop(), MINUTE);

  /** Every save that was answered for has each of its effects, once, and nothing waits for what came before it. */
  const expectNothingLost = async (): Promise<void> => {
    await untilSettled(system.sql);
    expect(await deliveryState(system.sql)).toEqual(SETTLED);
    for (const [collection, cards] of load.saved) {
      const fed = await system.sql<{ card: string }[]>`
        select card_id as card from feeds.feed_entries
        where collection_id = ${collection} and type = 'CARD_COLLECTED'`;
      const shown = await system.sql<{ card: string }[]>`
        select card_id as card from notifications.collection_cards where collection_id = ${collection}`;
      const told = await system.sql<{ act: string }[]>`
        select act_id as act from notifications.notification_reasons where source_id = ${collection}`;
      for (const rows of [fed, shown]) expect(rows.map(({ card }) => card).sort()).toEqual(cards.toSorted());
      expect(new Set(told.map(({ act }) => act)).size).toBe(cards.length);
      expect(told).toHaveLength(cards.length);
    }
  };

  it.each(order)(
    'migrates %s while the old one works, runs both, and lets the old one go',
    async (service) => {
      expect(await system.migrate(service, 'new')).toContain(`${service} +`);
      await load.more(SOME);
      await system.open(service, 'new');
      await load.more(SOME);
      await system.close(service, 'old');
      await load.more(SOME);
    },
    3 * MINUTE,
  );

  it(
    'goes back: the old ones work on the new schema',
    async () => {
      for (const service of order) {
        // What the old one would apply is applied already, and what is newer stays.
        expect(await system.migrate(service, 'old')).toMatch(/^\w+: (\w+ \+0(, )?)+\n$/u);
        await system.open(service, 'old');
        await system.close(service, 'new');
      }
      await load.more(SOME);
    },
    3 * MINUTE,
  );

  it(
    'has lost nothing, and nothing came twice or out of order',
    async () => {
      await load.end();
      expect([...load.saved.values()].flat().length).toBeGreaterThan(10 * SOME);
      await expectNothingLost();
    },
    2 * MINUTE,
  );
});
