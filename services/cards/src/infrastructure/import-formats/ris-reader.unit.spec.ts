import { splitFile } from '../../../test/split-file.js';
import { RisReader } from './ris-reader.js';

const reader = new RisReader();

const split = (text: string, size?: number) => splitFile(reader, text, size);
const read = async (text: string) => reader.read(await split(text));

const FILE = `Provider: A Journal's Site
Content: text/plain; charset="UTF-8"

TY  - JOUR
AU  - Curie, Marie
AU  - King, Martin Luther, Jr.
AU  - CMS Collaboration
TI  - A title - with  - dashes
that goes on
JO  - J. Phys.
JF  - Journal of Physics
PY  - 2024/05/17/spring
DO  - 10.1103/PhysRevD.62.092004
N1  - A note of mine
ER  -

TY  - BOOK
TI  - Unended
UR  - https://x.example/book
TY  - ELEC
T1  - Page
UR  - https://x.example/page
ER  -
`;

describe('reading RIS', () => {
  it('takes a paper with its metadata, and leaves its notes', async () => {
    expect((await read(FILE))[0]).toEqual({
      url: 'https://doi.org/10.1103/physrevd.62.092004',
      metadata: {
        title: 'A title - with - dashes that goes on',
        authors: ['Marie Curie', 'Martin Luther King, Jr.', 'CMS Collaboration'],
        site: 'Journal of Physics',
        published: '2024-05-17',
        kind: 'research',
      },
    });
  });

  it('finds each record with its line, one that has no end too', async () => {
    expect((await split(FILE)).map(({ line, excerpt }) => [line, excerpt.slice(0, 9)])).toEqual([
      [4, 'TY - JOUR'],
      [17, 'TY - BOOK'],
      [20, 'TY - ELEC'],
    ]);
    expect(await read(FILE)).toMatchObject([
      {},
      { url: 'https://x.example/book', metadata: { kind: 'book' } },
      { url: 'https://x.example/page', metadata: { kind: 'link' } },
    ]);
  });

  it('finds the same records however the text is cut, and however its lines end', async () => {
    const whole = await split(FILE);
    for (let size = 1; size < 100; size += 1) expect(await split(FILE, size)).toEqual(whole);
    expect(await read(FILE.replaceAll('\n', '\r\n'))).toEqual(await read(FILE));
  });

  it.each([
    ['DO  - https://doi.org/10.1000/ABC', 'https://doi.org/10.1000/abc'],
    ['UR  - http://dx.doi.org/10.1000/a', 'https://doi.org/10.1000/a'],
    ['M3  - doi: 10.1000/a', 'https://doi.org/10.1000/a'],
    ['M3  - 10.1000/a', 'https://doi.org/10.1000/a'],
    ['N1  - doi:10.1000/a\nUR  - https://x.example/', 'https://doi.org/10.1000/a'],
    ['UR  - https://arxiv.org/abs/2101.00001v2', 'https://arxiv.org/abs/2101.00001'],
    ['JO  - arXiv preprint arXiv:1706.03762', 'https://arxiv.org/abs/1706.03762'],
    ['DB  - PubMed\nAN  - 12345678', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
    ['C2  - PMID: 12345678', 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
    ['L2  - https://x.example/a', 'https://x.example/a'],
    ['UR  - https://x.example/a; https://x.example/b', 'https://x.example/a'],
    ['AN  - 12345678\nUR  - https://x.example/a', 'https://x.example/a'],
  ])('finds the work of %j', async (lines, url) => {
    expect(await read(`TY  - JOUR\n${lines}\nER  - \n`)).toMatchObject([{ url }]);
  });

  it.each([
    ['2024', '2024'],
    ['2024///', '2024'],
    ['2024/5', '2024-05'],
    ['2024-05-07', '2024-05-07'],
    ['2024/05//spring', '2024-05'],
    ['spring 2024', undefined],
  ])('takes %s for the date %s', async (written, published) => {
    const [work] = await read(`TY  - JOUR\nUR  - https://x.example/\nY1  - ${written}\nER  - \n`);
    expect((work as { metadata: object }).metadata).toEqual({
      kind: 'research',
      ...(published && { published }),
    });
  });

  it('refuses broken records, each with its reason, and takes the rest', async () => {
    const huge = `TY  - JOUR\nUR  - https://x.example/huge\nAB  - ${'x'.repeat(300_000)}\nER  - \n`;
    const good = 'TY  - JOUR\nUR  - https://x.example/\nER  - \n';
    expect(
      await read(
        `AU  - Nobody\nER  - \n${good}ER  - \nTY  - JOUR\nER  - \n${huge}${good}TY  - JOUR\nUR  - https://x.exa`,
      ),
    ).toMatchObject([
      { reason: 'The record does not begin with its type (TY).' },
      { url: 'https://x.example/' },
      { reason: expect.stringContaining('no DOI') as string },
      { reason: 'The record is too long to be one.' },
      { url: 'https://x.example/' },
      { reason: 'The record has no end (ER): the file has been cut off here.' },
    ]);
  });

  it.each(['', 'no RIS at all', 'TY - JOUR\nER - ', '\n'.repeat(1_000), 'ER  - \n'.repeat(1_000)])(
    'finds nothing in what holds no record (%#)',
    async (text) => {
      expect(await split(text)).toEqual([]);
    },
  );
});
