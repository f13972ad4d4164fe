/**
 * What the notifications service stores.
 *
 * Events give **reasons** to notify somebody of an act; a notification is what the live reasons of one (recipient,
 * act) come to. Reasons of one act come from several aggregates, so from several lanes at once. Were there a row of
 * the notification itself, those lanes would wait for each other's rows, in cycles. So every row has one writer:
 * a reason the stream of its own aggregate, a read mark its reader. In whatever order the events of different
 * aggregates come, the rows are the same.
 *
 * Whom a connection concerns hangs on many aggregates: who has its URLs in the library. Such reasons are not stored;
 * they are found on reading, in the copies of what each aggregate's events say (`notification-sql.ts`).
 */
import { sql } from 'drizzle-orm';
import {
  boolean,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { CHOICE_KINDS } from '../domain/choice-kind.js';

const multirange = customType<{ data: string }>({ dataType: () => 'tstzmultirange' });

export const notifications = pgSchema('notifications');

/** A URL may be longer than an index entry can be. */
const urlKey = () =>
  uuid('url_key')
    .notNull()
    .generatedAlwaysAs(sql`md5(url)::uuid`);

/** Instants have milliseconds, as events and cursors have. */
const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'string' });

/** Why somebody is notified. A reason that is undone is deleted by the stream that gave it. */
export const notificationReasons = notifications.table(
  'notification_reasons',
  {
    /** Made of recipient and act: the business key that allows one notification for them. */
    notificationId: uuid('notification_id').notNull(),
    /** The aggregate that gave the reason: a card, a collection, a follow. */
    sourceId: uuid('source_id').notNull(),
    recipientId: text('recipient_id').notNull(),
    /** The save or the follow. */
    actId: uuid('act_id').notNull(),
    type: text('type').notNull(),
    /** The smallest of an act's live reasons is its notification. */
    rank: smallint('rank').notNull(),
    actorId: text('actor_id').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    cardId: uuid('card_id'),
    cardUrl: text('card_url'),
    cardTitle: text('card_title'),
    /** The recipient's own card through which the actor found the work. */
    viaCardId: uuid('via_card_id'),
    collectionId: uuid('collection_id'),
    collectionName: text('collection_name'),
  },
  (table) => [
    primaryKey({ columns: [table.notificationId, table.sourceId] }),
    index('notification_reasons_recipient').on(table.recipientId, table.occurredAt, table.notificationId),
    index('notification_reasons_source').on(table.sourceId, table.cardId),
    index('notification_reasons_act').on(table.actId),
  ],
);

/** Cards that left their library: reasons of collections that had them may come, or stay, and are dead. */
export const removedCards = notifications.table('removed_cards', {
  cardId: uuid('card_id').primaryKey(),
});

/** Read copy, written by the card's stream: what is in libraries now. A removed card's row goes. */
export const libraryCards = notifications.table(
  'library_cards',
  {
    cardId: uuid('card_id').primaryKey(),
    curatorId: text('curator_id').notNull(),
    url: text('url').notNull(),
    urlKey: urlKey(),
    title: text('title'),
    addedAt: instant('added_at').notNull(),
    /** The act of its curator that others are told of; none where it came with an import. */
    saveId: uuid('save_id'),
  },
  (table) => [
    index('library_cards_curator').on(table.curatorId, table.urlKey),
    index('library_cards_url').on(table.urlKey, table.addedAt),
    index('library_cards_save').on(table.saveId),
  ],
);

/** Read copy, written by the collection's stream. A deleted one stays, for what tells of it. */
export const collections = notifications.table('collections', {
  collectionId: uuid('collection_id').primaryKey(),
  authorId: text('author_id').notNull(),
  name: text('name').notNull(),
  deleted: boolean('deleted').notNull().default(false),
});

/** Read copy, written by the collection's stream: the cards that somebody put there by hand, and that are there now. */
export const collectionCards = notifications.table(
  'collection_cards',
  {
    collectionId: uuid('collection_id').notNull(),
    cardId: uuid('card_id').notNull(),
    addedBy: text('added_by').notNull(),
    saveId: uuid('save_id').notNull(),
    addedAt: instant('added_at').notNull(),
    url: text('url').notNull(),
    title: text('title'),
  },
  (table) => [
    primaryKey({ columns: [table.collectionId, table.cardId] }),
    index('collection_cards_save').on(table.saveId),
  ],
);

/** Read copy, written by the connection's stream. A removed one's rows go, as nothing else can tell of it. */
export const connections = notifications.table(
  'connections',
  {
    connectionId: uuid('connection_id').primaryKey(),
    curatorId: text('curator_id').notNull(),
    connectionType: text('connection_type').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [index('connections_curator').on(table.curatorId, table.createdAt)],
);

export const connectionEnds = notifications.table(
  'connection_ends',
  {
    connectionId: uuid('connection_id').notNull(),
    side: text('side', { enum: ['SOURCE', 'TARGET'] }).notNull(),
    url: text('url').notNull(),
    urlKey: urlKey(),
    title: text('title'),
    /** Set when the URL is a collection's. */
    collectionId: uuid('collection_id'),
    collectionAuthorId: text('collection_author_id'),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.side] }),
    index('connection_ends_url').on(table.urlKey),
    index('connection_ends_author')
      .on(table.collectionAuthorId)
      .where(sql`${table.collectionAuthorId} is not null`),
  ],
);

/**
 * The aggregate of what people choose to be told, or not to be told. Its id is made of person, kind and subject: one
 * row for them for ever.
 */
export const choices = notifications.table(
  'choices',
  {
    choiceId: uuid('choice_id').primaryKey(),
    personId: text('person_id').notNull(),
    kind: text('kind', { enum: CHOICE_KINDS }).notNull(),
    /** A DID, a collection's id or a notification type. */
    subject: text('subject').notNull(),
    collectionId: uuid('collection_id').generatedAlwaysAs(
      sql`case when kind in ('CARDS_OF_COLLECTION', 'MUTED_COLLECTION') then subject::uuid end`,
    ),
    /** When it stood: an act is judged by what was chosen when it happened. */
    periods: multirange('periods').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [
    index('choices_person').on(table.personId, table.kind),
    index('choices_subject').on(table.kind, table.subject),
    index('choices_collection')
      .on(table.collectionId)
      .where(sql`${table.collectionId} is not null`),
  ],
);

/** The aggregate of what a recipient is told. */
export const inboxes = notifications.table('inboxes', {
  inboxId: uuid('inbox_id').primaryKey(),
  recipientId: text('recipient_id').notNull(),
  announced: integer('announced').notNull(),
  lastReadAt: instant('last_read_at'),
  /** The newest notification that was seen: time and act. */
  seenAt: instant('seen_at'),
  seenActId: uuid('seen_act_id'),
  lastDigestDay: date('last_digest_day', { mode: 'string' }),
  version: integer('version').notNull(),
  sequence: integer('sequence').notNull(),
});

/** Acts whose notifications are to be announced, one row for each source that tells of them. */
export const announcementsDue = notifications.table(
  'announcements_due',
  {
    actId: uuid('act_id').notNull(),
    sourceId: uuid('source_id').notNull(),
    dueAt: timestamp('due_at', { withTimezone: true }).notNull(),
    /** The event that told of it, for correlation, causation and trace. */
    cause: jsonb('cause'),
  },
  (table) => [
    primaryKey({ columns: [table.actId, table.sourceId] }),
    index('announcements_due_at').on(table.dueAt),
  ],
);

/** What was announced: the business key that lets it happen once. */
export const announcements = notifications.table(
  'announcements',
  { actId: uuid('act_id').notNull(), recipientId: text('recipient_id').notNull() },
  (table) => [primaryKey({ columns: [table.actId, table.recipientId] })],
);

/** What a recipient has read. Kept apart from the reasons, so that reading and handling never wait for each other. */
export const notificationReads = notifications.table(
  'notification_reads',
  {
    notificationId: uuid('notification_id').primaryKey(),
    recipientId: text('recipient_id').notNull(),
    /** Missing in marks of acts that were undone before it was stored. */
    actId: uuid('act_id'),
    /** The notification's time when it was read: a later act under the same id (a new follow) is unread again. */
    readUpTo: instant('read_up_to').notNull(),
    readAt: timestamp('read_at', { withTimezone: true })
      .notNull()
      .default(sql`now()`),
  },
  (table) => [index('notification_reads_recipient').on(table.recipientId, table.actId)],
);
