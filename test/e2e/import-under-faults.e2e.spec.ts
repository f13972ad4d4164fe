import { readFileSync } from 'node:fs';
import postgres, { type Sql } from 'postgres';
import { Api, type Json } from '../../infra/dev/api.mjs';
import { deliveryState, SETTLED, untilSettled } from '../support/delivery-state.js';
import { sharedData } from '../support/shared-data.js';
import { startSystem, type TestSystem } from '../support/system.js';
import { waitFor } from '../support/wait-for.js';

const ALICE = 'did:plc:aliceaaaaaaaaaaaaaaaaaaa';
const BOB = 'did:plc:bobbbbbbbbbbbbbbbbbbbbbb';
/** One of them is indented, which a count of `@` at the beginning of a line misses. */
const HEPML_ENTRIES = 2_423;
const CDL_ENTRIES = 6_315;
const MINUTES = 60_000;

interface ImportJob {
  id: string;
  status: string;
  added: number;
  present: number;
  rejected: number;
}

interface Activity {
  activityId: string;
  importId: string | null;
  cardCount: number;
}

let system: TestSystem;
let sql: Sql;

beforeAll(async () => {
  system = await startSystem();
  sql = postgres(system.adminUrl, { max: 2 });
}, 2 * MINUTES);

afterAll(async () => {
  // Undefined where the system did not start: that failure is the one to see.
  await (sql as Sql | undefined)?.end({ timeout: 1 });
  await (system as TestSystem | undefined)?.stop();
}, MINUTES);

const as = (did: string): Api => new Api(system.urls, did);

async function startImport(did: string, file: string): Promise<string> {
  const content = readFileSync(file);
  const job = await as(did).postRaw('cards', '/imports?format=bibtex', {
    type: 'application/x-bibtex',
    content,
  });
  return job['id'] as string;
}

async function importJob(did: string, id: string): Promise<ImportJob> {
  return (await as(did).get('cards', `/imports/${id}`)) as unknown as ImportJob;
}

function finished(did: string, id: string): Promise<ImportJob> {
  return waitFor(
    'the end of the import',
    async () => {
      const job = await importJob(did, id);
      if (job.status === 'failed') throw new Error(`The import failed: ${JSON.stringify(job)}`);
      return job.status === 'done' ? job : undefined;
    },
    3 * MINUTES,
  );
}

async function importActivities(did: string, feed: 'global' | 'following'): Promise<Activity[]> {
  const items = (await as(did).getAll('feeds', `/feeds/${feed}`)) as unknown as Activity[];
  return items.filter((item) => item.importId !== null);
}

const idsOf = (cards: readonly Json[], key: string): string[] =>
  cards.map((card) => card[key] as string).sort();

/** Cards of the import that feeds has, read past its API: it may be dead. */
async function arrived(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from feeds.activity_cards`;
  return row?.count ?? 0;
}

/** What cards has imported and feeds does not have yet. */
async function open(): Promise<{ saved: number; arrived: number }> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from cards.cards`;
  return { saved: row?.count ?? 0, arrived: await arrived() };
}

describe('a living review’s bibliography, imported while processes are killed', () => {
  it(
    'is in the library, in the feeds and in nobody’s way exactly once',
    async () => {
      const file = sharedData('hepml.bib');
      if (file === undefined) return;
      await as(BOB).put('feeds', `/follows/users/${ALICE}`);
      const id = await startImport(ALICE, file);

      // Each kill falls between the first and the last card that feeds gets: work under way is what it interrupts.
      const kills: { arrived: number; saved: number }[] = [];
      for (let kill = 1; kill <= 4; kill += 1) {
        const before = await arrived();
        await waitFor(
          'progress to interrupt',
          async () => ((await arrived()) > before ? true : undefined),
          MINUTES,
        );
        await system.kill('feeds');
        if (kill === 2) await system.killBroker();
        const state = await open();
        kills.push(state);
        // Something must be left for the next kill to interrupt.
        await waitFor('more cards than feeds has', async () => {
          const { saved, arrived: got } = await open();
          const job = await importJob(ALICE, id);
          return saved - got >= 200 || job.status === 'done' ? true : undefined;
        });
        if (kill === 2) await system.restartBroker();
        await system.restart('feeds');
      }
      const job = await finished(ALICE, id);
      await untilSettled(sql);

      const interrupted = kills.filter((kill) => kill.arrived < job.added);
      process.stdout.write(
        `feeds was killed at ${kills.map((kill) => `${String(kill.arrived)}/${String(kill.saved)}`).join(', ')} cards\n`,
      );
      expect(interrupted.length).toBeGreaterThanOrEqual(3);

      expect(job.added + job.present + job.rejected).toBe(HEPML_ENTRIES);
      const library = await as(ALICE).getAll('cards', '/library');
      expect(library).toHaveLength(job.added);
      expect(new Set(library.map((card) => card['url']))).toHaveProperty('size', job.added);

      for (const [did, feed] of [
        [ALICE, 'global'],
        [BOB, 'following'],
      ] as const) {
        const activities = await importActivities(did, feed);
        expect(activities).toHaveLength(1);
        expect(activities[0]).toMatchObject({ importId: id, cardCount: job.added });
        const cards = await as(did).getAll('feeds', `/activities/${activities[0]?.activityId ?? ''}/cards`);
        expect(idsOf(cards, 'cardId')).toEqual(idsOf(library, 'id'));
      }

      expect(await deliveryState(sql)).toEqual(SETTLED);
      expect(await as(BOB).getAll('notifications', '/notifications')).toEqual([]);

      const again = await finished(ALICE, await startImport(ALICE, file));
      expect(again).toMatchObject({ added: 0, present: job.added + job.present, rejected: job.rejected });
      await untilSettled(sql);
      expect(await importActivities(ALICE, 'global')).toHaveLength(1);
      expect(await as(ALICE).getAll('cards', '/library')).toHaveLength(job.added);
    },
    6 * MINUTES,
  );
});

describe('a bibliography of 6,315 entries with hardly a link', () => {
  it(
    'is taken in or refused entry by entry, with line and reason',
    async () => {
      const file = sharedData('cdl.bib');
      if (file === undefined) return;
      const id = await startImport(BOB, file);
      const job = await finished(BOB, id);
      expect(job.added + job.present + job.rejected).toBe(CDL_ENTRIES);
      const rejections = await as(BOB).getAll('cards', `/imports/${id}/rejections`);
      expect(rejections).toHaveLength(job.rejected);
      for (const rejection of rejections) {
        expect(rejection).toMatchObject({ line: expect.any(Number), reason: expect.stringMatching(/\w+/) });
      }
      await untilSettled(sql);
      expect(await as(BOB).getAll('cards', '/library')).toHaveLength(job.added);
    },
    6 * MINUTES,
  );
});
