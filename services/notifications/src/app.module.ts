import { Module } from '@nestjs/common';
import { ChangeLog } from '#eventing';
import { Database, LiveStreams } from '#platform';
import { AnnounceDue } from './application/announce-due.js';
import { Announcer } from './application/announcer.js';
import { ChangeChoices } from './application/change-choices.js';
import { CountUnread } from './application/count-unread.js';
import { DIGEST_MAILER } from './application/digest-mailer.js';
import { GetDigest } from './application/get-digest.js';
import { ListGroups } from './application/list-groups.js';
import { ListMutes } from './application/list-mutes.js';
import { ListNotifications } from './application/list-notifications.js';
import { ListPreferences } from './application/list-preferences.js';
import { ListSubscriptions } from './application/list-subscriptions.js';
import { LiveInbox } from './application/live-inbox.js';
import { MailDigest } from './application/mail-digest.js';
import { MarkAllRead } from './application/mark-all-read.js';
import { MarkRead } from './application/mark-read.js';
import { MarkSeen } from './application/mark-seen.js';
import { Mute } from './application/mute.js';
import { SetPreference } from './application/set-preference.js';
import { Subscribe } from './application/subscribe.js';
import { Unmute } from './application/unmute.js';
import { Unsubscribe } from './application/unsubscribe.js';
import { CardEventsController } from './events/card-events.controller.js';
import { CollectionEventsController } from './events/collection-events.controller.js';
import { ConnectionEventsController } from './events/connection-events.controller.js';
import { FollowEventsController } from './events/follow-events.controller.js';
import { DigestsController } from './http/digests.controller.js';
import { LiveNotificationsController } from './http/live-notifications.controller.js';
import { MutesController } from './http/mutes.controller.js';
import { NotificationsController } from './http/notifications.controller.js';
import { PreferencesController } from './http/preferences.controller.js';
import { SubscriptionsController } from './http/subscriptions.controller.js';
import { ChoiceRepository } from './infrastructure/choice-repository.js';
import { CollectionFinder } from './infrastructure/collection-finder.js';
import { GroupReader } from './infrastructure/group-reader.js';
import { InboxRepository } from './infrastructure/inbox-repository.js';
import { LoggingDigestMailer } from './infrastructure/logging-digest-mailer.js';
import { NotificationReader } from './infrastructure/notification-reader.js';
import { StandingChoices } from './infrastructure/standing-choices.js';

@Module({
  controllers: [
    LiveNotificationsController,
    NotificationsController,
    SubscriptionsController,
    MutesController,
    PreferencesController,
    DigestsController,
    CardEventsController,
    CollectionEventsController,
    ConnectionEventsController,
    FollowEventsController,
  ],
  providers: [
    NotificationReader,
    InboxRepository,
    ListNotifications,
    CountUnread,
    MarkRead,
    MarkAllRead,
    MarkSeen,
    ListGroups,
    GroupReader,
    GetDigest,
    MailDigest,
    { provide: DIGEST_MAILER, useClass: LoggingDigestMailer },
    LiveInbox,
    {
      provide: LiveStreams,
      inject: [Database, LiveInbox],
      useFactory: (database: Database, inbox: LiveInbox) =>
        new LiveStreams(new ChangeLog(database.sql), inbox),
    },
    AnnounceDue,
    Announcer,
    ChoiceRepository,
    StandingChoices,
    CollectionFinder,
    ChangeChoices,
    Subscribe,
    Unsubscribe,
    ListSubscriptions,
    Mute,
    Unmute,
    ListMutes,
    SetPreference,
    ListPreferences,
  ],
})
export class AppModule {}
