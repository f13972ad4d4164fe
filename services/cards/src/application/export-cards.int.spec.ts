import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody } from '../../test/some.js';
import { IMPORT_FORMATS, type ImportFormat } from '../infrastructure/schema.js';
import type { ExportedFile } from './export-cards.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

async function textOf(file: ExportedFile): Promise<string> {
  const parts: string[] = [];
  for await (const part of file.content) parts.push(part);
  return parts.join('');
}

async function importFile(curatorId: string, format: ImportFormat, text: string, collects = false) {
  const content = (async function* () {
    yield await Promise.resolve(Buffer.from(text));
  })();
  const { id } = await world.receiveImport().execute({ curatorId, format, collects, content });
  const owner = uuidv7();
  const job = await world.leases.claim(owner, 60_000);
  if (job?.id !== id) throw new Error('Another import was waiting');
  await world.runImport.execute({ job, owner, leaseMs: 60_000, stopping: () => false });
  await world.leases.finish(id, owner);
  return world.getImport.execute({ id, curatorId });
}

const LIBRARY =
  "@article{a, title={The {\\'E}cole of {DNA} \\& more}, author={Saul Alonso and {CMS Collaboration}}, doi={10.1103/A_b}, journal={J. Phys.}, year=2024, month=may}\n" +
  '@book{b, title={Tides}, editor={Curie, Marie}, publisher={Sea}, url={https://x.example/?a=b&c=%7Bd%7D}}\n' +
  '@misc{c, eprint={hep-ex/0006011}}\n@misc{d, pmid={12345}, title={50% of $x$}}\n@online{e, url={https://x.example/e}}\n';

/** URLs and metadata of a library, in no order. */
async function libraryOf(curatorId: string): Promise<string[]> {
  const { items } = await world.listLibrary.execute({ curatorId, limit: 100 });
  return items
    .map(({ content, metadata }) => JSON.stringify([content.url, Object.entries(metadata).sort()]))
    .sort();
}

describe.each(IMPORT_FORMATS)('an export in %s', (format) => {
  it('adds nothing to the library that it is of, and is the same library elsewhere', async () => {
    const [ada, bob] = [somebody(), somebody()];
    expect(await importFile(ada, 'bibtex', LIBRARY)).toMatchObject({ added: 5 });
    await world.saveToLibrary.execute({
      curatorId: ada,
      url: 'https://x.example/bare',
      note: 'TY  - of\nmine',
    });
    const text = await textOf(world.exportCards.library(ada, format));
    expect(await importFile(ada, format, text)).toMatchObject({
      total: 6,
      added: 0,
      present: 6,
      rejected: 0,
    });
    expect(await importFile(bob, format, text)).toMatchObject({ total: 6, added: 6 });
    expect(await libraryOf(bob)).toEqual(await libraryOf(ada));
  });
});

describe('an export', () => {
  it('has each card of a large library once, the last added first', async () => {
    const curatorId = somebody();
    const entries = Array.from(
      { length: 1_200 },
      (_, n) => `TY  - JOUR\nDO  - 10.1000/e${String(n)}\nER  - \n`,
    );
    await importFile(curatorId, 'ris', entries.join(''));
    await delay(2);
    await world.saveToLibrary.execute({ curatorId, url: 'https://x.example/last' });
    const urls =
      (await textOf(world.exportCards.library(curatorId, 'ris'))).match(/(?<=^UR {2}- ).*(?=\r$)/gmu) ?? [];
    expect(urls[0]).toBe('https://x.example/last');
    expect(new Set(urls).size).toBe(1_201);
    expect(urls).toHaveLength(1_201);
  });

  it('of a collection has its cards, and is a folder where there are folders', async () => {
    const [ada, bob] = [somebody(), somebody()];
    const { id } = await world.createCollection.execute({ authorId: ada, name: 'Tides & <sea>' });
    for (const page of ['moon', 'sea']) {
      await world.saveToLibrary.execute({
        curatorId: ada,
        url: `https://x.example/${page}`,
        collectionIds: [id],
      });
    }
    await world.saveToLibrary.execute({ curatorId: ada, url: 'https://x.example/elsewhere' });
    const file = await world.exportCards.collection(id, 'bookmarks');
    expect(file).toMatchObject({ name: 'collection.html', mediaType: 'text/html; charset=utf-8' });
    expect(await importFile(bob, 'bookmarks', await textOf(file), true)).toMatchObject({
      total: 2,
      added: 2,
    });
    expect((await world.listCollections.execute({ authorId: bob, limit: 2 })).items).toMatchObject([
      { name: 'Tides & <sea>', cardCount: 2 },
    ]);
  });

  it('of a collection that is not there is refused before anything is sent', async () => {
    await expect(world.exportCards.collection(uuidv7(), 'ris')).rejects.toMatchObject({
      code: 'collection-not-found',
    });
  });
});
