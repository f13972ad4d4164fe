import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ApiEventStream,
  ApiPerson,
  CurrentUser,
  LiveStreams,
  OptionalUser,
  PersonPipe,
  Public,
  Refuses,
} from '#platform';
import { ReadFeed } from '../application/read-feed.js';
import { type Feed, type FeedTopic, feedTopic } from '../domain/feed-topic.js';
import {
  CollectionParams,
  LiveFeedQuery,
  LiveFollowingQuery,
  LiveUrlFeedQuery,
  LiveUserFeedQuery,
} from './dto.js';

const Activities = (): MethodDecorator =>
  ApiEventStream('`activity` (as in the feed), `activity-gone` (`activityId`) and `reset`.');

/** Each feed as it grows and changes, with the filters of its pages. */
@ApiTags('feeds')
@Controller('feeds')
export class LiveFeedsController {
  readonly #streams: LiveStreams<FeedTopic>;
  readonly #feed: ReadFeed;

  constructor(streams: LiveStreams<FeedTopic>, feed: ReadFeed) {
    this.#streams = streams;
    this.#feed = feed;
  }

  @Public()
  @Get('global/stream')
  @Activities()
  globalStream(
    @Query() query: LiveFeedQuery,
    @OptionalUser() user: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#streams.open(request, reply, topicOf({ of: 'everybody' }, query), user);
  }

  @Get('following/stream')
  @Activities()
  followingStream(
    @Query() { followed, ...query }: LiveFollowingQuery,
    @CurrentUser() user: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const feed: Feed = { of: 'followed', followerId: user, followed };
    return this.#streams.open(request, reply, topicOf(feed, query), user);
  }

  @Public()
  @Get('users/:did/stream')
  @ApiPerson()
  @Activities()
  userStream(
    @Param('did', PersonPipe) did: string,
    @Query() query: LiveUserFeedQuery,
    @OptionalUser() user: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#streams.open(request, reply, topicOf({ of: 'user', did }, query), user);
  }

  @Public()
  @Get('collections/:id/stream')
  @Activities()
  @Refuses(404)
  async collectionStream(
    @Param() { id }: CollectionParams,
    @Query() query: LiveFeedQuery,
    @OptionalUser() user: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.#feed.collectionName(id);
    const feed: Feed = { of: 'collection', collectionId: id.toLowerCase() };
    await this.#streams.open(request, reply, topicOf(feed, query), user);
  }

  @Public()
  @Get('url/stream')
  @Activities()
  urlStream(
    @Query() { url, ...query }: LiveUrlFeedQuery,
    @OptionalUser() user: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.#streams.open(request, reply, topicOf({ of: 'url', url }, query), user);
  }
}

function topicOf(feed: Feed, { type, kind, actor }: LiveFeedQuery): FeedTopic {
  return feedTopic(feed, { type, kind, actorId: actor });
}
