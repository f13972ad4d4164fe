import type { Projection } from '#platform';
import { CollectionEventsController } from './events/collection-events.controller.js';
import { ConnectionEventsController } from './events/connection-events.controller.js';
import { LibraryEventsController } from './events/library-events.controller.js';
import { FAN_OUT_LIMIT, fanOutLimits } from './domain/fan-out.js';
import { mendTimelines } from './infrastructure/mend-timelines.js';

/**
 * What events make of this service. Follows, which are its own, stay, and with them the timelines, which follows and
 * events both write: as an index of what was swapped, they are gone through afterwards.
 */
export const feedsProjection: Projection = {
  tables: ['cards', 'collections', 'connections', 'feed_entries', 'activity_cards'],
  controllers: [LibraryEventsController, CollectionEventsController, ConnectionEventsController],
  afterSwap: ({ transactions }) => mendTimelines(transactions, fanOutLimits(FAN_OUT_LIMIT)),
};
