import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { TargetFollowedV1, TargetUnfollowedV1 } from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import { causesOf } from '../application/causes.js';
import { notifyOfFollows, withdrawFollows } from '../application/notify-of-follows.js';
import { dataOf } from './data-of.js';

@Controller()
export class FollowEventsController {
  @OnEvents(TargetFollowedV1)
  followed(
    @Payload() events: readonly EventEnvelope<TargetFollowedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return notifyOfFollows(uow, dataOf(events), causesOf(events));
  }

  @OnEvents(TargetUnfollowedV1)
  unfollowed(
    @Payload() events: readonly EventEnvelope<TargetUnfollowedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return withdrawFollows(uow, dataOf(events));
  }
}
