import { PublicUrls } from './public-urls.js';

const ID = '0198c5d8-0000-7000-8000-00000000000a';

describe('public URLs', () => {
  const urls = new PublicUrls('https://Commonplace.example/app/');

  it('name collections and cards', () => {
    const url = urls.collection(ID);
    expect(url).toBe(`https://commonplace.example/app/collections/${ID}`);
    expect(urls.read(url)).toEqual({ kind: 'collection', id: ID });
    expect(urls.read(`https://commonplace.example:443/app/cards/${ID.toUpperCase()}/?from=mail#top`)).toEqual(
      {
        kind: 'card',
        id: ID,
      },
    );
  });

  it.each([
    'nonsense',
    `http://commonplace.example/app/cards/${ID}`,
    `https://commonplace.example/cards/${ID}`,
    `https://commonplace.example.org/app/cards/${ID}`,
    `https://commonplace.example/app/cards/${ID}/history`,
    'https://commonplace.example/app/cards/17',
    `https://commonplace.example/application/cards/${ID}`,
  ])('are not %s', (text) => {
    expect(urls.read(text)).toBeUndefined();
  });

  it('need no path', () => {
    const rooted = new PublicUrls('https://commonplace.example');
    expect(rooted.read(rooted.collection(ID))).toEqual({ kind: 'collection', id: ID });
  });
});
