import { Module } from '@nestjs/common';
import { CountUnread } from './application/count-unread.js';
import { ListNotifications } from './application/list-notifications.js';
import { MarkAllRead } from './application/mark-all-read.js';
import { MarkRead } from './application/mark-read.js';
import { CardEventsController } from './events/card-events.controller.js';
import { CollectionEventsController } from './events/collection-events.controller.js';
import { ConnectionEventsController } from './events/connection-events.controller.js';
import { FollowEventsController } from './events/follow-events.controller.js';
import { NotificationsController } from './http/notifications.controller.js';
import { NotificationReader } from './infrastructure/notification-reader.js';
import { ReadMarks } from './infrastructure/read-marks.js';

@Module({
  controllers: [
    NotificationsController,
    CardEventsController,
    CollectionEventsController,
    ConnectionEventsController,
    FollowEventsController,
  ],
  providers: [NotificationReader, ReadMarks, ListNotifications, CountUnread, MarkRead, MarkAllRead],
})
export class AppModule {}
