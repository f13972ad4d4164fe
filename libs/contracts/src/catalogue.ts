import { CardAddedToCollectionV1 } from './cards/card-added-to-collection.v1.js';
import { CardAddedToLibraryV1 } from './cards/card-added-to-library.v1.js';
import { CardRemovedFromCollectionV1 } from './cards/card-removed-from-collection.v1.js';
import { CardRemovedFromLibraryV1 } from './cards/card-removed-from-library.v1.js';
import { CollectionCreatedV1 } from './cards/collection-created.v1.js';
import { CollectionCreatedV2 } from './cards/collection-created.v2.js';
import type { EventClass } from './event-class.js';
import { TargetFollowedV1 } from './feeds/target-followed.v1.js';
import { TargetUnfollowedV1 } from './feeds/target-unfollowed.v1.js';

/** A bounded context, its service, and the second token of every type that it publishes. */
export type Context = 'cards' | 'feeds' | 'notifications';

/**
 * Where a published version is in its life.
 *
 * `announced`: promised, but no service publishes it yet. `active`: published. `superseded`: published beside its
 * successor, as two events of one act, until the contracts' release `untilRelease`, the first that may leave it out.
 */
export type Status =
  | { readonly state: 'announced' }
  | { readonly state: 'active' }
  | { readonly state: 'superseded'; readonly by: EventClass; readonly untilRelease: number };

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
    consumers: { feeds: 'handles', notifications: 'handles' },
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
    consumers: { feeds: 'handles' },
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
];

/** Every integration event that this build knows. */
export const CATALOGUE: readonly EventClass[] = CATALOGUE_ENTRIES.map(({ event }) => event);
