import { CardAddedToLibraryV1, CardRemovedFromLibraryV1, eventOf } from '#contracts';
import { feedsService } from '../../services/feeds/src/service.js';
import { ServiceKit } from './service-kit.js';

const CARD = '0190c0de-0000-7000-8000-000000000001';
const SAVE = '0190c0de-0000-7000-8000-000000000002';
const url = 'https://example.org/tides';

const saved = eventOf(CardAddedToLibraryV1, {
  cardId: CARD,
  curatorId: 'did:plc:ada',
  url,
  metadata: { title: 'Tides' },
  saveId: SAVE,
  addedAt: '2026-01-01T12:00:00.000Z',
});
const removed = eventOf(CardRemovedFromLibraryV1, {
  cardId: CARD,
  curatorId: 'did:plc:ada',
  url,
  removedAt: '2026-01-01T13:00:00.000Z',
});

describe('a feed', () => {
  let feeds: ServiceKit;

  beforeAll(async () => {
    feeds = await ServiceKit.start(feedsService);
  }, 60_000);

  afterAll(() => feeds.stop());

  const feed = async () => (await feeds.request('GET', '/feeds/global')).body as { items: object[] };

  it('shows a card once, though the event came twice and the service was restarted', async () => {
    const event = await feeds.publish('cards', CARD, saved);
    await feeds.untilSettled();
    await feeds.restart();
    await feeds.publishAgain(event);
    await feeds.untilSettled();
    expect((await feed()).items).toMatchObject([{ actorId: 'did:plc:ada', cardCount: 1 }]);
  });

  it('holds what follows an event that it can not read, until somebody decides', async () => {
    await feeds.publish('cards', CARD, Object.assign(new CardAddedToLibraryV1(), { cardId: 5 }));
    await feeds.publish('cards', CARD, removed);
    await feeds.untilSettled({ dead: 1, waiting: 1 });
    expect((await feed()).items).toHaveLength(1);

    const [dead] = await feeds.parked({ status: 'dead' });
    expect(dead).toMatchObject({ reason: 'invalid', sequence: 2 });
    await feeds.administration.redrive.discard(dead!.eventId, { operator: 'ada', reason: 'unreadable' });
    await feeds.untilSettled();
    expect((await feed()).items).toEqual([]);
  });
});
