import { type SQL, sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { MAX_NOTE } from '../domain/card.js';
import type { CardType } from '../domain/card-content.js';
import type { CollectionAccess } from '../domain/collection-access.js';
import { MAX_COLLECTION_NAME, MAX_DESCRIPTION } from '../domain/collection-fields.js';
import { MAX_CONNECTION_NOTE } from '../domain/connection.js';
import type { ConnectionEnd } from '../domain/connection-end.js';
import { CONNECTION_TYPES, type ConnectionType } from '../domain/connection-type.js';
import type { Causation } from '#eventing';
import type { UrlKind, UrlMetadata } from '../domain/metadata.js';
import { MAX_QUOTE, MAX_SELECTOR } from '../domain/passage.js';
import { MAX_URL_LENGTH } from '../domain/url.js';

/** The only schema that this service reads or writes. The engine's own tables in it are migrated by the engine. */
export const cardsSchema = pgSchema('cards');

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/** A text that has any characters, and at most so many: code points, as the domain counts them. */
const hasCharacters = (column: AnyPgColumn, max: number): SQL =>
  sql`char_length(${column}) between 1 and ${sql.raw(String(max))}`;

/** Counters of an aggregate's history; `version` is what optimistic writers compare. */
const progress = {
  version: integer().notNull(),
  sequence: integer().notNull(),
};

export const cards = cardsSchema.table(
  'cards',
  {
    id: uuid().primaryKey(),
    curatorId: text('curator_id').notNull(),
    type: text().$type<CardType>().notNull(),
    /** Normalised. */
    url: text().notNull(),
    /** The URL's hash: an index entry has room for 2,704 bytes, a URL for 4,096 characters. */
    urlKey: uuid('url_key')
      .notNull()
      .generatedAlwaysAs(sql`md5(url)::uuid`),
    metadata: jsonb().$type<UrlMetadata>().notNull(),
    kind: text()
      .$type<UrlKind>()
      .generatedAlwaysAs(sql`metadata ->> 'kind'`),
    note: text(),
    /** The URL card that a highlight is on, its passage, and where that stands. */
    parentCardId: uuid('parent_card_id'),
    quote: text(),
    selector: text(),
    /** The selector's hash, as `urlKey`. */
    selectorKey: uuid('selector_key').generatedAlwaysAs(sql`md5(selector)::uuid`),
    viaCardId: uuid('via_card_id'),
    viaCuratorId: text('via_curator_id'),
    importId: uuid('import_id'),
    addedAt: instant('added_at').notNull(),
    /** Null as long as it says what it said when it was added. */
    changedAt: instant('changed_at'),
    ...progress,
  },
  (card) => [
    uniqueIndex('cards_curator_url')
      .on(card.curatorId, card.urlKey)
      .where(sql`type = 'URL'`),
    uniqueIndex('cards_parent_selector').on(card.parentCardId, card.selectorKey),
    index('cards_library').on(card.curatorId, card.addedAt, card.id),
    index('cards_library_updated').on(
      card.curatorId,
      sql`coalesce(${card.changedAt}, ${card.addedAt})`,
      card.id,
    ),
    // Who saved a URL, and how many did.
    index('cards_saves')
      .on(card.urlKey, card.addedAt, card.id)
      .where(sql`type = 'URL'`),
    // The cards that what becomes known of a URL is new to.
    index('cards_untitled')
      .on(card.urlKey)
      .where(sql`type = 'URL' and not metadata ? 'title'`),
    // No cascade: highlights go by their own events before the card that they are on.
    foreignKey({ name: 'cards_parent', columns: [card.parentCardId], foreignColumns: [card.id] }),
    check(
      'cards_content',
      sql`case ${card.type}
        when 'URL' then num_nonnulls(${card.parentCardId}, ${card.quote}, ${card.selector}) = 0
        when 'HIGHLIGHT' then num_nonnulls(${card.parentCardId}, ${card.quote}, ${card.selector}) = 3
        else false end`,
    ),
    check('cards_url_length', hasCharacters(card.url, MAX_URL_LENGTH)),
    check('cards_note_length', hasCharacters(card.note, MAX_NOTE)),
    check('cards_quote_length', hasCharacters(card.quote, MAX_QUOTE)),
    check('cards_selector_length', hasCharacters(card.selector, MAX_SELECTOR)),
  ],
);

export const collections = cardsSchema.table(
  'collections',
  {
    id: uuid().primaryKey(),
    authorId: text('author_id').notNull(),
    name: text().notNull(),
    description: text(),
    access: text().$type<CollectionAccess>().notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    ...progress,
  },
  (collection) => [
    index('collections_author').on(collection.authorId, collection.createdAt, collection.id),
    check('collections_access', sql`${collection.access} in ('OPEN', 'CLOSED')`),
    check('collections_name_length', hasCharacters(collection.name, MAX_COLLECTION_NAME)),
    check('collections_description_length', hasCharacters(collection.description, MAX_DESCRIPTION)),
  ],
);

export const collaborators = cardsSchema.table(
  'collaborators',
  {
    collectionId: uuid('collection_id')
      .notNull()
      .references(() => collections.id, { onDelete: 'cascade' }),
    did: text().notNull(),
  },
  (collaborator) => [primaryKey({ columns: [collaborator.collectionId, collaborator.did] })],
);

export const collectionLinks = cardsSchema.table(
  'collection_links',
  {
    collectionId: uuid('collection_id').notNull(),
    cardId: uuid('card_id').notNull(),
    addedBy: text('added_by').notNull(),
    viaCardId: uuid('via_card_id'),
    addedAt: instant('added_at').notNull(),
  },
  (link) => [
    primaryKey({ name: 'collection_links_key', columns: [link.collectionId, link.cardId] }),
    foreignKey({
      name: 'collection_links_collection',
      columns: [link.collectionId],
      foreignColumns: [collections.id],
    }).onDelete('cascade'),
    // No cascade: a card leaves its collections by their own events before it goes.
    foreignKey({ name: 'collection_links_card', columns: [link.cardId], foreignColumns: [cards.id] }),
    index('collection_links_listing').on(link.collectionId, link.addedAt, link.cardId),
    index('collection_links_by_card').on(link.cardId),
    index('collection_links_by_contributor').on(link.collectionId, link.addedBy, link.addedAt),
  ],
);

export const IMPORT_FORMATS = ['bibtex', 'bookmarks', 'csl-json', 'ris'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** receiving (its content is on its way) → queued → running → done, or failed when it could not be ended. */
export const IMPORT_STATUSES = ['receiving', 'queued', 'running', 'done', 'failed'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

export const connections = cardsSchema.table(
  'connections',
  {
    id: uuid().primaryKey(),
    curatorId: text('curator_id').notNull(),
    source: jsonb().$type<ConnectionEnd>().notNull(),
    target: jsonb().$type<ConnectionEnd>().notNull(),
    /** Hashes of the two URLs, to look them up by. */
    sourceKey: uuid('source_key')
      .notNull()
      .generatedAlwaysAs(sql`md5(source ->> 'url')::uuid`),
    targetKey: uuid('target_key')
      .notNull()
      .generatedAlwaysAs(sql`md5(target ->> 'url')::uuid`),
    type: text().$type<ConnectionType>().notNull(),
    note: text(),
    /** Equal for what counts as one connection of its curator: `connectionKey` of the domain. */
    key: text().notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    ...progress,
  },
  (connection) => [
    uniqueIndex('connections_curator_key').on(connection.curatorId, connection.key),
    index('connections_curator').on(connection.curatorId, connection.createdAt, connection.id),
    index('connections_source').on(connection.sourceKey, connection.createdAt, connection.id),
    index('connections_target').on(connection.targetKey, connection.createdAt, connection.id),
    index('connections_pair').on(connection.sourceKey, connection.targetKey),
    check('connections_note_length', hasCharacters(connection.note, MAX_CONNECTION_NOTE)),
    check('connections_ends', sql`source ->> 'url' <> target ->> 'url'`),
    check(
      'connections_type',
      sql`${connection.type} in (${sql.raw(CONNECTION_TYPES.map((type) => `'${type}'`).join(', '))})`,
    ),
  ],
);

export const importJobs = cardsSchema.table(
  'import_jobs',
  {
    id: uuid().primaryKey(),
    curatorId: text('curator_id').notNull(),
    format: text().$type<ImportFormat>().notNull(),
    status: text().$type<ImportStatus>().notNull().default('receiving'),
    /** WHATWG name of the content's character encoding. */
    encoding: text().notNull().default('utf-8'),
    /** Its folders become collections. */
    collects: boolean().notNull().default(false),
    bytes: integer().notNull().default(0),
    /** Records in the file; known once it has been gone through. */
    total: integer(),
    added: integer().notNull().default(0),
    present: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    /** Why it failed. */
    error: text(),
    /** Times that it was taken up since it last got on: a file that kills its worker is given up. */
    attempts: integer().notNull().default(0),
    leaseOwner: uuid('lease_owner'),
    leaseUntil: instant('lease_until'),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (job) => [
    index('import_jobs_curator').on(job.curatorId, job.createdAt, job.id),
    index('import_jobs_unfinished')
      .on(job.createdAt)
      .where(sql`status in ('receiving', 'queued', 'running')`),
    check('import_jobs_status', sql`${job.status} in ('receiving', 'queued', 'running', 'done', 'failed')`),
  ],
);

/** Which collection an imported folder became, so that the next import of it goes there too, whatever it is called. */
export const importedFolders = cardsSchema.table(
  'imported_folders',
  {
    curatorId: text('curator_id').notNull(),
    /** Of the folder's path: its name and those of the folders that it is in. */
    folderKey: uuid('folder_key').notNull(),
    collectionId: uuid('collection_id').notNull(),
  },
  (folder) => [
    primaryKey({ columns: [folder.curatorId, folder.folderKey] }),
    // A collection that is deleted is made anew by the next import.
    foreignKey({
      name: 'imported_folders_collection',
      columns: [folder.collectionId],
      foreignColumns: [collections.id],
    }).onDelete('cascade'),
    index('imported_folders_by_collection').on(folder.collectionId),
  ],
);

/** An import's content, kept until it is done. */
export const importChunks = cardsSchema.table(
  'import_chunks',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => importJobs.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    content: bytea().notNull(),
  },
  (chunk) => [primaryKey({ columns: [chunk.jobId, chunk.position] })],
);

export const importRejections = cardsSchema.table(
  'import_rejections',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => importJobs.id, { onDelete: 'cascade' }),
    /** The record's place in the file, from 0. */
    record: integer().notNull(),
    /** The line that the record begins on, from 1. */
    line: integer().notNull(),
    reason: text().notNull(),
    excerpt: text().notNull(),
  },
  (rejection) => [primaryKey({ columns: [rejection.jobId, rejection.record] })],
);

/** pending (to be read, or found and still to be told to cards) → resolved, or failed when it is given up. */
export const LOOKUP_STATUSES = ['pending', 'resolved', 'failed'] as const;
export type LookupStatus = (typeof LOOKUP_STATUSES)[number];

/** What is known of the page behind a URL: one row, and so one fetch, however many people saved it. */
export const pageLookups = cardsSchema.table(
  'page_lookups',
  {
    urlKey: uuid('url_key')
      .primaryKey()
      .generatedAlwaysAs(sql`md5(url)::uuid`),
    /** Normalised. */
    url: text().notNull(),
    status: text().$type<LookupStatus>().notNull().default('pending'),
    /** What the page said, once it was read. */
    metadata: jsonb().$type<UrlMetadata>(),
    /** Why the last attempt came to nothing, a stable code. */
    reason: text(),
    attempts: integer().notNull().default(0),
    /** When the save that asked for it was made. */
    askedAt: instant('asked_at').notNull(),
    /** The event that told of that save. */
    cause: jsonb().$type<Causation>().notNull(),
    /** Not taken up before: the next attempt, or the end of a worker's lease. */
    dueAt: instant('due_at').notNull(),
    leaseOwner: uuid('lease_owner'),
  },
  (lookup) => [
    index('page_lookups_due')
      .on(lookup.dueAt)
      .where(sql`status = 'pending'`),
    check('page_lookups_status', sql`${lookup.status} in ('pending', 'resolved', 'failed')`),
    check('page_lookups_resolved', sql`${lookup.status} <> 'resolved' or ${lookup.metadata} is not null`),
  ],
);
