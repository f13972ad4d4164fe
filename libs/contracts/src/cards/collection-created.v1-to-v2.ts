import type { EventUpcaster } from '../event-upcaster.js';
import { CollectionCreatedV1 } from './collection-created.v1.js';
import { CollectionCreatedV2 } from './collection-created.v2.js';

/**
 * What v1 does not say: `access` is CLOSED, which is what a collection is unless its author says otherwise; there is no
 * `description`.
 */
export const collectionCreatedV1ToV2: EventUpcaster<CollectionCreatedV1, CollectionCreatedV2> = {
  from: CollectionCreatedV1.type,
  to: CollectionCreatedV2.type,
  upcast: (old) => ({ ...old, access: 'CLOSED' }),
};
