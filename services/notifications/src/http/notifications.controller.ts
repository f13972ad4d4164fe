import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser, PageQuery } from '#platform';
import { CountUnread } from '../application/count-unread.js';
import { ListNotifications } from '../application/list-notifications.js';
import { MarkAllRead } from '../application/mark-all-read.js';
import { MarkRead } from '../application/mark-read.js';
import { MarkAllReadRequest, MarkedCount, NotificationPage, NotificationParams, UnreadCount } from './dto.js';

/** The notifications of the one who asks. */
@ApiTags('notifications')
@Controller('notifications')
export class NotificationsController {
  readonly #list: ListNotifications;
  readonly #countUnread: CountUnread;
  readonly #markRead: MarkRead;
  readonly #markAllRead: MarkAllRead;

  constructor(
    list: ListNotifications,
    countUnread: CountUnread,
    markRead: MarkRead,
    markAllRead: MarkAllRead,
  ) {
    this.#list = list;
    this.#countUnread = countUnread;
    this.#markRead = markRead;
    this.#markAllRead = markAllRead;
  }

  @Get()
  @ApiOkResponse({ type: NotificationPage })
  list(@CurrentUser() user: string, @Query() query: PageQuery): Promise<NotificationPage> {
    return this.#list.execute(user, query);
  }

  @Get('unread-count')
  @ApiOkResponse({ type: UnreadCount })
  async unreadCount(@CurrentUser() user: string): Promise<UnreadCount> {
    return { unread: await this.#countUnread.execute(user) };
  }

  @Post('read-all')
  @HttpCode(200)
  @ApiOkResponse({ type: MarkedCount })
  async readAll(@CurrentUser() user: string, @Body() { upTo }: MarkAllReadRequest): Promise<MarkedCount> {
    return { marked: await this.#markAllRead.execute(user, upTo) };
  }

  @Post(':id/read')
  @HttpCode(204)
  @ApiNoContentResponse()
  read(@CurrentUser() user: string, @Param() { id }: NotificationParams): Promise<void> {
    return this.#markRead.execute(user, id);
  }
}
