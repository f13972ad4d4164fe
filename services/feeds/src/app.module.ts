import { Module } from '@nestjs/common';
import { ChangeLog } from '#eventing';
import { Database, LiveStreams } from '#platform';
import { FollowTargetCommand } from './application/follow-target.js';
import { ListActivityCards } from './application/list-activity-cards.js';
import { ListFollows } from './application/list-follows.js';
import { LiveFeeds } from './application/live-feeds.js';
import { FAN_OUT } from './application/publish-follow.js';
import { ReadFeed } from './application/read-feed.js';
import { UnfollowTargetCommand } from './application/unfollow-target.js';
import { FAN_OUT_LIMIT } from './domain/fan-out.js';
import { CollectionEventsController } from './events/collection-events.controller.js';
import { ConnectionEventsController } from './events/connection-events.controller.js';
import { LibraryEventsController } from './events/library-events.controller.js';
import { AtomController } from './http/atom.controller.js';
import { FeedsController } from './http/feeds.controller.js';
import { FollowsController } from './http/follows.controller.js';
import { LiveFeedsController } from './http/live-feeds.controller.js';
import { ActivityReader } from './infrastructure/activity-reader.js';
import { FeedReader } from './infrastructure/feed-reader.js';
import { FollowRepository } from './infrastructure/follow-repository.js';

@Module({
  controllers: [
    FollowsController,
    FeedsController,
    AtomController,
    LiveFeedsController,
    LibraryEventsController,
    CollectionEventsController,
    ConnectionEventsController,
  ],
  providers: [
    FollowRepository,
    FeedReader,
    ActivityReader,
    { provide: FAN_OUT, useValue: FAN_OUT_LIMIT },
    FollowTargetCommand,
    UnfollowTargetCommand,
    ListFollows,
    ReadFeed,
    ListActivityCards,
    LiveFeeds,
    {
      provide: LiveStreams,
      inject: [Database, LiveFeeds],
      useFactory: (database: Database, feeds: LiveFeeds) =>
        new LiveStreams(new ChangeLog(database.sql), feeds),
    },
  ],
})
export class AppModule {}
