import 'reflect-metadata';
import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { historyViolations } from '../../test/history-check.js';
import { NotificationsDatabase } from '../../test/notifications-database.js';
import { ADA, BOB, EVE, saves } from '../../test/story.js';
import { choiceId } from '../domain/choice.js';
import { inboxId } from '../domain/inbox.js';
import { ChoiceRepository } from '../infrastructure/choice-repository.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { ChangeChoices } from './change-choices.js';
import { MarkAllRead } from './mark-all-read.js';
import { MarkRead } from './mark-read.js';
import { MarkSeen } from './mark-seen.js';

let world: NotificationsDatabase;
let choices: ChangeChoices;
let inboxes: InboxRepository;

beforeAll(async () => {
  world = await NotificationsDatabase.open(await createTestDatabase({ services: ['notifications'] }));
  choices = new ChangeChoices(world.log, new ChoiceRepository());
  inboxes = new InboxRepository();
}, 60_000);
afterAll(() => world.stop());
beforeEach(() => world.clear());

const violations = () => historyViolations(world.database.sql);
const muted = { kind: 'MUTED_USER', subject: ADA } as const;

/** What people do with what they are told, by name. */
const ACTS = {
  mute: () => choices.execute(EVE, [{ ...muted, on: true }]),
  unmute: () => choices.execute(EVE, [{ ...muted, on: false }]),
  see: () => new MarkSeen(world.log, world.reader, inboxes).execute(BOB, undefined),
  readAll: () => new MarkAllRead(world.log, inboxes).execute(BOB, undefined),
  read: async () => {
    const [newest] = await world.of(BOB);
    const { notificationId = '' } = newest ?? {};
    await new MarkRead(world.log, world.reader, inboxes).execute(BOB, notificationId);
  },
};
type Act = keyof typeof ACTS;

describe('the events of every choice and inbox', () => {
  it('say exactly what its row is, whatever was done', async () => {
    let card = 0;
    const one = fc.constantFrom<Act>('mute', 'unmute', 'see', 'readAll', 'read');
    await fc.assert(
      fc.asyncProperty(fc.array(one, { minLength: 5, maxLength: 15 }), async (acts) => {
        for (const act of acts) {
          card += 1;
          await world.handle(saves({ card, curator: ADA, via: { card: 900, curator: BOB }, seconds: card }));
          await ACTS[act]();
        }
        expect(await violations()).toEqual([]);
      }),
      { numRuns: 8 },
    );
    const rows = await world.database.sql`
      select from choices union all select from inboxes union all select from choices where version > 1`;
    expect(rows).toHaveLength(3);
  }, 60_000);
});

describe('a row that its events do not explain', () => {
  const sql = () => world.database.sql;

  it.each([
    ['another period', () => sql()`update choices set periods = '{}'`],
    ['another version', () => sql()`update choices set version = 2`],
    ['no row at all', () => sql()`delete from choices`],
  ])('is found: %s of a choice', async (_what, forge) => {
    await ACTS.mute();
    await forge();
    const id = choiceId({ personId: EVE, ...muted });
    expect(await violations()).toMatchObject([{ aggregate: `Choice ${id}` }]);
    world.overwritten.add(id);
  });

  it.each([
    ['another place', () => sql()`update inboxes set seen_at = seen_at + interval '1 second'`],
    ['another version', () => sql()`update inboxes set version = 2`],
    ['no row at all', () => sql()`delete from inboxes`],
  ])('is found: %s of an inbox', async (_what, forge) => {
    await world.handle(saves({ card: 1, curator: ADA, via: { card: 900, curator: BOB }, seconds: 1 }));
    await ACTS.see();
    await forge();
    expect(await violations()).toMatchObject([{ aggregate: `Inbox ${inboxId(BOB)}` }]);
    world.overwritten.add(inboxId(BOB));
  });
});
