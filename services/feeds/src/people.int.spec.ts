import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { CollectionCreatedV2, eventOf } from '#contracts';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { plcDid } from '../../../test/support/atproto-bench.js';
import { eventually } from '../../../test/support/eventually.js';
import { LiveClient } from '../../../test/support/live-client.js';
import { PeopleBench } from '../../../test/support/people-bench.js';
import { historyViolations } from '../test/history-check.js';
import { childrenOf, readAtom, textOf } from '../test/atom-rules.js';
import { feedsService } from './service.js';

const ADA = plcDid('a');
const SHOWN = { did: ADA, handle: 'ada.example.com', displayName: 'Ada <Lovelace>' };

let bench: PeopleBench;
let feeds: ServiceKit;

beforeAll(async () => {
  bench = await PeopleBench.start();
  bench.list(SHOWN);
  feeds = await ServiceKit.start(feedsService, { env: bench.env });
  await make('Tides');
  // Whoever shows her first has her looked up.
  await eventually(async () => expect((await feedOf('global')).people).toEqual([SHOWN]));
});

afterAll(async () => {
  expect(await historyViolations(feeds.sql)).toEqual([]);
  await feeds.stop();
  await bench.close();
});

async function make(name: string): Promise<void> {
  const collectionId = randomUUID();
  const event = eventOf(CollectionCreatedV2, { collectionId, authorId: ADA, name, access: 'OPEN' });
  await feeds.publish('cards', collectionId, event);
  await feeds.untilSettled();
}

async function feedOf(name: string) {
  const { body } = await feeds.request('GET', `/feeds/${name}`);
  return body as { items: { actorId: string }[]; people?: object[] };
}

describe('a feed', () => {
  it('can be asked for by handle, and names who is in it', async () => {
    expect(await feedOf('users/ada.example.com')).toMatchObject({
      items: [{ actorId: ADA }],
      people: [SHOWN],
    });
  });

  it('names its authors in Atom, and says by DID who they are', async () => {
    const response = await fetch(new URL('/feeds/users/ada.example.com/atom', feeds.url));
    const feed = readAtom(await response.text());
    expect(textOf(feed, 'title')).toBe('Commonplace: Ada <Lovelace>');
    const [author] = childrenOf(childrenOf(feed, 'entry')[0]!, 'author');
    expect([textOf(author!, 'name'), textOf(author!, 'uri')]).toEqual(['Ada <Lovelace>', ADA]);
  });

  it('has the same id in Atom by handle and by DID', async () => {
    const [byHandle, byDid] = await Promise.all(
      ['ada.example.com', ADA].map(async (person) => {
        const response = await fetch(new URL(`/feeds/users/${person}/atom`, feeds.url));
        return textOf(readAtom(await response.text()), 'id');
      }),
    );
    expect(byHandle).toBe(byDid);
  });

  it('names them as it tells of what they do', async () => {
    const stream = await LiveClient.open(new URL('/feeds/users/ada.example.com/stream', feeds.url));
    await make('Seas');
    expect((await stream.until('activity')).data).toMatchObject({ actorId: ADA, people: [SHOWN] });
    stream.close();
  });
});

describe('a follow', () => {
  it('names whom it is of', async () => {
    const as = plcDid('b');
    await feeds.request('PUT', `/follows/users/${ADA}`, { as });
    expect((await feeds.request('GET', '/follows', { as })).body).toMatchObject({
      items: [{ targetId: ADA }],
      people: [SHOWN],
    });
  });
});
