import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser, PageQuery, Refuses } from '#platform';
import { ListMutes } from '../application/list-mutes.js';
import { Mute } from '../application/mute.js';
import { Unmute } from '../application/unmute.js';
import { CollectionParams, MuteBody, MutePage, UserParams } from './choices-dto.js';

/** What the one who asks does not want to hear of. Every command may be repeated. */
@ApiTags('mutes')
@Controller('mutes')
export class MutesController {
  readonly #mute: Mute;
  readonly #unmute: Unmute;
  readonly #list: ListMutes;

  constructor(mute: Mute, unmute: Unmute, list: ListMutes) {
    this.#mute = mute;
    this.#unmute = unmute;
    this.#list = list;
  }

  @Get()
  @ApiOkResponse({ type: MutePage })
  list(@CurrentUser() user: string, @Query() query: PageQuery): Promise<MutePage> {
    return this.#list.execute(user, query);
  }

  @Put('users/:did')
  @ApiOkResponse({ type: MuteBody })
  muteUser(@CurrentUser() user: string, @Param() { did }: UserParams): Promise<MuteBody> {
    return this.#mute.user(user, did);
  }

  @Delete('users/:did')
  @HttpCode(204)
  @ApiNoContentResponse()
  unmuteUser(@CurrentUser() user: string, @Param() { did }: UserParams): Promise<void> {
    return this.#unmute.user(user, did);
  }

  @Put('collections/:id')
  @ApiOkResponse({ type: MuteBody })
  @Refuses(404)
  muteCollection(@CurrentUser() user: string, @Param() { id }: CollectionParams): Promise<MuteBody> {
    return this.#mute.collection(user, id.toLowerCase());
  }

  @Delete('collections/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  unmuteCollection(@CurrentUser() user: string, @Param() { id }: CollectionParams): Promise<void> {
    return this.#unmute.collection(user, id.toLowerCase());
  }
}
