import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Administration, PARKED_STATUSES, type ParkedGroup } from '#eventing';
import { Refuses } from '../openapi/refuses.js';
import { decodeCursor, pageOf, PageQuery, positionOf } from '../paging.js';
import { ProblemError } from '../problem.js';
import { Unlimited } from '../rate-limits.js';
import { AdministrationErrors } from './administration-errors.js';
import {
  AuditPage,
  ConsumerControlBody,
  ParkedEventDetailBody,
  ParkedEventPage,
  ParkedGroupPage,
  RepublishedBody,
  RetriedBody,
  ServiceLagBody,
} from './answers.js';
import { CurrentOperator, OperatorOnly } from './operator-guard.js';
import {
  EventParams,
  OptionalReasonBody,
  ParkedQuery,
  ReasonBody,
  RepublishBody,
  RetryGroupBody,
} from './requests.js';

/** Events of one aggregate that are published again at once, at most. */
const REPUBLISH_LIMIT = 10_000;

/** The operator's side of this service's events. There is none without an OPERATOR_TOKEN. */
@ApiTags('administration')
@OperatorOnly()
@Unlimited()
@UseInterceptors(AdministrationErrors)
@Controller('admin/events')
export class AdministrationController {
  readonly #administration: Administration;

  constructor(@Inject(Administration) administration: Administration) {
    this.#administration = administration;
  }

  @Get('lag')
  @ApiOperation({ summary: 'How far publishing and handling are behind, and who owns which partition' })
  @ApiOkResponse({ type: ServiceLagBody })
  readLag(): Promise<ServiceLagBody> {
    return this.#administration.lag();
  }

  @Get('parked/groups')
  @ApiOperation({ summary: 'Parked events, grouped by status, type and error signature' })
  @ApiOkResponse({ type: ParkedGroupPage })
  async listParkedGroups(@Query() { limit, cursor, ...filter }: ParkedQuery): Promise<ParkedGroupPage> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isGroupPosition);
    const groups = await this.#administration.parked.groups(filter, limit + 1, after);
    return pageOf(groups, limit, ({ status, type, signature }) => ({ status, type, signature }));
  }

  @Get('parked')
  @ApiOperation({ summary: 'Parked events one by one, the longest parked first' })
  @ApiOkResponse({ type: ParkedEventPage })
  async listParked(@Query() { limit, cursor, ...filter }: ParkedQuery): Promise<ParkedEventPage> {
    const events = await this.#administration.parked.list(filter, limit + 1, positionOf(cursor));
    return pageOf(events, limit, (event) => ({ at: Date.parse(event.parkedAt), id: event.eventId }));
  }

  @Get('parked/:id')
  @ApiOperation({ summary: 'All that is known of a parked event, and what waits behind it' })
  @ApiOkResponse({ type: ParkedEventDetailBody })
  @Refuses(404)
  showParked(@Param() { id }: EventParams): Promise<ParkedEventDetailBody> {
    return this.#administration.parked.show(id);
  }

  @Post('parked/retry')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Try every failed event that fits again, now',
    description: 'Each aggregate in its own order. Attempts start afresh. Without any field: all of them.',
  })
  @ApiOkResponse({ type: RetriedBody })
  @Refuses(409)
  async retryGroup(
    @CurrentOperator() operator: string,
    @Body() { reason, ...filter }: RetryGroupBody,
  ): Promise<RetriedBody> {
    return { retried: await this.#administration.redrive.retryAll(filter, { operator, reason }) };
  }

  @Post('parked/:id/retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Try a failed event again, now' })
  @ApiOkResponse({ type: RetriedBody })
  @Refuses(404, 409)
  async retryEvent(
    @CurrentOperator() operator: string,
    @Param() { id }: EventParams,
    @Body() { reason }: OptionalReasonBody,
  ): Promise<RetriedBody> {
    await this.#administration.redrive.retry(id, { operator, reason });
    return { retried: 1 };
  }

  @Post('parked/:id/discard')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Give an event up for good',
    description:
      "It must be its aggregate's next in turn. What waits behind it goes on; its body is kept in the record.",
  })
  @ApiNoContentResponse()
  @Refuses(404, 409)
  async discardEvent(
    @CurrentOperator() operator: string,
    @Param() { id }: EventParams,
    @Body() { reason }: ReasonBody,
  ): Promise<void> {
    await this.#administration.redrive.discard(id, { operator, reason });
  }

  @Post('pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Handle no more events until resumed, on every replica and over restarts' })
  @ApiOkResponse({ type: ConsumerControlBody })
  @Refuses(409)
  pause(@CurrentOperator() operator: string, @Body() { reason }: ReasonBody): Promise<ConsumerControlBody> {
    return this.#administration.pause({ operator, reason });
  }

  @Post('resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on handling events' })
  @ApiOkResponse({ type: ConsumerControlBody })
  @Refuses(409)
  resume(
    @CurrentOperator() operator: string,
    @Body() { reason }: OptionalReasonBody,
  ): Promise<ConsumerControlBody> {
    return this.#administration.resume({ operator, reason });
  }

  @Post('republish')
  @HttpCode(200)
  @ApiOperation({
    summary: "Publish a range of one of this service's aggregates again",
    description: 'Under the original ids: consumers skip what they have handled.',
  })
  @ApiOkResponse({ type: RepublishedBody })
  @Refuses(404)
  async republish(
    @CurrentOperator() operator: string,
    @Body() { aggregateId, from, to, reason }: RepublishBody,
  ): Promise<RepublishedBody> {
    if (to < from || to - from >= REPUBLISH_LIMIT) {
      const message = `to must be from "from" to ${String(REPUBLISH_LIMIT - 1)} above it`;
      throw new ProblemError({
        status: 400,
        code: 'invalid-request',
        title: 'The request is not valid',
        detail: message,
        errors: [{ field: 'to', message }],
      });
    }
    const republished = await this.#administration.republish({ aggregateId, from, to }, { operator, reason });
    return { republished };
  }

  @Get('audit')
  @ApiOperation({ summary: 'What operators changed, the newest first' })
  @ApiOkResponse({ type: AuditPage })
  async listAudit(@Query() { limit, cursor }: PageQuery): Promise<AuditPage> {
    const records = await this.#administration.audit.list(limit + 1, positionOf(cursor));
    return pageOf(records, limit, (record) => ({ at: Date.parse(record.at), id: record.id }));
  }
}

function isGroupPosition(value: object): value is Pick<ParkedGroup, 'status' | 'type' | 'signature'> {
  if (!('status' in value && 'type' in value && 'signature' in value)) return false;
  const isText = (text: unknown): boolean => typeof text === 'string' && !text.includes('\0');
  return (
    PARKED_STATUSES.some((status) => status === value.status) && isText(value.type) && isText(value.signature)
  );
}
