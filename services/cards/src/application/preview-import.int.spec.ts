import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody } from '../../test/some.js';
import type { ImportFormat } from '../infrastructure/schema.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

async function* contentOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text, 'latin1'));
}

const preview = (curatorId: string, text: string, format: ImportFormat) =>
  world.previewImport.execute({ curatorId, format, content: contentOf(text) });

/** Rows of everything that an import writes. */
async function written(): Promise<object> {
  const [counts] = await world.database.sql`
    select (select count(*) from cards) as cards, (select count(*) from outbox) as outbox,
      (select count(*) from import_jobs) as jobs, (select count(*) from import_chunks) as chunks,
      (select count(*) from collections) as collections`;
  return { ...counts };
}

describe('a preview of an import', () => {
  it('says what is new, what is there and what could not be taken, and writes nothing', async () => {
    const curatorId = somebody();
    await world.saveToLibrary.execute({ curatorId, url: 'https://x.example/known' });
    const before = await written();
    const file =
      '@misc{a, title={Caf\u00e9}, url={https://x.example/new}}\n@misc{b, url={https://x.example/known}}\n' +
      '@misc{c, title={No link}}\n@misc{d, url={https://x.example/new}}\n';
    expect(await preview(curatorId, file, 'bibtex')).toMatchObject({
      total: 4,
      added: 1,
      present: 2,
      rejected: 1,
      records: [
        {
          line: 1,
          isNew: true,
          card: { content: { url: 'https://x.example/new', metadata: { title: 'Café' } } },
        },
        { line: 2, isNew: false },
        { line: 4, isNew: false },
      ],
      rejections: [{ line: 3, excerpt: '@misc{c, title={No link}}' }],
    });
    expect(await written()).toEqual(before);
  });

  it('counts all of a large file, and shows the first records of it', async () => {
    const entry = (n: number): string =>
      `TY  - JOUR\n${n % 2 === 0 ? `DO  - 10.1000/${String(n)}\n` : ''}ER  - \n`;
    const file = Array.from({ length: 1_000 }, (_, n) => entry(n)).join('');
    const found = await preview(somebody(), file, 'ris');
    expect(found).toMatchObject({ total: 1_000, added: 500, present: 0, rejected: 500 });
    expect([found.records.length, found.rejections.length]).toEqual([20, 20]);
  });

  it('says in which folders bookmarks are', async () => {
    const file = '<DL><DT><H3>A</H3><DL><DT><A HREF="https://x.example/">X</A></DL></DL>';
    expect(await preview(somebody(), file, 'bookmarks')).toMatchObject({ records: [{ folder: ['A'] }] });
  });

  it.each([
    ['', 'ris', 'empty-import'],
    ['x', 'ris', 'unreadable-import'],
    ['x', 'csl-json', 'unreadable-import'],
    ['<DL>'.repeat(2_000), 'bookmarks', 'unreadable-import'],
    ['x'.repeat(33 * 1024 * 1024), 'bibtex', 'import-too-large'],
  ] as const)('is refused for a file that no import could read (%#)', async (text, format, code) => {
    await expect(preview(somebody(), text, format)).rejects.toMatchObject({ code });
  });

  it('is refused while as many others are being read as there is room for', async () => {
    const { promise: opened, resolve: open } = Promise.withResolvers<undefined>();
    const slow = async function* (): AsyncGenerator<Uint8Array> {
      await opened;
      yield Buffer.from('[{"DOI": "10.1000/a"}]');
    };
    const running = Array.from({ length: 3 }, () =>
      world.previewImport.execute({ curatorId: somebody(), format: 'csl-json', content: slow() }),
    );
    await expect(preview(somebody(), '[]', 'csl-json')).rejects.toMatchObject({ code: 'too-many-previews' });
    open(undefined);
    expect(await Promise.all(running)).toHaveLength(3);
    expect(await preview(somebody(), '[{"DOI": "10.1000/a"}]', 'csl-json')).toMatchObject({ added: 1 });
  });
});
