import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentUser, LOCATED, PageQuery, Refuses } from '#platform';
import { GetImport } from '../application/get-import.js';
import { ListImports } from '../application/list-imports.js';
import { PreviewImport } from '../application/preview-import.js';
import { ReceiveImport } from '../application/receive-import.js';
import { IMPORT_CONTENT_TYPES, importBody } from './import-body.js';
import { ImportPreviewView, importPreviewView } from './import-preview.dto.js';
import {
  ImportPage,
  ImportQuery,
  ImportView,
  importView,
  PreviewQuery,
  RejectionPage,
  rejectionView,
} from './import.dto.js';
import { ParseIdPipe } from './parse-id.pipe.js';

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  readonly #receiveImport: ReceiveImport;
  readonly #previewImport: PreviewImport;
  readonly #getImport: GetImport;
  readonly #listImports: ListImports;

  constructor(
    receiveImport: ReceiveImport,
    previewImport: PreviewImport,
    getImport: GetImport,
    listImports: ListImports,
  ) {
    this.#receiveImport = receiveImport;
    this.#previewImport = previewImport;
    this.#getImport = getImport;
    this.#listImports = listImports;
  }

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Import a file into your library',
    description: 'The file is stored and worked through in the background. The same file twice adds nothing.',
  })
  @ApiConsumes(...IMPORT_CONTENT_TYPES)
  @ApiBody({ description: 'The file as it is, 32 MiB at most', schema: { type: 'string', format: 'binary' } })
  @ApiAcceptedResponse({ type: ImportView, headers: LOCATED })
  async startImport(
    @CurrentUser() curatorId: string,
    @Query() { format, folders }: ImportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportView> {
    const job = await this.#receiveImport.execute({
      curatorId,
      format,
      collects: folders === 'collections',
      content: importBody(request),
    });
    reply.header('location', `/imports/${job.id}`);
    return importView(job);
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({
    summary: 'See what an import of a file would do',
    description: 'The file is read as an import reads it, and nothing is written.',
  })
  @ApiConsumes(...IMPORT_CONTENT_TYPES)
  @ApiBody({ description: 'The file as it is, 32 MiB at most', schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: ImportPreviewView })
  async previewImport(
    @CurrentUser() curatorId: string,
    @Query() { format }: PreviewQuery,
    @Req() request: FastifyRequest,
  ): Promise<ImportPreviewView> {
    return importPreviewView(
      await this.#previewImport.execute({ curatorId, format, content: importBody(request) }),
    );
  }

  @Get()
  @ApiOperation({ summary: 'Your imports, the newest first' })
  @ApiOkResponse({ type: ImportPage })
  async listMyImports(
    @CurrentUser() curatorId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<ImportPage> {
    const page = await this.#listImports.execute({ curatorId, limit, cursor });
    return { ...page, items: page.items.map(importView) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'How far an import of yours is' })
  @ApiOkResponse({ type: ImportView })
  @Refuses(404)
  async getImport(
    @CurrentUser() curatorId: string,
    @Param('id', ParseIdPipe) id: string,
  ): Promise<ImportView> {
    return importView(await this.#getImport.execute({ id, curatorId }));
  }

  @Get(':id/rejections')
  @ApiOperation({ summary: "An import's records that could not be taken, in the file's order" })
  @ApiOkResponse({ type: RejectionPage })
  @Refuses(404)
  async listRejections(
    @CurrentUser() curatorId: string,
    @Param('id', ParseIdPipe) id: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<RejectionPage> {
    const page = await this.#getImport.rejections({ id, curatorId, limit, cursor });
    return { ...page, items: page.items.map(rejectionView) };
  }
}
