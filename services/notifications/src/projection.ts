import type { Projection } from '#platform';
import { CardEventsController } from './events/card-events.controller.js';
import { CollectionEventsController } from './events/collection-events.controller.js';
import { ConnectionEventsController } from './events/connection-events.controller.js';
import { FollowEventsController } from './events/follow-events.controller.js';

/**
 * What events make of this service. What people chose, read and saw stays, and so does what was announced, and is to be:
 * nobody is told a second time.
 */
export const notificationsProjection: Projection = {
  tables: [
    'notification_reasons',
    'removed_cards',
    'library_cards',
    'collections',
    'collection_cards',
    'connections',
    'connection_ends',
  ],
  controllers: [
    CardEventsController,
    CollectionEventsController,
    ConnectionEventsController,
    FollowEventsController,
  ],
};
