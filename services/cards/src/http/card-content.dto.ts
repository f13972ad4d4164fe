import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { Characters, Optional } from '#platform';
import { MAX_QUOTE, MAX_SELECTOR } from '../domain/passage.js';

export class NoteBody {
  @ApiProperty({ minLength: 1, maxLength: 10_000 })
  @IsString()
  @Characters(1, 10_000)
  note!: string;
}

export class PassageBody {
  @ApiProperty({ minLength: 1, maxLength: MAX_QUOTE, description: 'The passage, as it stands in the work' })
  @IsString()
  @Characters(1, MAX_QUOTE)
  quote!: string;

  @ApiProperty({
    minLength: 1,
    maxLength: MAX_SELECTOR,
    description:
      'Where it stands, as a text fragment: `text=[prefix-,]start[,end][,-suffix]`, percent-encoded',
  })
  @IsString()
  @Characters(1, MAX_SELECTOR)
  selector!: string;
}

export class HighlightBody extends PassageBody {
  @ApiPropertyOptional({ minLength: 1, maxLength: 10_000 })
  @Optional()
  @IsString()
  @Characters(1, 10_000)
  note?: string;
}
