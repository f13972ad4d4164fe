import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsString, IsUUID } from 'class-validator';
import { Characters, IsDid, Optional } from '#platform';
import type { CollectionDetails } from '../application/get-collection.js';
import type { PastCollection } from '../application/get-collection-as-of.js';
import type { CountedCollection } from '../application/list-collections.js';
import { COLLECTION_ACCESS, type CollectionAccess } from '../domain/collection-access.js';
import type { Collection } from '../domain/collection.js';
import { CardView, cardView } from './card.dto.js';

const ACCESS = 'CLOSED: you and your collaborators add to it. OPEN: anybody does. Everybody sees either.';

export class CreateCollectionBody {
  @ApiProperty({ minLength: 1, maxLength: 100 })
  @IsString()
  @Characters(1, 100)
  name!: string;

  @ApiPropertyOptional({ maxLength: 500 })
  @Optional()
  @IsString()
  @Characters(0, 500)
  description?: string;

  @ApiPropertyOptional({ enum: COLLECTION_ACCESS, default: 'CLOSED', description: ACCESS })
  @Optional()
  @IsIn(COLLECTION_ACCESS)
  access?: CollectionAccess;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', format: 'did' },
    maxItems: 100,
    description: 'DIDs of those who may add to it beside you',
  })
  @Optional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsDid({ each: true })
  collaboratorIds?: string[];
}

export class CollectCardBody {
  @ApiProperty({
    format: 'uuid',
    description: "A card of yours, or another's: that is saved as your own first",
  })
  @IsUUID()
  cardId!: string;
}

export class CollectionView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'did', description: 'DID of the researcher who owns it' })
  authorId!: string;

  @ApiProperty()
  name!: string;

  @ApiPropertyOptional()
  description?: string;

  @ApiProperty({ enum: COLLECTION_ACCESS, description: ACCESS })
  access!: CollectionAccess;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

export class ListedCollectionView extends CollectionView {
  @ApiProperty({ type: 'integer' })
  cardCount!: number;
}

export class CollectionPage {
  @ApiProperty({ type: [ListedCollectionView] })
  items!: ListedCollectionView[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class CollectedCardView {
  @ApiProperty({ type: CardView })
  card!: CardView;

  @ApiProperty({ format: 'did', description: 'DID of the researcher who put it there' })
  addedBy!: string;

  @ApiProperty({ format: 'date-time' })
  addedAt!: string;
}

export class CollectedCardPage {
  @ApiProperty({ type: [CollectedCardView] })
  items!: CollectedCardView[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class CollectionDetailsView extends CollectionView {
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'did' } })
  collaboratorIds!: string[];

  @ApiProperty({ type: CollectedCardPage })
  cards!: CollectedCardPage;
}

type Described = Pick<Collection, 'id' | 'authorId' | 'name' | 'access'> & {
  description?: string | null | undefined;
  createdAt: string | Date;
};

export function collectionView(collection: Described): CollectionView {
  return fieldsOf(collection);
}

function fieldsOf({ id, authorId, name, description, access, createdAt }: Described) {
  return {
    id,
    authorId,
    name,
    ...(typeof description === 'string' ? { description } : {}),
    access,
    createdAt: new Date(createdAt).toISOString(),
  };
}

export function listedCollectionView(collection: CountedCollection): ListedCollectionView {
  return { ...fieldsOf(collection), cardCount: collection.cardCount };
}

export function collectionDetailsView({
  collection,
  collaboratorIds,
  cards,
}: CollectionDetails | PastCollection): CollectionDetailsView {
  return {
    ...fieldsOf(collection),
    collaboratorIds,
    cards: {
      ...cards,
      items: cards.items.map(({ card, addedBy, addedAt }) => ({
        card: cardView(card),
        addedBy,
        addedAt: addedAt.toISOString(),
      })),
    },
  };
}
