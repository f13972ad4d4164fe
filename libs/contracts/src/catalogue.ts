import { CardAddedToCollectionV1 } from './cards/card-added-to-collection.v1.js';
import { CardAddedToLibraryV1 } from './cards/card-added-to-library.v1.js';
import { CardRemovedFromCollectionV1 } from './cards/card-removed-from-collection.v1.js';
import { CardRemovedFromLibraryV1 } from './cards/card-removed-from-library.v1.js';
import { CollectionCreatedV1 } from './cards/collection-created.v1.js';
import { CollectionCreatedV2 } from './cards/collection-created.v2.js';
import type { EventClass } from './event-class.js';
import { TargetFollowedV1 } from './feeds/target-followed.v1.js';
import { TargetUnfollowedV1 } from './feeds/target-unfollowed.v1.js';

/** Every integration event that this build knows. */
export const CATALOGUE: readonly EventClass[] = [
  CardAddedToLibraryV1,
  CardRemovedFromLibraryV1,
  // Published together until no deployed consumer takes v1: docs/versions.md says how an overlap ends.
  CollectionCreatedV1,
  CollectionCreatedV2,
  CardAddedToCollectionV1,
  CardRemovedFromCollectionV1,
  TargetFollowedV1,
  TargetUnfollowedV1,
];
