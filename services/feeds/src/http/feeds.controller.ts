import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiPerson, CurrentUser, PageQuery, PersonPipe, Public, Refuses } from '#platform';
import { ListActivityCards } from '../application/list-activity-cards.js';
import { ReadFeed } from '../application/read-feed.js';
import {
  ActivityPage,
  ActivityParams,
  ActivityQuery,
  CardPage,
  CollectionParams,
  FeedQuery,
  FollowingQuery,
  UrlFeedQuery,
} from './dto.js';

@ApiTags('feeds')
@Controller()
export class FeedsController {
  readonly #feed: ReadFeed;
  readonly #activityCards: ListActivityCards;

  constructor(feed: ReadFeed, activityCards: ListActivityCards) {
    this.#feed = feed;
    this.#activityCards = activityCards;
  }

  @Public()
  @Get('feeds/global')
  @ApiOkResponse({ type: ActivityPage })
  global(@Query() query: FeedQuery): Promise<ActivityPage> {
    return this.#feed.global(query);
  }

  @Get('feeds/following')
  @ApiOkResponse({ type: ActivityPage })
  following(@CurrentUser() user: string, @Query() query: FollowingQuery): Promise<ActivityPage> {
    return this.#feed.following(user, query);
  }

  @Public()
  @Get('feeds/users/:did')
  @ApiPerson()
  @ApiOkResponse({ type: ActivityPage })
  user(@Param('did', PersonPipe) did: string, @Query() query: ActivityQuery): Promise<ActivityPage> {
    return this.#feed.user(did, query);
  }

  @Public()
  @Get('feeds/collections/:id')
  @ApiOkResponse({ type: ActivityPage })
  @Refuses(404)
  collection(@Param() { id }: CollectionParams, @Query() query: FeedQuery): Promise<ActivityPage> {
    return this.#feed.collection(id, query);
  }

  @Public()
  @Get('feeds/url')
  @ApiOkResponse({ type: ActivityPage })
  url(@Query() { url, ...query }: UrlFeedQuery): Promise<ActivityPage> {
    return this.#feed.url(url, query);
  }

  @Public()
  @Get('activities/:id/cards')
  @ApiOkResponse({ type: CardPage })
  @Refuses(404)
  cards(@Param() { id }: ActivityParams, @Query() query: PageQuery): Promise<CardPage> {
    return this.#activityCards.execute(id, query);
  }
}
