import { and, eq, type SQL, sql } from 'drizzle-orm';
import { cards } from './schema.js';

/** The card is a save of this URL, which is normalised. */
export function isOnUrl(url: string): SQL | undefined {
  return and(
    eq(cards.urlKey, sql`md5(${url})::uuid`),
    eq(cards.url, url),
    // Written out, because a parameter would keep the planner from the partial indexes.
    sql`${cards.type} = 'URL'`,
  );
}
