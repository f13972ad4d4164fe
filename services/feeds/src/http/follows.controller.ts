import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser, PageQuery, Refuses } from '#platform';
import { FollowTargetCommand } from '../application/follow-target.js';
import { ListFollows } from '../application/list-follows.js';
import { UnfollowTargetCommand } from '../application/unfollow-target.js';
import { CollectionParams, FollowBody, FollowPage, UserParams } from './dto.js';

/** What the one who asks follows. Every command may be repeated. */
@ApiTags('follows')
@Controller('follows')
export class FollowsController {
  readonly #follow: FollowTargetCommand;
  readonly #unfollow: UnfollowTargetCommand;
  readonly #list: ListFollows;

  constructor(follow: FollowTargetCommand, unfollow: UnfollowTargetCommand, list: ListFollows) {
    this.#follow = follow;
    this.#unfollow = unfollow;
    this.#list = list;
  }

  @Get()
  @ApiOkResponse({ type: FollowPage })
  list(@CurrentUser() user: string, @Query() query: PageQuery): Promise<FollowPage> {
    return this.#list.execute(user, query);
  }

  @Put('users/:did')
  @ApiOkResponse({ type: FollowBody })
  followUser(@CurrentUser() user: string, @Param() { did }: UserParams): Promise<FollowBody> {
    return this.#follow.execute(user, { type: 'USER', id: did });
  }

  @Delete('users/:did')
  @HttpCode(204)
  @ApiNoContentResponse()
  unfollowUser(@CurrentUser() user: string, @Param() { did }: UserParams): Promise<void> {
    return this.#unfollow.execute(user, { type: 'USER', id: did });
  }

  @Put('collections/:id')
  @ApiOkResponse({ type: FollowBody })
  @Refuses(404)
  followCollection(@CurrentUser() user: string, @Param() { id }: CollectionParams): Promise<FollowBody> {
    return this.#follow.execute(user, { type: 'COLLECTION', id: id.toLowerCase() });
  }

  @Delete('collections/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  unfollowCollection(@CurrentUser() user: string, @Param() { id }: CollectionParams): Promise<void> {
    return this.#unfollow.execute(user, { type: 'COLLECTION', id: id.toLowerCase() });
  }
}
