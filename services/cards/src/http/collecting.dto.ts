import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsUUID } from 'class-validator';
import { CardView } from './card.dto.js';

/** A list of ids that may be left out; they are taken in any case. */
function Ids(maxItems: number, description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: [String], format: 'uuid', maxItems, description }),
    Transform(({ value }: { value: unknown }) =>
      Array.isArray(value)
        ? value.map((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id))
        : value,
    ),
    IsArray(),
    ArrayMaxSize(maxItems),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
  );
}

export class ChangeCardsOfCollectionBody {
  @Ids(50, "Cards to put in; another's is saved as your own first")
  add: string[] = [];

  @Ids(50, 'Cards to take out')
  remove: string[] = [];
}

export class ChangeCollectionsOfCardBody {
  @Ids(20, 'Collections to put it into')
  add: string[] = [];

  @Ids(20, 'Collections to take it out of')
  remove: string[] = [];
}

export class AddedCards {
  @ApiProperty({ type: [CardView], description: 'The cards that were put in, or were in already: your own' })
  added!: CardView[];
}
