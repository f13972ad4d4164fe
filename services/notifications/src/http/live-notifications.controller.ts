import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiEventStream, CurrentUser, LiveStreams } from '#platform';
import { type InboxTopic, inboxTopic } from '../application/live-inbox.js';

/** The notifications of the one who asks, as they come and go. */
@ApiTags('notifications')
@Controller('notifications')
export class LiveNotificationsController {
  readonly #streams: LiveStreams<InboxTopic>;

  constructor(streams: LiveStreams<InboxTopic>) {
    this.#streams = streams;
  }

  @Get('stream')
  @ApiEventStream(
    '`notification` (as in the list), `notification-gone` (`notificationId`), `unread-count` (as asked for) and `reset`.',
  )
  stream(
    @CurrentUser() user: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#streams.open(request, reply, inboxTopic(user), user);
  }
}
