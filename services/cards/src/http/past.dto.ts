import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { isISO8601, ValidateBy } from 'class-validator';
import { Optional, PageQuery } from '#platform';
import type { DatedEntry } from '../application/get-history.js';
import { type Act, ACTS } from '../application/history-entry.js';
import { LibraryPageQuery } from './card.dto.js';

const AS_OF =
  'A past instant with its offset, as 2026-05-01T10:00:00Z: what was there then. What its owner has taken back since, others do not see.';

/** An ISO 8601 instant with its offset: without one, nobody knows whose clock is meant. */
function IsInstant(): PropertyDecorator {
  return ValidateBy({
    name: 'isInstant',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' &&
        isISO8601(value, { strict: true, strictSeparator: true }) &&
        /T.+(?:Z|[+-]\d\d:\d\d)$/u.test(value) &&
        !Number.isNaN(Date.parse(value)),
      defaultMessage: () => 'asOf must be an ISO 8601 instant with its offset, as 2026-05-01T10:00:00Z',
    },
  });
}

export class LibraryQuery extends LibraryPageQuery {
  @ApiPropertyOptional({ format: 'date-time', description: `${AS_OF} Not together with filters.` })
  @Optional()
  @IsInstant()
  asOf?: string;
}

export class CollectionQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'date-time', description: AS_OF })
  @Optional()
  @IsInstant()
  asOf?: string;
}

export class HistoryEntryView {
  @ApiProperty({ type: 'integer', description: 'Counts from 1' })
  version!: number;

  @ApiProperty({ enum: ACTS })
  act!: Act;

  @ApiProperty({ format: 'did', description: 'DID of who did it' })
  by!: string;

  @ApiProperty({ format: 'date-time', description: 'As of this instant it is done' })
  at!: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'The card that was put in or taken out' })
  cardId?: string;

  @ApiPropertyOptional({ format: 'did', description: 'DID of the collaborator who came or went' })
  collaboratorId?: string;
}

export class HistoryPage {
  @ApiProperty({ type: [HistoryEntryView] })
  items!: HistoryEntryView[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export function historyEntryView({ at, ...entry }: DatedEntry): HistoryEntryView {
  return { ...entry, at: at.toISOString() };
}
