export { CardAddedToCollectionV1 } from './cards/card-added-to-collection.v1.js';
export { CardAddedToLibraryV1 } from './cards/card-added-to-library.v1.js';
export { CARD_TYPES, CardContentChangedV1, type CardType } from './cards/card-content-changed.v1.js';
export { CardRemovedFromCollectionV1 } from './cards/card-removed-from-collection.v1.js';
export { CardRemovedFromLibraryV1 } from './cards/card-removed-from-library.v1.js';
export { CollectionChangedV1 } from './cards/collection-changed.v1.js';
export { CollectionCreatedV1 } from './cards/collection-created.v1.js';
export { CollectionCreatedV2, type CollectionAccess } from './cards/collection-created.v2.js';
export { CollectionDeletedV1 } from './cards/collection-deleted.v1.js';
export { ConnectionChangedV1 } from './cards/connection-changed.v1.js';
export { ConnectionCreatedV1 } from './cards/connection-created.v1.js';
export { CONNECTION_TYPES, ConnectionEnd, type ConnectionType } from './cards/connection-end.js';
export { ConnectionRemovedV1 } from './cards/connection-removed.v1.js';
export { UrlMetadataResolvedV1 } from './cards/url-metadata-resolved.v1.js';
export { URL_KINDS, UrlMetadata, type UrlKind } from './cards/url-metadata.js';
export { Via } from './cards/via.js';
export { CATALOGUE, CATALOGUE_ENTRIES, type CatalogueEntry, type Context, type Status } from './catalogue.js';
export { eventOf, type EventClass } from './event-class.js';
export { TargetFollowedV1, type FollowTarget } from './feeds/target-followed.v1.js';
export { TargetUnfollowedV1 } from './feeds/target-unfollowed.v1.js';
export {
  NOTIFICATION_TYPES,
  NotificationCreatedV1,
  type NotificationType,
} from './notifications/notification-created.v1.js';
export { NotificationsReadV1 } from './notifications/notifications-read.v1.js';
export { NotifiedCard, NotifiedCollection } from './notifications/notified.js';
export { UPCASTERS } from './upcasters.js';
