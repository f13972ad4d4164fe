/**
 * What the feeds service stores.
 *
 * Sixteen lanes write the projections at the same time, each in transactions of many events of many aggregates.
 * Rows that two lanes would both write make them wait for each other, in cycles when each has the other's next
 * row. So **every row has one writer**: the stream of one aggregate (card or collection), whose events come in
 * order on one lane. What an activity is made of is put together on reading. It follows that the rows are the
 * same in whatever order the events of different aggregates come. The exceptions are an import's own entry, which is
 * inserted once and then hardly ever touched, and the timelines, which follows fill and empty (`timelines.ts`).
 */
import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

export const feeds = pgSchema('feeds');

/** Instants have milliseconds, as events and cursors have. */
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'string' });

/** The aggregate. One row for a (follower, target) for ever, so that its versions go on over unfollow and follow. */
export const follows = feeds.table(
  'follows',
  {
    followId: uuid('follow_id').primaryKey(),
    followerId: text('follower_id').notNull(),
    targetType: text('target_type', { enum: ['USER', 'COLLECTION'] }).notNull(),
    targetId: text('target_id').notNull(),
    active: boolean('active').notNull(),
    /** When it last became active. */
    followedAt: instant('followed_at').notNull(),
    version: integer('version').notNull(),
    sequence: integer('sequence').notNull(),
  },
  (table) => [
    unique('follows_follower_target').on(table.followerId, table.targetType, table.targetId),
    index('follows_target')
      .on(table.targetType, table.targetId)
      .where(sql`${table.active}`),
    index('follows_active')
      .on(table.followerId, table.followedAt, table.followId)
      .where(sql`${table.active}`),
  ],
);

/** Finds a URL in an index, which takes none of its length. */
const urlKeyOf = (url: string) => uuid('url_key').generatedAlwaysAs(sql.raw(`md5(${url})::uuid`));

/**
 * Read copy, written by the card's stream. A removed card stays as a tombstone: its collections may come later. Notes
 * and highlights that are cards of their own are shown with the card that they are on.
 */
export const cards = feeds.table(
  'cards',
  {
    cardId: uuid('card_id').primaryKey(),
    curatorId: text('curator_id').notNull(),
    url: text('url').notNull(),
    /** Missing where the card's stream has said nothing of it yet. */
    metadata: jsonb('metadata'),
    removed: boolean('removed').notNull(),
    cardType: text('card_type', { enum: ['URL', 'NOTE', 'HIGHLIGHT'] })
      .notNull()
      .default('URL'),
    parentCardId: uuid('parent_card_id'),
    note: text('note'),
    quote: text('quote'),
    selector: text('selector'),
  },
  (table) => [
    index('cards_parent')
      .on(table.parentCardId, table.cardId)
      .where(sql`${table.parentCardId} is not null`),
    index('cards_removed')
      .on(table.cardId)
      .where(sql`${table.removed}`),
  ],
);

/** Read copy, written by the collection's stream. A deleted one stays, so that who follows it sees what it was. */
export const collections = feeds.table('collections', {
  collectionId: uuid('collection_id').primaryKey(),
  authorId: text('author_id').notNull(),
  name: text('name').notNull(),
  description: text('description'),
  access: text('access').notNull().default('CLOSED'),
  deleted: boolean('deleted').notNull().default(false),
});

/** Read copy, written by the connection's stream. The ends are as the events have them. */
export const connections = feeds.table('connections', {
  connectionId: uuid('connection_id').primaryKey(),
  curatorId: text('curator_id').notNull(),
  connectionType: text('connection_type').notNull(),
  note: text('note'),
  source: jsonb('source').notNull(),
  target: jsonb('target').notNull(),
});

/**
 * Where an activity stands in the feeds: one row for each of its sources. The source of a save is its card, and
 * each collection it went to; that of an import is the import, and each collection; a connection has its two ends.
 * Feeds list an activity once, by the earliest of its live entries.
 */
export const feedEntries = feeds.table(
  'feed_entries',
  {
    activityId: uuid('activity_id').notNull(),
    sourceId: uuid('source_id').notNull(),
    type: text('type', { enum: ['CARD_COLLECTED', 'COLLECTION_CREATED', 'CONNECTION_CREATED'] }).notNull(),
    actorId: text('actor_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    /** Of a save; an import has many, in `activity_cards`. */
    cardId: uuid('card_id'),
    /** Set when the source is a collection. */
    collectionId: uuid('collection_id'),
    importId: uuid('import_id'),
    connectionId: uuid('connection_id'),
    /** Of a save, or of this end of a connection. */
    url: text('url'),
    urlKey: urlKeyOf('url'),
  },
  (table) => [
    primaryKey({ columns: [table.activityId, table.sourceId] }),
    index('feed_entries_latest').on(table.occurredAt, table.activityId),
    index('feed_entries_type').on(table.type, table.occurredAt, table.activityId),
    index('feed_entries_actor').on(table.actorId, table.occurredAt, table.activityId),
    index('feed_entries_collection')
      .on(table.collectionId, table.occurredAt, table.activityId)
      .where(sql`${table.collectionId} is not null`),
    index('feed_entries_url')
      .on(table.urlKey, table.occurredAt, table.activityId)
      .where(sql`${table.urlKey} is not null`),
    index('feed_entries_card')
      .on(table.cardId, table.sourceId)
      .where(sql`${table.cardId} is not null`),
  ],
);

/**
 * The cards of an activity, one row for each source that has the card. How many there are is counted on reading,
 * from the primary key: a counter would be one row that all lanes of an import write.
 */
export const activityCards = feeds.table(
  'activity_cards',
  {
    activityId: uuid('activity_id').notNull(),
    cardId: uuid('card_id').notNull(),
    sourceId: uuid('source_id').notNull(),
    collectionId: uuid('collection_id'),
    /** The card as the collection's event knew it, shown until the card's own event has come. */
    curatorId: text('curator_id'),
    url: text('url'),
    metadata: jsonb('metadata'),
    /** Of an import's card, whose entry has none: the feed of the URL finds it by this. */
    importUrl: text('import_url'),
    urlKey: urlKeyOf('import_url'),
  },
  (table) => [
    primaryKey({ columns: [table.activityId, table.cardId, table.sourceId] }),
    index('activity_cards_import_url')
      .on(table.urlKey, table.activityId)
      .where(sql`${table.urlKey} is not null`),
    index('activity_cards_card').on(table.cardId, table.sourceId),
    index('activity_cards_collection')
      .on(table.activityId, table.collectionId)
      .where(sql`${table.collectionId} is not null`),
  ],
);

/** How many follow a user or a collection, and so whether their timelines hold what it does. */
export const followTargets = feeds.table(
  'follow_targets',
  {
    targetType: text('target_type', { enum: ['USER', 'COLLECTION'] }).notNull(),
    targetId: text('target_id').notNull(),
    followers: integer('followers').notNull(),
    fansOut: boolean('fans_out').notNull(),
  },
  (table) => [primaryKey({ columns: [table.targetType, table.targetId] })],
);

/**
 * Entries of followed users and collections by follower: an index into `feed_entries` that Postgres can not have
 * itself. What there is to see of an entry is decided by the entry alone.
 */
export const timelineEntries = feeds.table(
  'timeline_entries',
  {
    followerId: text('follower_id').notNull(),
    targetType: text('target_type', { enum: ['USER', 'COLLECTION'] }).notNull(),
    targetId: text('target_id').notNull(),
    activityId: uuid('activity_id').notNull(),
    sourceId: uuid('source_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'timeline_entries_key',
      columns: [table.targetType, table.targetId, table.followerId, table.activityId, table.sourceId],
    }),
    index('timeline_entries_latest').on(table.followerId, table.occurredAt, table.activityId),
    index('timeline_entries_entry').on(table.activityId, table.sourceId),
  ],
);
