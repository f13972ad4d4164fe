import 'reflect-metadata';
import type { UnitOfWork } from '#eventing';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { NotificationsDatabase } from '../../test/notifications-database.js';
import { ADA, BOB, saves } from '../../test/story.js';
import { inboxId } from '../domain/inbox.js';
import type { InboxEvent } from '../domain/inbox-events.js';
import { InboxRepository, type StoredInbox } from '../infrastructure/inbox-repository.js';
import { MarkAllRead } from './mark-all-read.js';
import { MarkRead } from './mark-read.js';
import { MarkSeen } from './mark-seen.js';

let world: NotificationsDatabase;

beforeAll(async () => {
  world = await NotificationsDatabase.open(await createTestDatabase({ services: ['notifications'] }));
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => world.clear());

type Mark = (inboxes: InboxRepository) => Promise<unknown>;

/** Lets another command come to its end as soon as this one has loaded the inbox. */
class Overtaken extends InboxRepository {
  #overtaking: (() => Promise<unknown>) | undefined;

  constructor(overtaking: () => Promise<unknown>) {
    super();
    this.#overtaking = overtaking;
  }

  override async lock(uow: UnitOfWork, recipientId: string): Promise<StoredInbox | undefined> {
    const inbox = await super.lock(uow, recipientId);
    const overtaking = this.#overtaking;
    this.#overtaking = undefined;
    await overtaking?.();
    return inbox;
  }
}

const MARKS: [string, Mark][] = [
  ['as seen', (inboxes) => new MarkSeen(world.log, world.reader, inboxes).execute(BOB, undefined)],
  ['as read, all of them', (inboxes) => new MarkAllRead(world.log, inboxes).execute(BOB, undefined)],
  [
    'as read',
    async (inboxes) => {
      const [notification] = await world.of(BOB);
      await new MarkRead(world.log, world.reader, inboxes).execute(BOB, notification?.notificationId ?? '');
    },
  ],
];

const happened = () => world.eventsOf<InboxEvent>(inboxId(BOB));

describe.each(MARKS)('the same marked %s by two at once', (_, mark) => {
  beforeEach(() =>
    world.handle(saves({ card: 1, curator: ADA, via: { card: 90, curator: BOB }, seconds: 1 })),
  );

  it('happens once where there was no inbox before', async () => {
    const inboxes = new InboxRepository();
    await mark(new Overtaken(() => mark(inboxes)));
    expect(await happened()).toHaveLength(1);
  });

  it('happens once where there was one', async () => {
    const inboxes = new InboxRepository();
    await mark(inboxes);
    await world.handle(saves({ card: 2, curator: ADA, via: { card: 90, curator: BOB }, seconds: 2 }));
    await Promise.all(Array.from({ length: 8 }, () => mark(inboxes)));
    expect(await happened()).toHaveLength(2);
  });
});
