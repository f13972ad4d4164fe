import type { Sql } from 'postgres';

/** Researchers who did something; the first of them did a tenth of it all. */
export const PEOPLE = 2_000;
/** Rows of one statement. */
const PAGE = 100_000;

/** Who it is by their number, from 0. */
export function person(number: number): string {
  return `did:plc:${nameOf(number)}`;
}

/** Follows everybody, and has a notification for every hundredth activity. */
export const READER = 'did:plc:readeraaaaaaaaaaaaaaaaaa';

/** Whom a hundred thousand follow. */
export const FAMOUS = 'did:plc:famousaaaaaaaaaaaaaaaaaa';
export const FOLLOWERS = 100_000;

export function follower(number: number): string {
  return `did:plc:f${nameOf(number).slice(1)}`;
}

function nameOf(number: number): string {
  const letters = number.toString(16).replace(/\d/gu, (digit) => String.fromCharCode(103 + Number(digit)));
  return letters.padStart(24, 'z');
}

/** The same in SQL. */
const personOf = (number: string): string =>
  `'did:plc:' || lpad(translate(to_hex(${number}), '0123456789', 'ghijklmnop'), 24, 'z')`;
const followerOf = (number: string): string =>
  `'did:plc:f' || lpad(translate(to_hex(${number}), '0123456789', 'ghijklmnop'), 23, 'z')`;
const actorOf = (number: string): string =>
  personOf(`(case when ${number} % 10 = 0 then 0 else ${number} % ${String(PEOPLE)} end)::int`);
/** In the order of time, as ids made by the services are. */
const idOf = (kind: string, number: string): string =>
  `('${kind}' || lpad(to_hex(${number}), 8, '0') || '70008000000000000000')::uuid`;
/** One a second, the last one a minute ago. */
const timeOf = (number: string, total: string): string =>
  `date_trunc('milliseconds', now()) - (${total} - ${number}) * interval '1 second' - interval '1 minute'`;

/**
 * A history as its events would have left it, in the tables of all three services: saves of {@link PEOPLE} people, in
 * the libraries, in the feeds and in the reader's timeline, and notifications for the reader.
 *
 * @param sql the superuser's
 */
export async function layActivities(sql: Sql, total: number): Promise<void> {
  for (let from = 1; from <= total; from += PAGE) {
    const range = `generate_series(${String(from)}, ${String(Math.min(from + PAGE - 1, total))}) as i`;
    await sql.unsafe(cardsOf(range, String(total)));
    await sql.unsafe(feedsOf(range, String(total)));
    await sql.unsafe(notificationsOf(range, String(total)));
  }
  await sql.unsafe(FOLLOWS);
  await sql`vacuum analyze`;
}

/** A work for each five saves. */
const URL = `'https://example.org/papers/' || (i / 5)::int`;
const METADATA = `jsonb_build_object('title', 'Paper ' || (i / 5)::int, 'kind', 'research')`;

const cardsOf = (range: string, total: string): string => `
  insert into cards.cards (id, curator_id, type, url, metadata, added_at, changed_at, version, sequence)
  select ${idOf('ca4d', 'i')}, ${actorOf('i')}, 'URL', ${URL}, ${METADATA}, ${timeOf('i', total)},
    ${timeOf('i', total)}, 1, 1
  from ${range} on conflict do nothing`;

const feedsOf = (range: string, total: string): string => `
  with acts as materialized (
    select ${idOf('ac70', 'i')} as activity_id, ${idOf('ca4d', 'i')} as card_id, ${actorOf('i')} as actor_id,
      ${URL} as url, ${METADATA} as metadata, ${timeOf('i', total)} as at
    from ${range}
  ), shown as (
    insert into feeds.cards (card_id, curator_id, url, metadata, removed)
    select card_id, actor_id, url, metadata, false from acts
  ), held as (
    insert into feeds.activity_cards (activity_id, card_id, source_id) select activity_id, card_id, card_id from acts
  ), entries as (
    insert into feeds.feed_entries (activity_id, source_id, type, actor_id, occurred_at, card_id, url)
    select activity_id, card_id, 'CARD_COLLECTED', actor_id, at, card_id, url from acts
  )
  insert into feeds.timeline_entries (follower_id, target_type, target_id, activity_id, source_id, occurred_at)
  select '${READER}', 'USER', actor_id, activity_id, card_id, at from acts`;

const notificationsOf = (range: string, total: string): string => `
  insert into notifications.notification_reasons (notification_id, source_id, recipient_id, act_id, type, rank,
    actor_id, occurred_at, card_id, card_url, card_title)
  select ${idOf('4071', 'i')}, ${idOf('ca4d', 'i')}, '${READER}', ${idOf('ac70', 'i')}, 'USER_ADDED_YOUR_CARD', 0,
    ${actorOf('i')}, ${timeOf('i', total)}, ${idOf('ca4d', 'i')}, ${URL}, 'Paper'
  from ${range} where i % 100 = 0`;

const FOLLOWS = `
  insert into feeds.follows (follow_id, follower_id, target_type, target_id, active, followed_at, version, sequence)
  select ${idOf('f011', 'i')}, '${READER}', 'USER', ${personOf('i::int')}, true, now() - interval '2 years', 1, 1
  from generate_series(0, ${String(PEOPLE - 1)}) as i
  union all
  select ${idOf('f012', 'i')}, ${followerOf('i::int')}, 'USER', '${FAMOUS}', true, now() - interval '2 years', 1, 1
  from generate_series(1, ${String(FOLLOWERS)}) as i;
  insert into feeds.follow_targets (target_type, target_id, followers, fans_out)
  select 'USER', ${personOf('i::int')}, 1, true from generate_series(0, ${String(PEOPLE - 1)}) as i
  union all select 'USER', '${FAMOUS}', ${String(FOLLOWERS)}, false`;
