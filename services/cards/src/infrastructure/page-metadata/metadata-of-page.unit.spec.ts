import { metadataOfPage } from './metadata-of-page.js';

const URL_OF_PAGE = 'https://example.org/a';

function read(html: string, url = URL_OF_PAGE) {
  return metadataOfPage(url, { body: Buffer.from(html), charset: 'utf-8' });
}

const meta = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, content]) => `<meta name="${name}" content="${content}">`)
    .join('\n');

const linkedData = (value: unknown): string =>
  `<title>Page</title><script type="application/ld+json">${JSON.stringify(value)}</script>`;

describe('what a page says of its work', () => {
  it('is its title at least, with entities read and white space made one', async () => {
    expect(await read('<title>\n Time &amp; Clocks\n </title><p>words')).toEqual({
      title: 'Time & Clocks',
      kind: 'link',
    });
  });

  it.each([
    ['an empty page', ''],
    ['a page without a title', '<h1>Heading</h1>'],
    ['an empty title', '<title> </title>'],
    ['a drawing’s title that comes first and is empty', '<svg><title></title></svg>'],
  ])('is nothing for %s', async (_, html) => {
    expect(await read(html)).toBeUndefined();
  });

  it('is what bibliographic meta elements say, first of all', async () => {
    const page = `<title>A | Journal</title>
      ${meta({
        'og:title': 'For sharing',
        'og:site_name': 'Publisher',
        'og:type': 'article',
        citation_title: 'On Order',
        citation_author: 'Lamport, Leslie',
        citation_journal_title: 'Communications',
        citation_publication_date: '1978/7/1',
      })}
      <meta name="citation_author" content="Barbara Liskov">`;
    expect(await read(page)).toEqual({
      title: 'On Order',
      authors: ['Leslie Lamport', 'Barbara Liskov'],
      site: 'Communications',
      published: '1978-07-01',
      kind: 'research',
    });
  });

  it('is a book where it has an ISBN and no journal', async () => {
    const page = meta({ citation_title: 'A Book', citation_isbn: '9780262033848' });
    expect(await read(page)).toMatchObject({ kind: 'book' });
  });

  it('is what Open Graph says, before what is there for browsers', async () => {
    const page = `<title>Title - Site</title>
      <meta property="og:title" content="Title"><meta property="og:site_name" content="Site">
      <meta property="og:type" content="video.other">
      <meta property="article:published_time" content="2024-05-17T08:00:00Z">
      <meta name="author" content="Ada"><meta name="author" content="https://example.org/ada">`;
    expect(await read(page)).toEqual({
      title: 'Title',
      site: 'Site',
      published: '2024-05-17',
      authors: ['Ada'],
      kind: 'video',
    });
  });

  it('is what JSON-LD says: the first work in it', async () => {
    const page = linkedData({
      '@graph': [
        { '@type': 'WebSite', name: 'The site' },
        {
          '@type': ['https://schema.org/NewsArticle'],
          headline: 'News',
          author: [{ name: 'Ada' }, 'Bob'],
          datePublished: '2024-05',
          publisher: { name: 'The Paper' },
        },
      ],
    });
    expect(await read(page)).toEqual({
      title: 'News',
      authors: ['Ada', 'Bob'],
      published: '2024-05',
      site: 'The Paper',
      kind: 'article',
    });
  });

  it.each([
    ['no JSON', '<script type="application/ld+json">{oops</script>'],
    ['null', linkedData(null)],
    [
      'of other shapes',
      linkedData([[], 1, 'x', { '@type': 7 }, { '@type': 'Article', headline: {}, author: 3 }]),
    ],
    ['a name of every object', linkedData({ '@type': ['constructor', '__proto__'] })],
  ])('is not spoilt by JSON-LD that is %s', async (_, html) => {
    expect(await read(`<title>Page</title>${html}`)).toMatchObject({ title: 'Page' });
  });

  it.each([
    ['https://github.com/a/b', 'software'],
    ['https://www.youtube.com/watch?v=1', 'video'],
    ['https://arxiv.org/abs/1', 'research'],
    ['https://notgithub.com/', 'link'],
  ])('is of the kind of a site that holds one kind: %s', async (url, kind) => {
    expect(await read('<title>x</title>', url)).toMatchObject({ kind });
  });

  it.each(['May 2024', '17.05.2024', '2024-13-45', '20240'])('has no date that is %s', async (date) => {
    expect(await read(`<title>x</title>${meta({ citation_date: date })}`)).not.toHaveProperty('published');
  });
});

describe('the encoding of a page', () => {
  const latin1 = Buffer.from('<title>Café</title>', 'latin1');

  it.each([
    ['the response', 'iso-8859-1', latin1],
    ['the page', undefined, Buffer.concat([Buffer.from('<meta charset="windows-1252">'), latin1])],
    [
      'the page, in the old way',
      undefined,
      Buffer.concat([
        Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">'),
        latin1,
      ]),
    ],
    ['a byte order mark, before the response', 'utf-8', Buffer.from('\uFEFF<title>Café</title>', 'utf16le')],
    ['nobody, and it is UTF-8', undefined, Buffer.from('<title>Café</title>')],
    ['nobody, and it is not', undefined, latin1],
    ['nobody by a name that there is', 'klingon', Buffer.from('<title>Café</title>')],
  ])('is said by %s', async (_, charset, body) => {
    expect(await metadataOfPage(URL_OF_PAGE, { body, charset })).toMatchObject({ title: 'Café' });
  });
});

describe('a page that was made to keep us busy', () => {
  it.each([
    ['has more open tags than it needs', '<div>'.repeat(200_000)],
    ['has more meta elements than it needs', '<meta name="a" content="b">'.repeat(50_000)],
    ['has an endless title', `<title>${'x'.repeat(1_000_000)}`],
    ['has deep JSON', `<script type="application/ld+json">${'['.repeat(100_000)}</script>`],
  ])('is read all the same when it %s', async (_, html) => {
    expect(await read(`<title>Page</title>${html}`)).toMatchObject({ title: 'Page' });
  });
});
