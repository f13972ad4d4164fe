import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentUser, PageQuery, Refuses } from '#platform';
import { ListSubscriptions } from '../application/list-subscriptions.js';
import { Subscribe } from '../application/subscribe.js';
import { Unsubscribe } from '../application/unsubscribe.js';
import { SCOPES } from '../domain/scope.js';
import {
  CollectionParams,
  SubscribeRequest,
  SubscriptionBody,
  SubscriptionPage,
  UserParams,
} from './choices-dto.js';

/** The bells of the one who asks. Every command may be repeated. */
@ApiTags('subscriptions')
@Controller('subscriptions')
export class SubscriptionsController {
  readonly #subscribe: Subscribe;
  readonly #unsubscribe: Unsubscribe;
  readonly #list: ListSubscriptions;

  constructor(subscribe: Subscribe, unsubscribe: Unsubscribe, list: ListSubscriptions) {
    this.#subscribe = subscribe;
    this.#unsubscribe = unsubscribe;
    this.#list = list;
  }

  @Get()
  @ApiOkResponse({ type: SubscriptionPage })
  list(@CurrentUser() user: string, @Query() query: PageQuery): Promise<SubscriptionPage> {
    return this.#list.execute(user, query);
  }

  @Put('users/:did')
  @ApiOkResponse({ type: SubscriptionBody })
  subscribeToUser(
    @CurrentUser() user: string,
    @Param() { did }: UserParams,
    @Body() { scopes = [...SCOPES] }: SubscribeRequest,
  ): Promise<SubscriptionBody> {
    return this.#subscribe.toUser(user, did, scopes);
  }

  @Delete('users/:did')
  @HttpCode(204)
  @ApiNoContentResponse()
  unsubscribeFromUser(@CurrentUser() user: string, @Param() { did }: UserParams): Promise<void> {
    return this.#unsubscribe.fromUser(user, did);
  }

  @Put('collections/:id')
  @ApiOkResponse({ type: SubscriptionBody })
  @Refuses(404)
  subscribeToCollection(
    @CurrentUser() user: string,
    @Param() { id }: CollectionParams,
  ): Promise<SubscriptionBody> {
    return this.#subscribe.toCollection(user, id.toLowerCase());
  }

  @Delete('collections/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  unsubscribeFromCollection(@CurrentUser() user: string, @Param() { id }: CollectionParams): Promise<void> {
    return this.#unsubscribe.fromCollection(user, id.toLowerCase());
  }
}
