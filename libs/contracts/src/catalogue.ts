import { CardAddedToCollectionV1 } from './cards/card-added-to-collection.v1.js';
import { CardAddedToLibraryV1 } from './cards/card-added-to-library.v1.js';
import { CardRemovedFromCollectionV1 } from './cards/card-removed-from-collection.v1.js';
import { CardRemovedFromLibraryV1 } from './cards/card-removed-from-library.v1.js';
import { CollectionCreatedV1 } from './cards/collection-created.v1.js';
import { CollectionCreatedV2 } from './cards/collection-created.v2.js';
import { CardContentChangedV1 } from './cards/card-content-changed.v1.js';
import { UrlMetadataResolvedV1 } from './cards/url-metadata-resolved.v1.js';
import { CollectionChangedV1 } from './cards/collection-changed.v1.js';
import { CollectionDeletedV1 } from './cards/collection-deleted.v1.js';
import { ConnectionCreatedV1 } from './cards/connection-created.v1.js';
import { ConnectionChangedV1 } from './cards/connection-changed.v1.js';
import { ConnectionRemovedV1 } from './cards/connection-removed.v1.js';
import { NotificationCreatedV1 } from './notifications/notification-created.v1.js';
import { NotificationsReadV1 } from './notifications/notifications-read.v1.js';
import type { EventClass } from './event-class.js';
import { TargetFollowedV1 } from './feeds/target-followed.v1.js';
import { TargetUnfollowedV1 } from './feeds/target-unfollowed.v1.js';

/** A bounded context, its service, and the second token of every type that it publishes. */
export type Context = 'cards' | 'feeds' | 'notifications';

/**
 * Where a published version is in its life.
 *
 * `announced`: promised, but no service publishes it yet. `active`: published. `superseded`: published beside its
 * successor, as two events of one act, until the contracts' release `untilRelease`, the first in which it may be
 * retired. `retired`: no longer published, but still read, as streams and replays hold it.
 */
export type Status =
  | { readonly state: 'announced' }
  | { readonly state: 'active' }
  | { readonly state: 'superseded'; readonly by: EventClass; readonly untilRelease: number }
  | { readonly state: 'retired'; readonly by: EventClass };

/** What is promised of one (type, major) beside its fields, which its class says. */
export interface CatalogueEntry {
  readonly event: EventClass;
  /** The one service that may publish it. */
  readonly owner: Context;
  /** One sentence. */
  readonly description: string;
  /** The services that handle it today, and those that are going to. */
  readonly consumers: Readonly<Partial<Record<Context, 'handles' | 'planned'>>>;
  readonly status: Status;
}

const ACTIVE: Status = { state: 'active' };

/** Every published version of every integration event. */
export const CATALOGUE_ENTRIES: readonly CatalogueEntry[] = [
  {
    event: CardAddedToLibraryV1,
    owner: 'cards',
    description: 'A researcher saved a work to their library.',
    consumers: { cards: 'handles', feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: CardRemovedFromLibraryV1,
    owner: 'cards',
    description: 'A researcher took a card out of their library; the card is gone.',
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: CollectionCreatedV1,
    owner: 'cards',
    description: 'A researcher made a collection.',
    consumers: {},
    // docs/versions.md says how an overlap ends.
    status: { state: 'superseded', by: CollectionCreatedV2, untilRelease: 3 },
  },
  {
    event: CollectionCreatedV2,
    owner: 'cards',
    description: 'A researcher made a collection: with its access and description.',
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: CardAddedToCollectionV1,
    owner: 'cards',
    description: 'A card was put into a collection.',
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: CardRemovedFromCollectionV1,
    owner: 'cards',
    description: 'A card left a collection.',
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: TargetFollowedV1,
    owner: 'feeds',
    description: 'A researcher began to follow a user or a collection.',
    consumers: { notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: TargetUnfollowedV1,
    owner: 'feeds',
    description: 'A researcher stopped following a user or a collection.',
    consumers: { notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: CardContentChangedV1,
    owner: 'cards',
    description: 'A researcher changed what a card says: its note, or a highlight.',
    consumers: { feeds: 'handles' },
    status: ACTIVE,
  },
  {
    event: UrlMetadataResolvedV1,
    owner: 'cards',
    description: "What a card's URL turns out to be became known.",
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: CollectionChangedV1,
    owner: 'cards',
    description: 'A collection was renamed, described anew, opened or closed, or has other collaborators.',
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: CollectionDeletedV1,
    owner: 'cards',
    description: 'A collection is gone; its cards stay in their libraries.',
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: ConnectionCreatedV1,
    owner: 'cards',
    description: 'A researcher connected two works.',
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: ConnectionChangedV1,
    owner: 'cards',
    description: 'A connection has another type, note or direction.',
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: ConnectionRemovedV1,
    owner: 'cards',
    description: 'A connection is gone.',
    consumers: { feeds: 'handles', notifications: 'handles' },
    status: ACTIVE,
  },
  {
    event: NotificationCreatedV1,
    owner: 'notifications',
    description: 'Somebody is notified of what another researcher did.',
    consumers: {},
    status: ACTIVE,
  },
  {
    event: NotificationsReadV1,
    owner: 'notifications',
    description: 'Somebody read notifications.',
    consumers: {},
    status: ACTIVE,
  },
];

/** Every integration event that this build knows. */
export const CATALOGUE: readonly EventClass[] = CATALOGUE_ENTRIES.map(({ event }) => event);
