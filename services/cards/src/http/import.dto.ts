import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Optional } from '#platform';
import type { ImportJob, ImportRejection } from '../infrastructure/import-repository.js';
import {
  IMPORT_FORMATS,
  IMPORT_STATUSES,
  type ImportFormat,
  type ImportStatus,
} from '../infrastructure/schema.js';

const FOLDERS = ['ignore', 'collections'] as const;
type Folders = (typeof FOLDERS)[number];

export class PreviewQuery {
  @ApiProperty({ enum: IMPORT_FORMATS, description: 'bookmarks: the HTML files that browsers export' })
  @IsIn(IMPORT_FORMATS)
  format!: ImportFormat;
}

export class ImportQuery extends PreviewQuery {
  @ApiPropertyOptional({
    enum: FOLDERS,
    default: 'ignore',
    description:
      'collections: each folder of a bookmark file becomes a collection of yours with its bookmarks',
  })
  @Optional()
  @IsIn(FOLDERS)
  folders?: Folders;
}

const SHOWN_STATUSES = IMPORT_STATUSES.filter((status) => status !== 'receiving');

export class ImportView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: IMPORT_FORMATS })
  format!: ImportFormat;

  @ApiProperty({ enum: FOLDERS })
  folders!: Folders;

  @ApiProperty({ enum: SHOWN_STATUSES })
  status!: ImportStatus;

  @ApiProperty({ type: 'integer', description: "The file's size in bytes" })
  bytes!: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Records in the file, once it has been gone through' })
  total?: number;

  @ApiProperty({ type: 'integer', description: 'Records that became cards' })
  added!: number;

  @ApiProperty({ type: 'integer', description: 'Records whose URL was in the library already' })
  present!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Records that could not be taken; see `/imports/{id}/rejections`',
  })
  rejected!: number;

  @ApiPropertyOptional({ description: 'Why it failed' })
  error?: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiPropertyOptional({ format: 'date-time' })
  finishedAt?: string;
}

export class ImportPage {
  @ApiProperty({ type: [ImportView] })
  items!: ImportView[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class RejectionView {
  @ApiProperty({ type: 'integer', description: 'The line that the record begins on, from 1' })
  line!: number;

  @ApiProperty()
  reason!: string;

  @ApiProperty({ description: "The record's beginning, in one line" })
  excerpt!: string;
}

export class RejectionPage {
  @ApiProperty({ type: [RejectionView] })
  items!: RejectionView[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export function importView(job: ImportJob): ImportView {
  const {
    id,
    format,
    collects,
    status,
    bytes,
    total,
    added,
    present,
    rejected,
    error,
    createdAt,
    finishedAt,
  } = job;
  return {
    id,
    format,
    folders: collects ? 'collections' : 'ignore',
    status,
    bytes,
    ...(total === null ? {} : { total }),
    added,
    present,
    rejected,
    ...(error === null ? {} : { error }),
    createdAt: createdAt.toISOString(),
    ...(finishedAt === null ? {} : { finishedAt: finishedAt.toISOString() }),
  };
}

export function rejectionView({ line, reason, excerpt }: ImportRejection): RejectionView {
  return { line, reason, excerpt };
}
