import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ImportPreview } from '../application/preview-import.js';
import { MetadataView } from './card.dto.js';
import { RejectionView } from './import.dto.js';

class PreviewedRecordView {
  @ApiProperty({ type: 'integer', description: 'The line that the record begins on, from 1' })
  line!: number;

  @ApiProperty({ description: 'The URL that it would be saved under' })
  url!: string;

  @ApiProperty({ type: MetadataView })
  metadata!: MetadataView;

  @ApiPropertyOptional()
  note?: string;

  @ApiProperty({ description: 'false where the URL is in the library, or earlier in the file' })
  isNew!: boolean;

  @ApiProperty({ type: [String], description: 'Names of the folders that it is in, the outermost first' })
  folder!: string[];
}

export class ImportPreviewView {
  @ApiProperty({ type: 'integer', description: 'Records in the file' })
  total!: number;

  @ApiProperty({ type: 'integer', description: 'Records that would become cards' })
  added!: number;

  @ApiProperty({ type: 'integer', description: 'Records whose URL is in the library already' })
  present!: number;

  @ApiProperty({ type: 'integer', description: 'Records that could not be taken' })
  rejected!: number;

  @ApiProperty({ type: [PreviewedRecordView], description: 'The first that could be taken, 20 at most' })
  records!: PreviewedRecordView[];

  @ApiProperty({ type: [RejectionView], description: 'The first that could not, 20 at most' })
  rejections!: RejectionView[];
}

export function importPreviewView(preview: ImportPreview): ImportPreviewView {
  return {
    ...preview,
    records: preview.records.map(({ line, card, isNew, folder }) => ({
      line,
      url: card.content.url,
      metadata: card.metadata,
      ...(card.note === undefined ? {} : { note: card.note }),
      isNew,
      folder: [...folder],
    })),
  };
}
