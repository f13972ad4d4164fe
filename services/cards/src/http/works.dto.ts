import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Characters, PageQuery } from '#platform';
import type { LibraryStatus } from '../application/get-library-status.js';
import type { WorkMetadata } from '../application/get-work-metadata.js';
import type { Contributor } from '../application/list-contributors.js';
import { defined } from '../domain/defined.js';
import { MAX_URL_LENGTH } from '../domain/url.js';
import { LOOKUP_STATUSES } from '../infrastructure/schema.js';
import { CardPage, CardView, cardView, MetadataView } from './card.dto.js';

function WorkUrl(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ description: 'http, https, doi:, arXiv: or pmid:', maxLength: MAX_URL_LENGTH }),
    IsString(),
    Characters(1, MAX_URL_LENGTH),
  );
}

export class WorkQuery {
  @WorkUrl()
  url!: string;
}

export class WorkPageQuery extends PageQuery {
  @WorkUrl()
  url!: string;
}

const METADATA_STATUSES = ['unknown', ...LOOKUP_STATUSES] as const;

export class WorkMetadataView {
  @ApiProperty({ description: 'Normalised' })
  url!: string;

  @ApiProperty({
    enum: METADATA_STATUSES,
    description: 'unknown: nobody has saved it without a title; failed: it is not tried again for now',
  })
  status!: (typeof METADATA_STATUSES)[number];

  @ApiProperty({ type: MetadataView, description: '`{}` until the page was read' })
  metadata!: MetadataView;

  @ApiPropertyOptional({ description: 'Why the last attempt came to nothing, a stable code' })
  reason?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When it is tried again' })
  nextAttemptAt?: string;
}

export function workMetadataView(
  url: string,
  { status, metadata, reason, nextAttemptAt }: WorkMetadata,
): WorkMetadataView {
  return { url, status, metadata, ...defined({ reason, nextAttemptAt: nextAttemptAt?.toISOString() }) };
}

export class SavePage extends CardPage {
  @ApiProperty({ type: 'integer', description: 'How many researchers saved it' })
  saveCount!: number;
}

export class HoldingCollectionView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ format: 'did', description: 'DID of the researcher who owns it' })
  authorId!: string;
}

export class LibraryStatusView {
  @ApiProperty({ type: CardView, nullable: true, description: 'Your card; null where you have none' })
  card!: CardView | null;

  @ApiProperty({ type: [HoldingCollectionView], description: 'The collections that your card is in' })
  collections!: HoldingCollectionView[];

  @ApiProperty({ type: 'integer', description: 'How many researchers saved it' })
  saveCount!: number;
}

export class ContributorView {
  @ApiProperty({ format: 'did', description: 'DID' })
  did!: string;

  @ApiProperty({ type: 'integer', description: 'How many of the cards they put there' })
  cardCount!: number;

  @ApiProperty({ format: 'date-time' })
  lastAddedAt!: string;
}

export class ContributorPage {
  @ApiProperty({ type: [ContributorView] })
  items!: ContributorView[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export function libraryStatusView({ card, collections, saveCount }: LibraryStatus): LibraryStatusView {
  return { card: card === undefined ? null : cardView(card), collections, saveCount };
}

export function contributorView({ did, cardCount, lastAddedAt }: Contributor): ContributorView {
  return { did, cardCount, lastAddedAt: lastAddedAt.toISOString() };
}
