import type { Sql } from 'postgres';
import type { RunningSystem } from './whole-system.ts';
import { person, READER } from './workload/activities.ts';

const PAGE = 20;

export interface Place {
  size: number;
  system: RunningSystem;
  sql: Sql;
}

/** Something that is asked over HTTP, and the least that the database must be asked for it. */
export interface Question {
  name: string;
  service: 'cards' | 'feeds' | 'notifications';
  path: (place: Place) => string | Promise<string>;
  did: string;
  byHand: (sql: Sql) => Promise<unknown>;
}

export const GLOBAL = 'global feed';
export const DEEP = 'global feed, in the middle';
export const FOLLOWING = 'following feed of 2,000';

/** Where the middle of the feed is, as a cursor. */
async function middle({ sql, size }: Place): Promise<{ at: number; id: string }> {
  const [row] = await sql<{ at: number; id: string }[]>`
    select (extract(epoch from occurred_at) * 1000)::float8 as at, activity_id as id from feeds.feed_entries
    order by occurred_at, activity_id offset ${Math.floor(size / 2)} limit 1`;
  if (row === undefined) throw new Error('The feed is empty');
  return row;
}

/** The page's rows with their cards, by the index that is made for it. */
const pageByHand = (sql: Sql): Promise<unknown> => sql`
  select e.*, c.* from feeds.feed_entries e join feeds.cards c on c.card_id = e.card_id
  order by e.occurred_at desc, e.activity_id desc limit ${PAGE + 1}`;

export const QUESTIONS: readonly Question[] = [
  { name: GLOBAL, service: 'feeds', did: READER, path: () => '/feeds/global', byHand: pageByHand },
  {
    name: DEEP,
    service: 'feeds',
    did: READER,
    path: async (place) =>
      `/feeds/global?cursor=${Buffer.from(JSON.stringify(await middle(place))).toString('base64url')}`,
    byHand: pageByHand,
  },
  {
    name: FOLLOWING,
    service: 'feeds',
    did: READER,
    path: () => '/feeds/following',
    byHand: (sql) => sql`
      select e.*, c.* from feeds.timeline_entries t
      join feeds.feed_entries e on e.activity_id = t.activity_id and e.source_id = t.source_id
      join feeds.cards c on c.card_id = e.card_id
      where t.follower_id = ${READER} order by t.occurred_at desc, t.activity_id desc limit ${PAGE + 1}`,
  },
  {
    name: 'feed of one researcher',
    service: 'feeds',
    did: READER,
    path: () => `/feeds/users/${person(0)}`,
    byHand: (sql) => sql`
      select e.*, c.* from feeds.feed_entries e join feeds.cards c on c.card_id = e.card_id
      where e.actor_id = ${person(0)} order by e.occurred_at desc, e.activity_id desc limit ${PAGE + 1}`,
  },
  {
    name: 'library of one researcher',
    service: 'cards',
    did: READER,
    path: () => `/users/${person(0)}/library`,
    byHand: (sql) => sql`
      select * from cards.cards where curator_id = ${person(0)} order by added_at desc, id desc limit ${PAGE + 1}`,
  },
  {
    name: 'notifications',
    service: 'notifications',
    did: READER,
    path: () => '/notifications',
    byHand: (sql) => sql`
      select n.*, r.read_up_to from notifications.notification_reasons n
      left join notifications.notification_reads r on r.notification_id = n.notification_id
      where n.recipient_id = ${READER} order by n.occurred_at desc, n.act_id desc limit ${PAGE + 1}`,
  },
];
