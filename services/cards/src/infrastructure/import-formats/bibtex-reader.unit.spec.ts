import { Readable } from 'node:stream';
import { BibtexReader } from './bibtex-reader.js';
import type { BibtexSource } from './bibtex-splitter.js';

let reader: BibtexReader;
beforeEach(() => {
  reader = new BibtexReader({ timeout: 2_000, maxFailures: 3 });
});
afterEach(() => reader.close());

async function read(text: string) {
  const sources: BibtexSource[] = [];
  for await (const source of reader.split(Readable.from([text]))) sources.push(source);
  return reader.read(sources);
}

describe('reading BibTeX', () => {
  it('takes a paper with its metadata, LaTeX decoded', async () => {
    expect(
      await read(
        '@string{jp = "Journal of Pr{\\"u}fung"}\n' +
          "@article{a, title={The {\\'E}cole of {DNA} \\& $x^2$}, author={Sa{\\'u}l Alonso and {CMS Collaboration} and others}," +
          ' doi="10.1103/A\\_b", journal=jp, year=2024, month=may, abstract={x}}',
      ),
    ).toEqual([
      {
        url: 'https://doi.org/10.1103/a_b',
        metadata: {
          title: 'The École of DNA & x²',
          authors: ['Saúl Alonso', 'CMS Collaboration'],
          site: 'Journal of Prüfung',
          published: '2024-05',
          kind: 'research',
        },
      },
    ]);
  });

  it.each([
    ['doi = {https://doi.org/10.1000/ABC}', 'https://doi.org/10.1000/abc'],
    ['doi = {10.1000/a, 10.1000/b}', 'https://doi.org/10.1000/a'],
    ['pages = {doi.org/10.1000/a--b}', 'https://doi.org/10.1000/a--b'],
    ['volume = {doi.org/10.48550/arXiv.2404.14619}', 'https://arxiv.org/abs/2404.14619'],
    [
      'url = {http://dx.doi.org/10.1140/epjc/s10052-017-4814-9}',
      'https://doi.org/10.1140/epjc/s10052-017-4814-9',
    ],
    ['doi = {10.1000/a}, eprint = {2101.00001}, archivePrefix = {arXiv}', 'https://doi.org/10.1000/a'],
    [
      'eprint = "{2102.02278}", archivePrefix = "arXiv", url = {https://x.example/}',
      'https://arxiv.org/abs/2102.02278',
    ],
    ['eprint = {hep-ex/0006011}', 'https://arxiv.org/abs/hep-ex/0006011'],
    [
      'eprint = {0006011}, primaryClass = {hep-ex}, archivePrefix = {arXiv}',
      'https://arxiv.org/abs/hep-ex/0006011',
    ],
    ['journal = {arXiv preprint arXiv:1706.03762}', 'https://arxiv.org/abs/1706.03762'],
    [
      'journal = {CoRR}, volume = {abs/1706.03762}, url={https://arxiv.org/abs/1706.03762v1}',
      'https://arxiv.org/abs/1706.03762',
    ],
    ['journal = {{arXiv}}, volume = {1706.03762}', 'https://arxiv.org/abs/1706.03762'],
    ['pmid = {12345678}', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
    ['url = {https://x.example/a\\_b?c=1}', 'https://x.example/a_b?c=1'],
    ['howpublished = {\\url{https://github.com/a_b/c}}', 'https://github.com/a_b/c'],
    ['note = {See \\href{https://x.example/n}{here}.}', 'https://x.example/n'],
    // A publisher's page is the page that it is.
    ['url = {https://link.springer.com/article/10.1007/x}', 'https://link.springer.com/article/10.1007/x'],
    // What a note speaks of comes after what the entry has itself.
    ['note = {Erratum: doi:10.1000/erratum}, url = {https://x.example/}', 'https://x.example/'],
  ])('finds the work of %s', async (fields, url) => {
    expect(await read(`@article{a, title={T}, ${fields}}`)).toMatchObject([{ url }]);
  });

  it.each(['title={T}', 'title={T}, volume={36}, pages={2368--2385}', 'doi = {doi.org/103389/x}'])(
    'refuses an entry without a link: %s',
    async (fields) => {
      expect(await read(`@article{a, ${fields}}`)).toEqual([
        { reason: expect.stringContaining('no DOI') as string },
      ]);
    },
  );

  it.each([
    ['book', 'book'],
    ['article', 'research'],
    ['inproceedings', 'research'],
    ['misc', 'link'],
    ['software', 'software'],
  ])('takes @%s for %s', async (type, kind) => {
    expect(await read(`@${type}{a, url={https://x.example/}}`)).toMatchObject([{ metadata: { kind } }]);
  });

  it('refuses broken entries and takes the rest', async () => {
    const results = await read(
      '@article{a, url={https://x.example/a}}\n@article{b, title={never closed\n@article{c, title={T}\n year={2000}}\n' +
        '@article{d, url={https://x.example/d}}\n',
    );
    expect(results).toMatchObject([
      { url: 'https://x.example/a' },
      { reason: expect.stringMatching(/^The entry is broken: Unterminated brace-value/u) as string },
      { reason: expect.stringMatching(/^The entry is broken: Token mismatch/u) as string },
      { url: 'https://x.example/d' },
    ]);
  });

  it('is read one batch after the other by the same thread', async () => {
    for (let n = 0; n < 3; n += 1) {
      expect(await read('@misc{a, url={https://x.example/}}')).toMatchObject([{ url: 'https://x.example/' }]);
    }
  });

  it('refuses an entry nested too deep for the parser', async () => {
    const results = await read(
      `@misc{a, title={${'{'.repeat(50_000)}x${'}'.repeat(50_000)}}}\n@misc{b, url={https://x.example/}}`,
    );
    expect(results).toMatchObject([{ reason: expect.any(String) as string }, { url: 'https://x.example/' }]);
  });

  it('refuses an entry that takes too long, and goes on behind it on a new thread', async () => {
    await reader.close();
    reader = new BibtexReader({ timeout: 250, maxFailures: 3 });
    const slow = `@misc{a, ${'x={y},'.repeat(25_000)}}`;
    const results = await read(`@string{s = {S}}\n${slow}\n@misc{b, journal=s, url={https://x.example/}}`);
    expect(results).toMatchObject([
      { reason: 'The entry is broken: it takes too long to read.' },
      { url: 'https://x.example/', metadata: { site: 'S' } },
    ]);
  });

  it('gives a file up that is made of such entries', async () => {
    await reader.close();
    reader = new BibtexReader({ timeout: 150, maxFailures: 2 });
    const slow = `@misc{a, ${'x={y},'.repeat(25_000)}}\n`;
    await expect(read(slow.repeat(3))).rejects.toMatchObject({ code: 'bibtex-gave-up' });
  });
});
