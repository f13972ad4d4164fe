import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OptionalUser, PageQuery, Public } from '#platform';
import { GetHistory, type HistoryKind } from '../application/get-history.js';
import { ParseIdPipe } from './parse-id.pipe.js';
import { historyEntryView, HistoryPage } from './past.dto.js';

@ApiTags('history')
@Controller()
@Public()
export class HistoryController {
  readonly #getHistory: GetHistory;

  constructor(getHistory: GetHistory) {
    this.#getHistory = getHistory;
  }

  @Get('cards/:id/history')
  @ApiOperation({ summary: 'Who did what with a card; of a removed one for its curator alone' })
  @ApiOkResponse({ type: HistoryPage })
  getCardHistory(
    @Param('id', ParseIdPipe) id: string,
    @OptionalUser() reader: string | undefined,
    @Query() page: PageQuery,
  ): Promise<HistoryPage> {
    return this.#page('card', id, reader, page);
  }

  @Get('collections/:id/history')
  @ApiOperation({ summary: 'Who did what with a collection; of a deleted one for its author alone' })
  @ApiOkResponse({ type: HistoryPage })
  getCollectionHistory(
    @Param('id', ParseIdPipe) id: string,
    @OptionalUser() reader: string | undefined,
    @Query() page: PageQuery,
  ): Promise<HistoryPage> {
    return this.#page('collection', id, reader, page);
  }

  @Get('connections/:id/history')
  @ApiOperation({ summary: 'Who did what with a connection; of a removed one for who drew it alone' })
  @ApiOkResponse({ type: HistoryPage })
  getConnectionHistory(
    @Param('id', ParseIdPipe) id: string,
    @OptionalUser() reader: string | undefined,
    @Query() page: PageQuery,
  ): Promise<HistoryPage> {
    return this.#page('connection', id, reader, page);
  }

  async #page(
    kind: HistoryKind,
    id: string,
    reader: string | undefined,
    { limit, cursor }: PageQuery,
  ): Promise<HistoryPage> {
    const { items, next } = await this.#getHistory.execute({ kind, id, reader, limit, cursor });
    return { items: items.map(historyEntryView), next };
  }
}
