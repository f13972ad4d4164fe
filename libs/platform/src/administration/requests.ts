import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, IsUUID, Matches, Max, Min } from 'class-validator';
import { PARKED_STATUSES, type ParkedFilter, type ParkedStatus } from '#eventing';
import { PageQuery } from '../paging.js';
import { Characters, Optional } from '../validation.js';

/** PostgreSQL takes no NUL in a text. */
const NO_NUL = /^[^\0]*$/;
const noNul = { message: '$property must not contain NUL' };

export class EventParams {
  @ApiProperty({ format: 'uuid', description: "The event's id" })
  @IsUUID()
  id!: string;
}

/** Which parked events are meant: all that fit every given field. */
export class FilterFields implements ParkedFilter {
  @ApiPropertyOptional({ enum: PARKED_STATUSES })
  @Optional()
  @IsIn(PARKED_STATUSES)
  status?: ParkedStatus;

  @ApiPropertyOptional({ description: '`events.<context>.<event-name>.v<major>`' })
  @Optional()
  @IsString()
  @Characters(1, 512)
  @Matches(NO_NUL, noNul)
  type?: string;

  @ApiPropertyOptional({ description: 'As a group has it' })
  @Optional()
  @IsString()
  @Characters(0, 200)
  @Matches(NO_NUL, noNul)
  signature?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsString()
  @Characters(1, 512)
  @Matches(NO_NUL, noNul)
  aggregateId?: string;
}

export class ParkedQuery extends IntersectionType(PageQuery, FilterFields) {}

export class ReasonBody {
  @ApiProperty({ minLength: 1, maxLength: 500, description: 'Kept in the record of interventions' })
  @IsString()
  @Characters(1, 500)
  @Matches(NO_NUL, noNul)
  reason!: string;
}

export class OptionalReasonBody {
  @ApiPropertyOptional({ minLength: 1, maxLength: 500, description: 'Kept in the record of interventions' })
  @Optional()
  @IsString()
  @Characters(1, 500)
  @Matches(NO_NUL, noNul)
  reason?: string;
}

export class RetryGroupBody extends IntersectionType(FilterFields, OptionalReasonBody) {}

export class RepublishBody extends OptionalReasonBody {
  @ApiProperty({ description: 'One of the aggregates whose events this service publishes' })
  @IsString()
  @Characters(1, 512)
  @Matches(NO_NUL, noNul)
  aggregateId!: string;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'First sequence of the range' })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  from!: number;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Last sequence; at most 10,000 events at once' })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to!: number;
}
