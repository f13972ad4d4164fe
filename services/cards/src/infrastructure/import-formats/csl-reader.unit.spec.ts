import { splitFile } from '../../../test/split-file.js';
import { CslReader } from './csl-reader.js';

const reader = new CslReader();

const split = (text: string, size?: number) => splitFile(reader, text, size);
const read = async (text: string) => reader.read(await split(text));

const FILE = `[
  {
    "id": "a", "type": "article-journal", "DOI": "10.1103/PhysRevD.62.092004",
    "title": "Braces } in \\"quotes\\" {\\\\",
    "author": [
      { "family": "Curie", "given": "Marie" },
      { "family": "King", "given": "Martin Luther", "suffix": "Jr." },
      { "family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van" },
      { "literal": "CMS Collaboration" }
    ],
    "issued": { "date-parts": [[2024, "5", 17]] },
    "container-title": "Journal of Physics", "note": "Mine alone"
  },
  {"id": "b", "type": "webpage", "URL": "https://x.example/b"}, {"id": "c", "URL": "https://x.example/c"}
]
`;

describe('reading CSL-JSON', () => {
  it('takes a paper with its metadata, and leaves its notes', async () => {
    expect((await read(FILE))[0]).toEqual({
      url: 'https://doi.org/10.1103/physrevd.62.092004',
      metadata: {
        title: 'Braces } in "quotes" {\\',
        authors: ['Marie Curie', 'Martin Luther King, Jr.', 'Ludwig van Beethoven', 'CMS Collaboration'],
        site: 'Journal of Physics',
        published: '2024-05-17',
        kind: 'research',
      },
    });
  });

  it('finds each item with its line, however the text is cut', async () => {
    const whole = await split(FILE);
    expect(whole.map(({ line }) => line)).toEqual([2, 14, 14]);
    for (let size = 1; size < 100; size += 1) expect(await split(FILE, size)).toEqual(whole);
  });

  it.each([
    [{ DOI: 'https://doi.org/10.1000/ABC' }, 'https://doi.org/10.1000/abc'],
    [{ URL: 'http://dx.doi.org/10.1000/a' }, 'https://doi.org/10.1000/a'],
    [{ note: 'Good\nDOI: 10.1000/a', URL: 'https://x.example/' }, 'https://doi.org/10.1000/a'],
    [
      { number: 'arXiv:1706.03762', URL: 'http://arxiv.org/abs/1706.03762v1' },
      'https://arxiv.org/abs/1706.03762',
    ],
    [{ archive: 'arXiv', archive_location: '1706.03762' }, 'https://arxiv.org/abs/1706.03762'],
    [{ note: 'arXiv:1706.03762 [cs]' }, 'https://arxiv.org/abs/1706.03762'],
    [{ PMID: 12_345_678 }, 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
    [{ note: 'PMID: 12345678\nPMCID: PMC1' }, 'https://pubmed.ncbi.nlm.nih.gov/12345678/'],
    [{ URL: 'https://x.example/a?b=c' }, 'https://x.example/a?b=c'],
  ])('finds the work of %j', async (item, url) => {
    expect(await read(JSON.stringify([item]))).toMatchObject([{ url }]);
  });

  it.each([
    [{ 'date-parts': [[2024]] }, '2024'],
    [{ 'date-parts': [['2024', '05']] }, '2024-05'],
    [{ 'date-parts': [[2024, 5, null]] }, '2024-05'],
    [{ raw: '2024-05-17' }, '2024-05-17'],
    [{ 'date-parts': [[null]] }, undefined],
    [{ literal: 'forthcoming' }, undefined],
    ['2024', '2024'],
    [17, undefined],
  ])('takes the date %j for %s', async (issued, published) => {
    const [work] = await read(JSON.stringify([{ URL: 'https://x.example/', issued }]));
    expect((work as { metadata: object }).metadata).toEqual({
      kind: 'link',
      ...(published && { published }),
    });
  });

  it('reads what is of other types than it should be as far as it can', async () => {
    expect(
      await read(
        '[{"URL": ["https://x.example/"], "title": ["A", "B"], "author": [1, null, "C", {"family": []}], "type": {}}]',
      ),
    ).toEqual([{ url: 'https://x.example/', metadata: { title: 'A', authors: ['1', 'C'], kind: 'link' } }]);
  });

  it('takes a single item, and items line by line', async () => {
    const item = '{"URL": "https://x.example/"}';
    expect(await read(item)).toHaveLength(1);
    expect(await read(`${item}\n${item}\n`)).toHaveLength(2);
  });

  it('refuses broken items, each with its reason, and takes the rest', async () => {
    const good = '{"URL": "https://x.example/"}';
    const huge = `{"URL": "https://x.example/huge", "abstract": "${'x'.repeat(300_000)}"}`;
    const results = await read(
      `[{"URL": "https://x.example/",},\n{"URL": "https://x.example/}\n,\n${good}, {},\n${huge}, ${good},\n{"URL": "https://x.exa`,
    );
    expect(results).toMatchObject([
      { reason: expect.stringMatching(/^The item is no valid JSON: [^:]+\.$/u) as string },
      // Its string is never closed, and neither is its brace.
      { reason: expect.stringContaining('no valid JSON') as string },
      { url: 'https://x.example/' },
      { reason: expect.stringContaining('no DOI') as string },
      { reason: expect.stringContaining('too long') as string },
      { url: 'https://x.example/' },
      { reason: 'The item has no end: the file has been cut off here.' },
    ]);
  });

  it('refuses an item nested without end, and goes on behind it', async () => {
    const deep = `{"title": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "URL": "https://x.example/deep"}`;
    const results = await read(
      `[${deep}, {"a": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}, {"URL": "https://x.example/"}]`,
    );
    expect(results).toMatchObject([
      { url: 'https://x.example/deep', metadata: { kind: 'link' } },
      { reason: expect.any(String) as string },
      { url: 'https://x.example/' },
    ]);
  });

  it.each(['', ' \n ', '[]', '[[[1, "{"]]]'])('finds nothing in what holds no item (%#)', async (text) => {
    expect(await split(text)).toEqual([]);
  });

  it.each(['TY  - JOUR', '@article{a}', '<html>', '"{}"'])('says that %j is no CSL-JSON', async (text) => {
    await expect(split(text)).rejects.toMatchObject({ name: 'UnreadableFile' });
  });
});
