import 'reflect-metadata';
import { CardAddedToLibraryV1, CollectionCreatedV2, ConnectionCreatedV1, eventOf } from '#contracts';
import { ServiceKit } from '../../../../test/kit/service-kit.js';
import { historyViolations } from '../../test/history-check.js';
import { childrenOf, readAtom, textOf } from '../../test/atom-rules.js';
import { ADA, at, BOB, id } from '../../test/library-events.js';
import { feedsService } from '../service.js';

const WORK = 'https://example.org/?q=tides&lang=en';

describe('the Atom feeds', () => {
  let feeds: ServiceKit;

  const save = (number: number, fields: { importId?: string; note?: string }) => {
    const event = eventOf(CardAddedToLibraryV1, {
      cardId: id(number),
      curatorId: ADA,
      url: WORK,
      metadata: { title: 'Tides & <Time>' },
      saveId: id(number + 10),
      addedAt: at(number),
      ...fields,
    });
    return feeds.publish('cards', id(number), event);
  };
  const atom = (path: string, etag?: string) =>
    fetch(`${feeds.url}${path}`, etag === undefined ? {} : { headers: { 'if-none-match': etag } });
  const entriesOf = async (path: string) => childrenOf(readAtom(await (await atom(path)).text()), 'entry');

  beforeAll(async () => {
    feeds = await ServiceKit.start(feedsService);
    await save(1, { note: 'Read this' });
    await save(2, { importId: id(50) });
    const collection = { collectionId: id(21), authorId: BOB, name: 'The sea', access: 'CLOSED' as const };
    await feeds.publish('cards', id(21), eventOf(CollectionCreatedV2, collection));
    const connection = eventOf(ConnectionCreatedV1, {
      connectionId: id(31),
      curatorId: BOB,
      source: { url: WORK, metadata: { title: 'Tides' } },
      target: { url: 'https://example.org/moon', metadata: {} },
      connectionType: 'LEADS_TO',
      createdAt: at(3),
    });
    await feeds.publish('cards', id(31), connection);
    await feeds.untilSettled();
  }, 60_000);

  afterAll(async () => {
    expect(await historyViolations(feeds.sql)).toEqual([]);
    await feeds.stop();
  });

  it('tell of every kind of activity', async () => {
    const response = await atom('/feeds/global/atom');
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const entries = childrenOf(readAtom(await response.text()), 'entry');
    expect(entries.map((entry) => textOf(entry, 'title')).toSorted()).toEqual([
      'Imported a work',
      'New collection: The sea',
      'Tides & <Time>',
      'Tides – leads to – https://example.org/moon',
    ]);
    const [saved] = entries.filter((entry) => textOf(entry, 'content') === 'Read this');
    expect(childrenOf(saved!, 'link')[0]?.getAttribute('href')).toBe(WORK);
  });

  it('are there of a user and of a collection, with the filters of the lists', async () => {
    expect(await entriesOf(`/feeds/users/${ADA}/atom`)).toHaveLength(2);
    expect(await entriesOf(`/feeds/users/${BOB}/atom?type=CONNECTION_CREATED`)).toHaveLength(1);
    expect(await entriesOf(`/feeds/collections/${id(21)}/atom`)).toHaveLength(1);
    expect((await atom(`/feeds/collections/${id(99)}/atom`)).status).toBe(404);
    expect((await atom('/feeds/users/nobody/atom')).status).toBe(400);
  });

  it('go on on the next page', async () => {
    const titles: (string | null | undefined)[] = [];
    let path: string | null | undefined = '/feeds/global/atom?limit=3';
    while (typeof path === 'string') {
      const root = readAtom(await (await atom(path)).text());
      titles.push(...childrenOf(root, 'entry').map((entry) => textOf(entry, 'title')));
      const [next] = childrenOf(root, 'link').filter((link) => link.getAttribute('rel') === 'next');
      path = next?.getAttribute('href');
    }
    expect(titles).toHaveLength(4);
  });

  it('are sent again only when they have changed', async () => {
    const etag = (await atom(`/feeds/users/${ADA}/atom`)).headers.get('etag')!;
    const again = await atom(`/feeds/users/${ADA}/atom`, `"other", W/${etag}`);
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    await save(3, {});
    await feeds.untilSettled();
    const changed = await atom(`/feeds/users/${ADA}/atom`, etag);
    expect(changed.status).toBe(200);
    expect(childrenOf(readAtom(await changed.text()), 'entry')).toHaveLength(3);
  });
});
