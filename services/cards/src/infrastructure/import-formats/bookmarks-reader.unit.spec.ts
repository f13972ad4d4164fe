import { splitFile } from '../../../test/split-file.js';
import { BookmarksReader } from './bookmarks-reader.js';

const split = (text: string, size?: number) => splitFile(new BookmarksReader(), text, size);

const read = async (text: string) => new BookmarksReader().read(await split(text));

const FILE = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE>
<DL><p>
  <DT><A HREF="https://a.example/?x=1&amp;y=2" ADD_DATE="1">A &amp; <b>B</b></A>
  <DD>Worth reading,
  twice
  <DT><H3>Folder</H3>
  <DD>About the folder
  <DL><p>
    <DT><A HREF="https://b.example/">B</A>
  </DL><p>
  <HR>
  <DT><A HREF="place:type=6">Recent tags</A>
  <DT><A>Nowhere</A>
  <DT><A HREF="https://c.example/" PRIVATE="1">Secret</A>
</DL>`;

describe('reading bookmarks', () => {
  it('finds each bookmark with its line, its title and what was written about it', async () => {
    expect((await split(FILE)).map(({ line, href, title }) => [line, href, title])).toEqual([
      [4, 'https://a.example/?x=1&y=2', 'A & B'],
      [10, 'https://b.example/', 'B'],
      [13, 'place:type=6', 'Recent tags'],
      [14, '', 'Nowhere'],
      [15, 'https://c.example/', 'Secret'],
    ]);
  });

  it('finds the same bookmarks however the text is cut', async () => {
    const whole = await split(FILE);
    for (let size = 1; size < 100; size += 1) expect(await split(FILE, size)).toEqual(whole);
  });

  it('takes the description for a note, and leaves that of a folder', async () => {
    const [a, b] = await read(FILE);
    expect(a).toEqual({
      url: 'https://a.example/?x=1&y=2',
      metadata: { title: 'A & B', kind: 'link' },
      note: 'Worth reading,\n  twice',
    });
    expect(b).toEqual({
      url: 'https://b.example/',
      metadata: { title: 'B', kind: 'link' },
      folder: ['Folder'],
    });
  });

  it('says in which folder each bookmark is, however the text is cut', async () => {
    const file = `<DL><p><DT><H3 ADD_DATE="1">A &amp; <b>B</b></H3><DD>About it<DL><p>
      <DT><A HREF="https://1.example/">1</A>
      <DT><H3>Inner</H3><DL><p><DT><A HREF="https://2.example/">2</A></DL><p>
      <DT><H3> </H3><DL><DT><A HREF="https://3.example/">3</A></DL>
      <DL><DT><A HREF="https://4.example/">4</A></DL>
      <DT><A HREF="https://5.example/">5</A>
    </DL><DT><A HREF="https://6.example/">6</A><H3>Never closed<DL><DT><A HREF="https://7.example/">7</A></DL></DL>`;
    for (const size of [1, 7, 1_000]) {
      expect((await split(file, size)).map(({ title, folder }) => [title, ...folder])).toEqual([
        ['1', 'A & B'],
        ['2', 'A & B', 'Inner'],
        ['3', 'A & B'],
        ['4', 'A & B'],
        ['5', 'A & B'],
        ['6'],
        ['7', 'Never closed'],
      ]);
    }
  });

  it.each([
    ['{"authors":["A"],"site":"S","kind":"video"}', { title: 'T', authors: ['A'], site: 'S', kind: 'video' }],
    ['{}', { title: 'T' }],
    ['{"authors":{"0":"A"},"site":[],"kind":"x","published":7}', { title: 'T' }],
    ['[', { title: 'T', kind: 'link' }],
    ['null', { title: 'T', kind: 'link' }],
  ])('takes of the metadata %j of an export what can be taken', async (json, metadata) => {
    const attribute = json.replaceAll('"', '&quot;');
    expect(await read(`<A HREF="https://x.example/" DATA-METADATA="${attribute}">T</A>`)).toMatchObject([
      { metadata },
    ]);
  });

  it('takes no address for a title', async () => {
    expect(await read('<A HREF="https://x.example/">https://x.example/</A>')).toEqual([
      { url: 'https://x.example/', metadata: { kind: 'link' } },
    ]);
  });

  it('refuses what has no address, and what is marked private', async () => {
    expect((await read(FILE)).slice(3)).toEqual([
      { reason: 'The bookmark has no address.' },
      { reason: 'The bookmark is marked private, and everybody can see a library.' },
    ]);
  });

  it.each(['', 'no html at all', '<DL><DT><A HREF="https://a.example', '<'.repeat(10_000)])(
    'finds nothing in what holds no bookmark (%#)',
    async (text) => {
      expect(await split(text)).toEqual([]);
    },
  );

  it('takes a bookmark whose tag is never closed', async () => {
    expect(await read('<A HREF="https://a.example/">A')).toEqual([
      { url: 'https://a.example/', metadata: { title: 'A', kind: 'link' } },
    ]);
  });
});
