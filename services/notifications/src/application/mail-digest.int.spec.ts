import 'reflect-metadata';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { NotificationsDatabase } from '../../test/notifications-database.js';
import { ADA, at, BOB, type CardAct, EVE, removes, saves } from '../../test/story.js';
import { evolve, type Inbox, inboxId } from '../domain/inbox.js';
import type { InboxEvent } from '../domain/inbox-events.js';
import { GroupReader } from '../infrastructure/group-reader.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import type { DigestMailer } from './digest-mailer.js';
import { type DigestView, GetDigest } from './get-digest.js';
import { MailDigest } from './mail-digest.js';
import { MarkRead } from './mark-read.js';

/** Keeps what it is given, and can be out of order. */
class Outbox implements DigestMailer {
  mails: { recipientId: string; digest: DigestView }[] = [];
  broken = false;

  mail(recipientId: string, digest: DigestView): Promise<void> {
    if (this.broken) return Promise.reject(new Error('no mail today'));
    this.mails.push({ recipientId, digest });
    return Promise.resolve();
  }
}

let world: NotificationsDatabase;
let inboxes: InboxRepository;
let digest: GetDigest;
let outbox: Outbox;
let mailDigest: MailDigest;

beforeAll(async () => {
  world = await NotificationsDatabase.open(await createTestDatabase({ services: ['notifications'] }));
  inboxes = new InboxRepository();
  digest = new GetDigest(new GroupReader(world.database), world.reader);
}, 60_000);
afterAll(() => world.stop());
beforeEach(async () => {
  await world.clear();
  outbox = new Outbox();
  mailDigest = new MailDigest(world.log, digest, inboxes, outbox);
});

const DAY = '2026-01-01';
/** Noon is second 0. */
const HALF_A_DAY = 12 * 60 * 60;
const saved = (card: number, seconds: number): CardAct => ({
  card,
  curator: card % 2 === 0 ? ADA : EVE,
  via: { card: 90, curator: BOB },
  seconds,
});

describe('a digest', () => {
  it('has what is unread of the acts of its day, in groups', async () => {
    await world.handle(
      saves(saved(1, -HALF_A_DAY - 1)),
      saves(saved(2, -HALF_A_DAY)),
      saves(saved(3, HALF_A_DAY - 1)),
      saves(saved(4, HALF_A_DAY)),
      saves(saved(5, 0)),
      saves(saved(6, 0)),
      removes(saved(6, 0)),
    );
    const read = (await world.of(BOB)).find(({ createdAt }) => createdAt === at(0));
    await new MarkRead(world.log, world.reader, inboxes).execute(BOB, read!.notificationId);
    expect(await digest.execute(BOB, DAY)).toMatchObject({
      day: DAY,
      count: 2,
      groups: [{ count: 2, unread: 2, actorIds: [EVE, ADA], latest: { createdAt: at(HALF_A_DAY - 1) } }],
    });
    expect(await digest.execute(BOB, '2025-12-31')).toMatchObject({ count: 1 });
    expect(await digest.execute(EVE, DAY)).toEqual({ day: DAY, count: 0, groups: [] });
  });

  it('counts all, and shows the newest fifty groups', async () => {
    const acts = Array.from({ length: 52 }, (_, index) => saved(100 + index, index));
    await world.handle(...acts.map((act) => saves({ ...act, via: { card: 200 + act.card, curator: BOB } })));
    const { count, groups } = await digest.execute(BOB, DAY);
    expect([count, groups.length]).toEqual([52, 50]);
    expect(groups[0]).toMatchObject({ latest: { createdAt: at(51) } });
  });
});

describe('mailing a digest', () => {
  it('hands it over once, however often it is asked for', async () => {
    await world.handle(saves(saved(1, 0)));
    const wanted = await digest.execute(BOB, DAY);
    await mailDigest.execute(BOB, DAY);
    await mailDigest.execute(BOB, DAY);
    expect(outbox.mails).toEqual([{ recipientId: BOB, digest: wanted }]);
    const folded = (await world.eventsOf<InboxEvent>(inboxId(BOB))).reduce<Inbox | undefined>(
      evolve,
      undefined,
    );
    expect(folded).toMatchObject({ lastDigestDay: DAY, version: 1 });
    expect(await world.log.transaction((uow) => inboxes.find(uow, BOB))).toEqual({ ...folded, sequence: 0 });
  });

  it('does not when there is nothing to tell', async () => {
    await mailDigest.execute(BOB, DAY);
    expect(outbox.mails).toEqual([]);
  });

  it('leaves it to be asked for again when the mailer fails', async () => {
    await world.handle(saves(saved(1, 0)));
    outbox.broken = true;
    await expect(mailDigest.execute(BOB, DAY)).rejects.toThrow('no mail today');
    outbox.broken = false;
    await mailDigest.execute(BOB, DAY);
    expect(outbox.mails).toHaveLength(1);
  });

  it('refuses a day that is not over', async () => {
    const today = new Date().toISOString().slice(0, 10);
    await expect(mailDigest.execute(BOB, today)).rejects.toMatchObject({ code: 'day-not-over' });
  });
});
