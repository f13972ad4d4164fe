import { Readable } from 'node:stream';
import { type BibtexSource, splitBibtex } from './bibtex-splitter.js';

async function split(text: string, chunk = 1_000_000) {
  const chunks: string[] = [];
  for (let at = 0; at < text.length; at += chunk) chunks.push(text.slice(at, at + chunk));
  const definitions: string[] = [];
  const entries: BibtexSource[] = [];
  for await (const entry of splitBibtex(Readable.from(chunks), (definition) =>
    definitions.push(definition),
  )) {
    entries.push(entry);
  }
  return { entries, definitions };
}

const texts = async (text: string) => (await split(text)).entries.map((entry) => entry.text);

describe('splitting BibTeX', () => {
  const two = '@article{a,\n  title = {A {nested} title},\n}\n\n@book(b, title = "B")\n';

  it('finds each entry with the line that it begins on', async () => {
    const { entries } = await split(two);
    expect(entries.map(({ line, text }) => [line, text])).toEqual([
      [1, '@article{a,\n  title = {A {nested} title},\n}'],
      [5, '@book(b, title = "B")'],
    ]);
  });

  it('finds the same entries however the text is cut', async () => {
    const whole = await split(two);
    for (let size = 1; size < two.length; size += 1) expect(await split(two, size)).toEqual(whole);
  });

  it('finds several entries on one line', async () => {
    expect(await texts('@misc{a, x={1}}@misc{b, x={2}} @misc{c}')).toEqual([
      '@misc{a, x={1}}',
      '@misc{b, x={2}}',
      '@misc{c}',
    ]);
  });

  it('finds every entry of a file that is one long line', async () => {
    const text = Array.from({ length: 20_000 }, (_, n) => `@misc{k${String(n)}, x={${String(n)}}} `).join('');
    expect((await split(text, 65_536)).entries).toHaveLength(20_000);
  });

  it('hands definitions over and passes comments, preambles and text between entries by', async () => {
    const { entries, definitions } = await split(
      'a@b.example\n@string{prl = {Phys. Rev. Lett.}}\n@comment{@misc{hidden}}\n@preamble{"x"}\n% @misc{too}\n@misc{a}',
    );
    expect(definitions).toEqual(['@string{prl = {Phys. Rev. Lett.}}']);
    expect(entries.map(({ text, line }) => [text, line])).toEqual([['@misc{a}', 6]]);
  });

  it('ends an entry that is never closed where the next one begins', async () => {
    expect(await texts('@article{a,\n title = {never closed,\n}\n@article{b, title={B}}\n')).toEqual([
      '@article{a,\n title = {never closed,\n}\n',
      '@article{b, title={B}}',
    ]);
  });

  it('keeps an address with an @ inside an entry', async () => {
    expect(await texts('@misc{a, note = {\n@author{} or me@example.org},\n}')).toHaveLength(1);
  });

  it('is not misled by braces and brackets in quotes, or by escapes', async () => {
    expect(
      await texts('@misc{a, title = "odd } brace", note = {\\}}}\n@misc(b, title = "round ) bracket")'),
    ).toEqual(['@misc{a, title = "odd } brace", note = {\\}}}', '@misc(b, title = "round ) bracket")']);
  });

  it('keeps only the beginning of an entry that is too long, and goes on behind it', async () => {
    const { entries } = await split(`@misc{a, note={${'x'.repeat(3_000_000)}}}\n@misc{b}`, 65_536);
    expect(entries.map(({ tooLong }) => tooLong)).toEqual([true, false]);
    expect(entries[0]?.text.length).toBeLessThan(400_000);
  });

  it('gives an excerpt of one line', async () => {
    const { entries } = await split(two);
    expect(entries[0]?.excerpt).toBe('@article{a, title = {A {nested} title}, }');
  });
});
