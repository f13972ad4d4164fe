import postgres, { type Sql } from 'postgres';
import { Api } from '../../infra/dev/api.mjs';
import { deliveryState, SETTLED, untilSettled } from '../support/delivery-state.js';
import { startSystem, type TestSystem } from '../support/system.js';
import { waitFor } from '../support/wait-for.js';

const RESEARCHER = 'did:plc:restartaaaaaaaaaaaaaaaaa';
const WRITERS = 8;
const MINUTE = 60_000;

let system: TestSystem;

beforeAll(async () => {
  system = await startSystem();
}, 2 * MINUTE);

afterAll(async () => {
  // Undefined where the system did not start: that failure is the one to see.
  await (system as TestSystem | undefined)?.stop();
}, MINUTE);

/** Saves one card after another until told to stop, and remembers which saves were acknowledged. */
function startWriting(acknowledged: Set<string>): { refused: () => number; stop: () => Promise<void> } {
  const api = new Api(system.urls, RESEARCHER);
  let stopped = false;
  let refused = 0;
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let number = 0; !stopped; number += 1) {
      const url = `https://doi.org/10.5555/restart.${String(writer)}.${String(number)}`;
      try {
        await api.post('cards', '/cards', { url });
        acknowledged.add(url);
      } catch {
        refused += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  });
  return {
    refused: () => refused,
    stop: async () => {
      stopped = true;
      await Promise.all(writers);
    },
  };
}

describe('the database goes away and comes back under load', () => {
  it(
    'costs time: no service dies, and every acknowledged card reaches the feed once',
    async () => {
      const services = Object.keys(system.urls);
      const pids = services.map((service) => system.pid(service));
      const acknowledged = new Set<string>();
      const writing = startWriting(acknowledged);
      const grown = async (by: number): Promise<void> => {
        const wanted = acknowledged.size + by;
        await waitFor(
          'more acknowledged cards',
          () => (acknowledged.size >= wanted ? true : undefined),
          MINUTE,
        );
      };

      const stop = (): Promise<void> => system.stopPostgres();
      const kill = (): Promise<void> => system.killPostgres();
      for (const takeAway of [stop, kill, stop, kill]) {
        await grown(50);
        const before = writing.refused();
        await takeAway();
        await waitFor('a refused request', () => (writing.refused() > before ? true : undefined));
        await system.restartPostgres();
      }
      await grown(50);
      await writing.stop();

      expect(services.map((service) => system.isRunning(service))).toEqual(services.map(() => true));
      expect(services.map((service) => system.pid(service))).toEqual(pids);

      const sql: Sql = postgres(system.adminUrl, { max: 1 });
      await untilSettled(sql);
      expect(await deliveryState(sql)).toEqual(SETTLED);
      await sql.end();

      const api = new Api(system.urls, RESEARCHER);
      const library = (await api.getAll('cards', '/library')).map((card) => card['url'] as string);
      const feed = (await api.getAll('feeds', '/feeds/global')) as unknown as { cards: { url: string }[] }[];
      const inFeed = feed.flatMap((activity) => activity.cards.map((card) => card.url));
      expect(new Set(library).size).toBe(library.length);
      for (const url of acknowledged) expect(library).toContain(url);
      // What was committed without the answer coming through is there as well: once.
      expect(inFeed.sort()).toEqual(library.sort());
    },
    5 * MINUTE,
  );
});
