import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { sharedData } from '../../../../test/support/shared-data.js';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody } from '../../test/some.js';
import type { ImportJob } from '../infrastructure/import-repository.js';
import type { ImportFormat } from '../infrastructure/schema.js';
import type { ImportWorker } from './import-worker.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

/** A lease that is over as soon as it is given: its holder may be succeeded at once. */
const ENDED = -1_000;

const entries = (count: number, from = 0): string =>
  Array.from(
    { length: count },
    (_, n) => `@article{k${String(from + n)}, title={T ${String(n)}}, doi={10.1000/x${String(from + n)}}}\n`,
  ).join('');

async function receive(
  curatorId: string,
  text: string | Uint8Array,
  format: ImportFormat = 'bibtex',
): Promise<string> {
  const content = (async function* () {
    yield await Promise.resolve(Buffer.from(text));
  })();
  return (await world.receiveImport().execute({ curatorId, format, content })).id;
}

async function ended(curatorId: string, id: string): Promise<ImportJob> {
  const deadline = Date.now() + 45_000;
  for (;;) {
    const job = await world.getImport.execute({ id, curatorId });
    if (job.status === 'done' || job.status === 'failed') return job;
    if (Date.now() > deadline) throw new Error(`The import is still ${job.status}`);
    await delay(20);
  }
}

async function working<T>(work: (worker: ImportWorker) => Promise<T>): Promise<T> {
  const worker = world.worker();
  worker.onApplicationBootstrap();
  try {
    return await work(worker);
  } finally {
    await worker.beforeApplicationShutdown();
  }
}

async function imported(curatorId: string, text: string | Uint8Array, format: ImportFormat = 'bibtex') {
  const id = await receive(curatorId, text, format);
  return working(() => ended(curatorId, id));
}

const countOf = async (importId: string): Promise<number> => {
  const [row] = await world.database.sql<{ count: number }[]>`
    select count(*)::int as count from outbox where body::jsonb -> 'data' ->> 'importId' = ${importId}`;
  return row?.count ?? 0;
};

describe('an import', () => {
  it('adds a card a record, and publishes each as part of one save', async () => {
    const curatorId = somebody();
    const job = await imported(curatorId, entries(450));
    expect(job).toMatchObject({ status: 'done', total: 450, added: 450, present: 0, rejected: 0 });
    expect(await countOf(job.id)).toBe(450);
    const { items } = await world.listLibrary.execute({ curatorId, limit: 1 });
    const [event] = await world.published(String(items[0]?.id));
    expect(event).toMatchObject({
      type: 'events.cards.card-added-to-library.v1',
      sequence: 1,
      data: { importId: job.id, saveId: job.id, metadata: { kind: 'research' } },
    });
  });

  it('of the same file again adds nothing', async () => {
    const curatorId = somebody();
    await imported(curatorId, entries(30));
    const again = await imported(curatorId, entries(30));
    expect(again).toMatchObject({ added: 0, present: 30, rejected: 0 });
    expect(await countOf(again.id)).toBe(0);
  });

  it('counts a URL that is twice in the file as there already', async () => {
    const job = await imported(somebody(), entries(3) + entries(250) + entries(3));
    expect(job).toMatchObject({ total: 256, added: 250, present: 6 });
  });

  it('says of each record that it could not take where it is and why', async () => {
    const curatorId = somebody();
    const job = await imported(
      curatorId,
      `${entries(2)}@misc{none, title={No link}}\n@misc{bad, url={https://a:b@x.example/}}\n${entries(1, 2)}`,
    );
    expect(job).toMatchObject({ total: 5, added: 3, rejected: 2 });
    const first = await world.getImport.rejections({ id: job.id, curatorId, limit: 1 });
    expect(first.items).toMatchObject([{ line: 3, excerpt: '@misc{none, title={No link}}' }]);
    const second = await world.getImport.rejections({
      id: job.id,
      curatorId,
      limit: 1,
      cursor: String(first.next),
    });
    expect(second).toMatchObject({
      items: [{ line: 4, reason: expect.stringContaining('password') as string }],
      next: null,
    });
  });

  it('reads text in an old encoding', async () => {
    const curatorId = somebody();
    await imported(curatorId, Buffer.from('@misc{a, title={Caf\u00e9}, url={https://x.example/}}', 'latin1'));
    const { items } = await world.listLibrary.execute({ curatorId, limit: 1 });
    expect(items[0]?.metadata.title).toBe('Café');
  });

  it('takes text that no database would: NUL, halves of characters, control characters', async () => {
    const curatorId = somebody();
    const job = await imported(
      curatorId,
      '<DL><DT><A HREF="https://x.example/">A\u0000&#xD800;\u0007B</A><DT><A HREF="\u0000">\u0000</A></DL>',
      'bookmarks',
    );
    expect(job).toMatchObject({ status: 'done', total: 2, added: 1, rejected: 1 });
  });

  it.each([
    [
      'ris',
      'TY  - JOUR\nTI  - A\nDO  - 10.1000/a\nER  - \nTY  - JOUR\nTI  - Caf\u00e9\nUR  - https://x.example/\nER  - \n',
      'TY  - JOUR\nUR  - https://x.ex',
    ],
    [
      'csl-json',
      '[{"DOI": "10.1000/a"},\n {"URL": "https://x.example/", "title": "Caf\u00e9"},\n ',
      '{"URL": "https://x.ex',
    ],
  ] as const)('of %s takes what is whole, once, and reports what is cut off', async (format, whole, rest) => {
    const curatorId = somebody();
    // In an old encoding, too.
    const file = Buffer.from(whole + rest, 'latin1');
    expect(await imported(curatorId, file, format)).toMatchObject({ total: 3, added: 2, rejected: 1 });
    const again = await imported(curatorId, file, format);
    expect(again).toMatchObject({ added: 0, present: 2, rejected: 1 });
    const { items } = await world.getImport.rejections({ id: again.id, curatorId, limit: 2 });
    expect(items).toMatchObject([
      { line: whole.split('\n').length, reason: expect.stringContaining('cut off') as string },
    ]);
    const library = await world.listLibrary.execute({ curatorId, limit: 2, text: 'Café' });
    expect(library.items).toHaveLength(1);
  });

  it.each([
    ['ris', '@misc{a, url={https://x.example/}}', 'No RIS records'],
    ['csl-json', '[]', 'No CSL-JSON items'],
    ['csl-json', '@misc{a, url={https://x.example/}}', 'no CSL-JSON'],
  ] as const)('of %s in a file of another format ends with the reason', async (format, text, error) => {
    expect(await imported(somebody(), text, format)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining(error) as string,
    });
  });

  it('is found by its owner only', async () => {
    const job = await imported(somebody(), entries(1));
    await expect(world.getImport.execute({ id: job.id, curatorId: somebody() })).rejects.toMatchObject({
      code: 'import-not-found',
    });
  });

  it.each([
    ['', 'empty-import'],
    ['x'.repeat(33 * 1024 * 1024), 'import-too-large'],
  ])('is refused at the door when it is empty or too large (%#)', async (text, code) => {
    await expect(receive(somebody(), text)).rejects.toMatchObject({ code });
    expect(await world.database.sql`select 1 from import_jobs where status = 'receiving'`).toHaveLength(0);
  });

  it('is refused while ten of the same owner are not done', async () => {
    const curatorId = somebody();
    const ids: string[] = [];
    for (let n = 0; n < 10; n += 1) ids.push(await receive(curatorId, entries(1)));
    await expect(receive(curatorId, entries(1))).rejects.toMatchObject({ code: 'too-many-imports' });
    await working(async () => {
      for (const id of ids) await ended(curatorId, id);
    });
  });

  it('forgets the content once it is done', async () => {
    const job = await imported(somebody(), entries(1));
    expect(await world.database.sql`select 1 from import_chunks where job_id = ${job.id}`).toHaveLength(0);
  });
});

describe('an import that is interrupted', () => {
  it('goes on behind the last batch stored, and counts nothing twice', async () => {
    const curatorId = somebody();
    const id = await receive(curatorId, entries(1_000));
    const owner = uuidv7();
    const job = await world.leases.claim(owner, 60_000);
    if (job === undefined) throw new Error('There is no job to take up');
    let batches = 0;
    // As a kill would: nothing is released, the lease just ends.
    const stopping = (): boolean => (batches += 1) > 2;
    expect(await world.runImport.execute({ job, owner, leaseMs: ENDED, stopping })).toBe(false);
    expect(await world.getImport.execute({ id, curatorId })).toMatchObject({ status: 'running', added: 400 });
    expect(await working(() => ended(curatorId, id))).toMatchObject({
      total: 1_000,
      added: 1_000,
      present: 0,
    });
    expect(await countOf(id)).toBe(1_000);
  });

  it('is not written to by a worker that was succeeded', async () => {
    const curatorId = somebody();
    const id = await receive(curatorId, entries(300));
    const [frozen, successor] = [uuidv7(), uuidv7()];
    const claim = async (owner: string, leaseMs: number) => {
      const job = await world.leases.claim(owner, leaseMs);
      if (job === undefined) throw new Error('There is no job to take up');
      return { job, owner, leaseMs };
    };
    const late = await claim(frozen, ENDED);
    let batches = 0;
    await world.runImport.execute({ ...(await claim(successor, ENDED)), stopping: () => (batches += 1) > 1 });
    await expect(world.runImport.execute({ ...late, stopping: () => false })).rejects.toMatchObject({
      code: 'import-lease-lost',
    });
    await world.leases.finish(id, frozen);
    expect(await world.getImport.execute({ id, curatorId })).toMatchObject({ status: 'running', added: 200 });
    expect(await working(() => ended(curatorId, id))).toMatchObject({ added: 300, present: 0 });
    expect(await countOf(id)).toBe(300);
  });

  it('is carried out once by several workers', async () => {
    const curatorId = somebody();
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(await receive(curatorId, entries(250, n * 200)));
    const jobs = await working(() => working(async () => Promise.all(ids.map((id) => ended(curatorId, id)))));
    expect(jobs.reduce((sum, job) => sum + job.added, 0)).toBe(1_250);
    expect(jobs.reduce((sum, job) => sum + job.present, 0)).toBe(250);
  });

  it('is given up when it keeps bringing its worker down', async () => {
    const curatorId = somebody();
    const id = await receive(curatorId, entries(1));
    for (let n = 0; n < 5; n += 1) {
      await world.leases.claim(uuidv7(), ENDED);
    }
    expect(await working(() => ended(curatorId, id))).toMatchObject({
      status: 'failed',
      error: 'It was given up after 5 attempts.',
    });
  });
});

describe('an import of a large file', () => {
  it('is parsed on another thread, so that this one goes on answering', async () => {
    const curatorId = somebody();
    const id = await receive(curatorId, entries(4_000));
    const everything = process.cpuUsage();
    const here = process.threadCpuUsage();
    await working(() => ended(curatorId, id));
    const share = process.threadCpuUsage(here).user / process.cpuUsage(everything).user;
    expect(share).toBeLessThan(0.6);
  });
});

describe('an import of a real file', () => {
  const files = [
    ['hepml.bib', 'bibtex', { total: 2_423, added: 2_418, present: 2, rejected: 3 }],
    ['cdl.bib', 'bibtex', { total: 6_315, added: 113, present: 0, rejected: 6_202 }],
    ['bookmarks-firefox_nested.html', 'bookmarks', { total: 24, added: 21, present: 0, rejected: 3 }],
    ['bookmarks-chromium_flat.html', 'bookmarks', { total: 9, added: 9, present: 0, rejected: 0 }],
    ['bookmarks-netscape_basic.html', 'bookmarks', { total: 2, added: 1, present: 0, rejected: 1 }],
  ] as const;

  for (const [name, format, counts] of files) {
    const path = sharedData(name);
    if (path === undefined) continue;
    it(`takes or refuses each record of ${name}, once`, async () => {
      const curatorId = somebody();
      expect(await imported(curatorId, readFileSync(path), format)).toMatchObject({
        status: 'done',
        ...counts,
      });
      expect(await imported(curatorId, readFileSync(path), format)).toMatchObject({
        added: 0,
        present: counts.added + counts.present,
        rejected: counts.rejected,
      });
    });
  }
});
