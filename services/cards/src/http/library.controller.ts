import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentUser, Public } from '#platform';
import { ListLibrary } from '../application/list-library.js';
import { CardPage, cardView, LibraryPageQuery } from './card.dto.js';
import { ParseDidPipe } from './parse-did.pipe.js';

@ApiTags('library')
@Controller()
export class LibraryController {
  readonly #listLibrary: ListLibrary;

  constructor(listLibrary: ListLibrary) {
    this.#listLibrary = listLibrary;
  }

  @Get('library')
  @ApiOperation({ summary: 'Your cards, the last added first unless another order is asked for' })
  @ApiOkResponse({ type: CardPage })
  listMyLibrary(@CurrentUser() curatorId: string, @Query() query: LibraryPageQuery): Promise<CardPage> {
    return this.#list(curatorId, query);
  }

  @Get('users/:did/library')
  @Public()
  @ApiOperation({ summary: "A researcher's cards, the last added first unless another order is asked for" })
  @ApiOkResponse({ type: CardPage })
  listLibrary(
    @Param('did', ParseDidPipe) curatorId: string,
    @Query() query: LibraryPageQuery,
  ): Promise<CardPage> {
    return this.#list(curatorId, query);
  }

  async #list(
    curatorId: string,
    { limit, cursor, type, kind, text, sort }: LibraryPageQuery,
  ): Promise<CardPage> {
    const page = await this.#listLibrary.execute({ curatorId, limit, cursor, type, kind, text, sort });
    return { ...page, items: page.items.map(cardView) };
  }
}
