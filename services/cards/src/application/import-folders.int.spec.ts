import { uuidv7 } from 'uuidv7';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { eventually } from '../../../../test/support/eventually.js';
import type { Card } from '../domain/card.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody } from '../../test/some.js';
import type { ImportJob } from '../infrastructure/import-repository.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const bookmark = (name: string): string => `<DT><A HREF="https://x.example/${name}">${name}</A>`;
const folder = (name: string, ...content: readonly string[]): string =>
  `<DT><H3>${name}</H3><DL>${content.join('')}</DL>`;
const file = (...content: readonly string[]): string => `<DL>${content.join('')}</DL>`;

const FILE = file(
  bookmark('loose'),
  folder('Tides', bookmark('moon'), bookmark('sea'), folder('Misc', bookmark('moon'))),
  folder('Misc', bookmark('sun'), '<DT><A HREF="nonsense">nonsense</A>'),
);

async function receive(curatorId: string, text: string): Promise<string> {
  const content = (async function* () {
    yield await Promise.resolve(Buffer.from(text));
  })();
  const job = await world
    .receiveImport()
    .execute({ curatorId, format: 'bookmarks', collects: true, content });
  return job.id;
}

async function imported(curatorId: string, text: string): Promise<ImportJob> {
  const id = await receive(curatorId, text);
  const worker = world.worker();
  worker.onApplicationBootstrap();
  try {
    return await eventually(
      async () => {
        const job = await world.getImport.execute({ id, curatorId });
        expect(['done', 'failed']).toContain(job.status);
        return job;
      },
      { deadlineMs: 20_000 },
    );
  } finally {
    await worker.beforeApplicationShutdown();
  }
}

function titleOf({ content }: Pick<Card, 'content'>): string {
  return (content.type === 'URL' ? content.metadata.title : undefined) ?? content.url;
}

/** Names of a curator's collections, each with the titles of its cards. */
async function collected(authorId: string): Promise<string[]> {
  const { items } = await world.listCollections.execute({ authorId, limit: 100 });
  const shown = await Promise.all(
    items.map(async ({ id, name }) => {
      const { cards } = await world.getCollection.execute({ id, limit: 100 });
      const titles = cards.items.map(({ card }) => titleOf(card));
      return `${name}: ${titles.sort().join(' ')}`;
    }),
  );
  return shown.sort();
}

const eventsOf = async (importId: string, type: string): Promise<number> => {
  const published = await world.published();
  return published.filter((event) => event.type.includes(type) && event.data['importId'] === importId).length;
};

describe('an import of bookmarks whose folders become collections', () => {
  it('makes a collection a folder, and puts its bookmarks in as part of the import', async () => {
    const curatorId = somebody();
    const job = await imported(curatorId, FILE);
    expect(job).toMatchObject({ status: 'done', total: 6, added: 4, present: 1, rejected: 1 });
    expect(await collected(curatorId)).toEqual(['Misc: moon', 'Misc: sun', 'Tides: moon sea']);
    expect(await eventsOf(job.id, 'card-added-to-collection')).toBe(4);
  });

  it('adds nothing when it comes again, and only what is new when it has grown', async () => {
    const curatorId = somebody();
    await imported(curatorId, FILE);
    const before = await collected(curatorId);
    const again = await imported(curatorId, FILE);
    expect(again).toMatchObject({ added: 0, present: 5, rejected: 1 });
    expect(await collected(curatorId)).toEqual(before);
    expect(await eventsOf(again.id, 'card-added')).toBe(0);
    await imported(curatorId, file(folder('Tides', bookmark('moon'), bookmark('loose'), bookmark('wind'))));
    expect(await collected(curatorId)).toEqual(['Misc: moon', 'Misc: sun', 'Tides: loose moon sea wind']);
  });

  it('keeps the folders of different people apart', async () => {
    const [ada, bob] = [somebody(), somebody()];
    await imported(ada, FILE);
    await imported(bob, file(folder('Tides', bookmark('bob'))));
    expect(await collected(bob)).toEqual(['Tides: bob']);
    expect(await collected(ada)).toHaveLength(3);
  });

  it('makes a collection that was deleted anew', async () => {
    const curatorId = somebody();
    await imported(curatorId, file(folder('Tides', bookmark('moon'))));
    const { items } = await world.listCollections.execute({ authorId: curatorId, limit: 100 });
    for (const { id } of items) await world.deleteCollection.execute({ collectionId: id, by: curatorId });
    await imported(curatorId, file(folder('Tides', bookmark('moon'))));
    expect(await collected(curatorId)).toEqual(['Tides: moon']);
  });

  it('cuts a name that is too long for a collection, and knows the folder again', async () => {
    const curatorId = somebody();
    for (const name of ['moon', 'sea']) {
      await imported(curatorId, file(folder('x'.repeat(400), bookmark(name))));
    }
    expect(await collected(curatorId)).toEqual([`${'x'.repeat(99)}…: moon sea`]);
  });

  it('goes on where another worker stopped', async () => {
    const curatorId = somebody();
    const names = Array.from({ length: 450 }, (_, n) => `p${String(n)}`);
    const id = await receive(curatorId, file(folder('Many', ...names.map(bookmark))));
    const owner = uuidv7();
    const job = await world.leases.claim(owner, 60_000);
    if (job === undefined) throw new Error('There is no job to take up');
    let batches = 0;
    await world.runImport.execute({ job, owner, leaseMs: -1_000, stopping: () => (batches += 1) > 1 });
    await imported(curatorId, file(folder('Many', bookmark('last'))));
    await eventually(async () => {
      expect(await world.getImport.execute({ id, curatorId })).toMatchObject({ status: 'done', added: 450 });
    });
    const [{ count } = { count: 0 }] = await world.database.sql<{ count: number }[]>`
      select count(*)::int as count from collection_links join collections on collections.id = collection_id
      where author_id = ${curatorId} and name = 'Many'`;
    expect(count).toBe(451);
    expect(await eventsOf(id, 'card-added-to-collection')).toBe(450);
  });

  it('gives a folder one collection when two imports of it meet', async () => {
    const curatorId = somebody();
    const text = file(folder('Shared', bookmark('a'), bookmark('b')));
    const jobs = await Promise.all([receive(curatorId, text), receive(curatorId, text)]);
    await Promise.all(
      jobs.map(async () => {
        const owner = uuidv7();
        const job = await world.leases.claim(owner, 60_000);
        if (job === undefined) throw new Error('There is no job to take up');
        await world.runImport.execute({ job, owner, leaseMs: 60_000, stopping: () => false });
        await world.leases.finish(job.id, owner);
      }),
    );
    expect(await collected(curatorId)).toEqual(['Shared: a b']);
  });

  it('is refused for a format that has no folders', async () => {
    const content = (async function* () {
      yield await Promise.resolve(Buffer.from('x'));
    })();
    await expect(
      world.receiveImport().execute({ curatorId: somebody(), format: 'ris', collects: true, content }),
    ).rejects.toMatchObject({ code: 'no-folders', field: 'folders' });
  });
});
