import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ConnectionChangedV1, ConnectionCreatedV1, ConnectionRemovedV1 } from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import { causesOf } from '../application/causes.js';
import {
  followChangedConnections,
  notifyOfConnections,
  withdrawConnections,
} from '../application/notify-of-connections.js';
import { dataOf } from './data-of.js';

@Controller()
export class ConnectionEventsController {
  @OnEvents(ConnectionCreatedV1)
  created(
    @Payload() events: readonly EventEnvelope<ConnectionCreatedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return notifyOfConnections(uow, dataOf(events), causesOf(events));
  }

  @OnEvents(ConnectionChangedV1)
  changed(
    @Payload() events: readonly EventEnvelope<ConnectionChangedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return followChangedConnections(uow, dataOf(events));
  }

  @OnEvents(ConnectionRemovedV1)
  removed(
    @Payload() events: readonly EventEnvelope<ConnectionRemovedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return withdrawConnections(uow, dataOf(events));
  }
}
