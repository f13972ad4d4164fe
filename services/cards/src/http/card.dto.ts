import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsString, IsUUID } from 'class-validator';
import { URL_KINDS } from '#contracts';
import { Characters, PageQuery, Optional } from '#platform';
import { LIBRARY_SORTS, type LibrarySort } from '../application/list-library.js';
import { CARD_TYPES, type CardType } from '../domain/card-content.js';
import type { Card, CardState } from '../domain/card.js';
import type { UrlKind } from '../domain/metadata.js';
import { MAX_URL_LENGTH } from '../domain/url.js';

/** What to save, with what belongs to the same save. Either `url` or `viaCardId` must be there. */
export class SaveCardBody {
  @ApiPropertyOptional({ description: 'http, https, doi:, arXiv: or pmid:', maxLength: MAX_URL_LENGTH })
  @Optional()
  @IsString()
  @Characters(1, MAX_URL_LENGTH)
  url?: string;

  @ApiPropertyOptional({ description: "Another's card to save as one of your own", format: 'uuid' })
  @Optional()
  @IsUUID()
  viaCardId?: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: 10_000 })
  @Optional()
  @IsString()
  @Characters(1, 10_000)
  note?: string;

  @ApiPropertyOptional({
    description: 'Collections to put it into',
    type: [String],
    format: 'uuid',
    maxItems: 20,
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  collectionIds?: string[];
}

export class LibraryPageQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CARD_TYPES, default: 'URL' })
  @Optional()
  @IsIn(CARD_TYPES)
  type: CardType = 'URL';

  @ApiPropertyOptional({
    enum: LIBRARY_SORTS,
    default: 'added',
    description: 'The last added, the last changed or the most saved first',
  })
  @Optional()
  @IsIn(LIBRARY_SORTS)
  sort: LibrarySort = 'added';

  @ApiPropertyOptional({ enum: URL_KINDS })
  @Optional()
  @IsIn(URL_KINDS)
  kind?: UrlKind;

  @ApiPropertyOptional({ description: 'In title, URL, note or quote', maxLength: 200 })
  @Optional()
  @IsString()
  @Characters(0, 200)
  text?: string;
}

export class MetadataView {
  @ApiPropertyOptional()
  title?: string;

  @ApiPropertyOptional({ type: [String] })
  authors?: string[];

  @ApiPropertyOptional({ description: 'Year, year-month or date' })
  published?: string;

  @ApiPropertyOptional()
  site?: string;

  @ApiPropertyOptional({ enum: URL_KINDS })
  kind?: UrlKind;
}

export class ViaView {
  @ApiProperty({ format: 'uuid' })
  cardId!: string;

  @ApiProperty({ format: 'did', description: "DID of that card's curator" })
  curatorId!: string;
}

export class CardView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'did', description: 'DID of the researcher whose library it is in' })
  curatorId!: string;

  @ApiProperty({ enum: CARD_TYPES })
  type!: CardType;

  @ApiProperty({ description: 'Normalised' })
  url!: string;

  @ApiProperty({ type: MetadataView, description: 'Of a URL card; `{}` for a highlight' })
  metadata!: MetadataView;

  @ApiPropertyOptional()
  note?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of a highlight: the card that it is on' })
  parentCardId?: string;

  @ApiPropertyOptional({ description: 'Of a highlight: the passage' })
  quote?: string;

  @ApiPropertyOptional({ description: 'Of a highlight: where the passage stands, as a text fragment' })
  selector?: string;

  @ApiPropertyOptional({ type: ViaView })
  via?: ViaView;

  @ApiProperty({ format: 'date-time' })
  addedAt!: string;

  @ApiProperty({ format: 'date-time', description: 'When it was added, or its curator last changed it' })
  updatedAt!: string;
}

export class CardPage {
  @ApiProperty({ type: [CardView] })
  items!: CardView[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export function cardView(card: Card | CardState): CardView {
  const { id, curatorId, content, note, via, addedAt, changedAt } = card;
  return {
    id,
    curatorId,
    metadata: {},
    ...content,
    ...(note === undefined ? {} : { note }),
    ...(via === undefined ? {} : { via }),
    addedAt,
    updatedAt: changedAt ?? addedAt,
  };
}
