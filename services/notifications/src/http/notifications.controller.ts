import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser, PageQuery, Refuses } from '#platform';
import { CountUnread } from '../application/count-unread.js';
import { ListGroups } from '../application/list-groups.js';
import { ListNotifications } from '../application/list-notifications.js';
import { MarkAllRead } from '../application/mark-all-read.js';
import { MarkRead } from '../application/mark-read.js';
import { MarkSeen } from '../application/mark-seen.js';
import {
  MarkedCount,
  NotificationGroupPage,
  NotificationPage,
  NotificationParams,
  UnreadCount,
  UpToRequest,
} from './dto.js';

/** The notifications of the one who asks. */
@ApiTags('notifications')
@Controller('notifications')
export class NotificationsController {
  readonly #list: ListNotifications;
  readonly #groups: ListGroups;
  readonly #countUnread: CountUnread;
  readonly #markRead: MarkRead;
  readonly #markAllRead: MarkAllRead;
  readonly #markSeen: MarkSeen;

  constructor(
    list: ListNotifications,
    groups: ListGroups,
    countUnread: CountUnread,
    markRead: MarkRead,
    markAllRead: MarkAllRead,
    markSeen: MarkSeen,
  ) {
    this.#list = list;
    this.#groups = groups;
    this.#countUnread = countUnread;
    this.#markRead = markRead;
    this.#markAllRead = markAllRead;
    this.#markSeen = markSeen;
  }

  @Get()
  @ApiOkResponse({ type: NotificationPage })
  list(@CurrentUser() user: string, @Query() query: PageQuery): Promise<NotificationPage> {
    return this.#list.execute(user, query);
  }

  @Get('unread-count')
  @ApiOkResponse({ type: UnreadCount })
  unreadCount(@CurrentUser() user: string): Promise<UnreadCount> {
    return this.#countUnread.execute(user);
  }

  @Get('groups')
  @ApiOkResponse({ type: NotificationGroupPage })
  groups(@CurrentUser() user: string, @Query() query: PageQuery): Promise<NotificationGroupPage> {
    return this.#groups.execute(user, query);
  }

  @Post('seen')
  @HttpCode(204)
  @ApiNoContentResponse()
  seen(@CurrentUser() user: string, @Body() { upTo }: UpToRequest): Promise<void> {
    return this.#markSeen.execute(user, upTo);
  }

  @Post('read-all')
  @HttpCode(200)
  @ApiOkResponse({ type: MarkedCount })
  async readAll(@CurrentUser() user: string, @Body() { upTo }: UpToRequest): Promise<MarkedCount> {
    return { marked: await this.#markAllRead.execute(user, upTo) };
  }

  @Post(':id/read')
  @HttpCode(204)
  @ApiNoContentResponse()
  @Refuses(404)
  read(@CurrentUser() user: string, @Param() { id }: NotificationParams): Promise<void> {
    return this.#markRead.execute(user, id);
  }
}
