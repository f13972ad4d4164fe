import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';
import { Characters, Optional } from '#platform';
import { COLLECTION_ACCESS, type CollectionAccess } from '../domain/collection-access.js';

/** What is left out stays as it is. */
export class EditCollectionBody {
  @ApiPropertyOptional({ minLength: 1, maxLength: 100 })
  @Optional()
  @IsString()
  @Characters(1, 100)
  name?: string;

  @ApiPropertyOptional({ maxLength: 500, description: 'Empty: the description is taken away' })
  @Optional()
  @IsString()
  @Characters(0, 500)
  description?: string;

  @ApiPropertyOptional({ enum: COLLECTION_ACCESS })
  @Optional()
  @IsIn(COLLECTION_ACCESS)
  access?: CollectionAccess;
}
