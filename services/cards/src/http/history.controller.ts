import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, OptionalUser, PageQuery, Public, Refuses } from '#platform';
import { ForgetTakenBack } from '../application/forget-taken-back.js';
import { GetHistory, type HistoryKind } from '../application/get-history.js';
import { ParseIdPipe } from './parse-id.pipe.js';
import { historyEntryView, HistoryPage } from './past.dto.js';

@ApiTags('history')
@Controller()
export class HistoryController {
  readonly #getHistory: GetHistory;
  readonly #forgetTakenBack: ForgetTakenBack;

  constructor(getHistory: GetHistory, forgetTakenBack: ForgetTakenBack) {
    this.#getHistory = getHistory;
    this.#forgetTakenBack = forgetTakenBack;
  }

  @Delete('history/texts')
  @HttpCode(204)
  @ApiOperation({
    summary:
      'Erase for good the notes and descriptions that you took back: rewritten ones, and those of what you removed',
  })
  @ApiNoContentResponse()
  async forgetTakenBack(@CurrentUser() by: string): Promise<void> {
    await this.#forgetTakenBack.execute({ by });
  }

  @Get('cards/:id/history')
  @Public()
  @ApiOperation({ summary: 'Who did what with a card; of a removed one for its curator alone' })
  @ApiOkResponse({ type: HistoryPage })
  @Refuses(404)
  getCardHistory(
    @Param('id', ParseIdPipe) id: string,
    @OptionalUser() reader: string | undefined,
    @Query() page: PageQuery,
  ): Promise<HistoryPage> {
    return this.#page('card', id, reader, page);
  }

  @Get('collections/:id/history')
  @Public()
  @ApiOperation({ summary: 'Who did what with a collection; of a deleted one for its author alone' })
  @ApiOkResponse({ type: HistoryPage })
  @Refuses(404)
  getCollectionHistory(
    @Param('id', ParseIdPipe) id: string,
    @OptionalUser() reader: string | undefined,
    @Query() page: PageQuery,
  ): Promise<HistoryPage> {
    return this.#page('collection', id, reader, page);
  }

  @Get('connections/:id/history')
  @Public()
  @ApiOperation({ summary: 'Who did what with a connection; of a removed one for who drew it alone' })
  @ApiOkResponse({ type: HistoryPage })
  @Refuses(404)
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
