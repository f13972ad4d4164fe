import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { ExportedFile } from '../application/export-cards.js';
import { IMPORT_FORMATS, type ImportFormat } from '../infrastructure/schema.js';

export class ExportQuery {
  @ApiProperty({ enum: IMPORT_FORMATS, description: 'bookmarks: the HTML files that browsers import' })
  @IsIn(IMPORT_FORMATS)
  format!: ImportFormat;
}

/** Sent as it is written; a browser saves it, whatever it is. */
export function download({ name, mediaType, content }: ExportedFile): StreamableFile {
  return new StreamableFile(Readable.from(content, { objectMode: false }), {
    type: mediaType,
    disposition: `attachment; filename="${name}"`,
  });
}
