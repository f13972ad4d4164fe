import { Controller, Get, Header, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiPerson, CurrentUser, PersonPipe, Public, Refuses } from '#platform';
import { ExportCards } from '../application/export-cards.js';
import { download, ExportQuery } from './export.dto.js';
import { ParseIdPipe } from './parse-id.pipe.js';

const FILE = { description: 'The file', schema: { type: 'string', format: 'binary' } } as const;

@ApiTags('exports')
@ApiProduces(
  'application/vnd.citationstyles.csl+json',
  'application/x-bibtex',
  'application/x-research-info-systems',
  'text/html',
)
@Controller()
export class ExportsController {
  readonly #exportCards: ExportCards;

  constructor(exportCards: ExportCards) {
    this.#exportCards = exportCards;
  }

  @Get('library/export')
  @Header('x-content-type-options', 'nosniff')
  @ApiOperation({ summary: 'Your library as a file, which can be imported again' })
  @ApiOkResponse(FILE)
  exportMyLibrary(@CurrentUser() curatorId: string, @Query() { format }: ExportQuery): StreamableFile {
    return download(this.#exportCards.library(curatorId, format));
  }

  @Get('users/:did/library/export')
  @ApiPerson()
  @Public()
  @Header('x-content-type-options', 'nosniff')
  @ApiOperation({ summary: "A researcher's library as a file" })
  @ApiOkResponse(FILE)
  exportLibrary(
    @Param('did', PersonPipe) curatorId: string,
    @Query() { format }: ExportQuery,
  ): StreamableFile {
    return download(this.#exportCards.library(curatorId, format));
  }

  @Get('collections/:id/export')
  @Public()
  @Header('x-content-type-options', 'nosniff')
  @ApiOperation({ summary: 'A collection as a file; in bookmarks it is a folder' })
  @ApiOkResponse(FILE)
  @Refuses(404)
  async exportCollection(
    @Param('id', ParseIdPipe) id: string,
    @Query() { format }: ExportQuery,
  ): Promise<StreamableFile> {
    return download(await this.#exportCards.collection(id, format));
  }
}
