import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPerson, CurrentUser, OptionalUser, PersonPipe, Public } from '#platform';
import { ListLibrary } from '../application/list-library.js';
import { ListLibraryAsOf } from '../application/list-library-as-of.js';
import { DomainError } from '../domain/domain-error.js';
import { CardPage, cardView } from './card.dto.js';
import { LibraryQuery } from './past.dto.js';

@ApiTags('library')
@Controller()
export class LibraryController {
  readonly #listLibrary: ListLibrary;
  readonly #listLibraryAsOf: ListLibraryAsOf;

  constructor(listLibrary: ListLibrary, listLibraryAsOf: ListLibraryAsOf) {
    this.#listLibrary = listLibrary;
    this.#listLibraryAsOf = listLibraryAsOf;
  }

  @Get('library')
  @ApiOperation({
    summary: 'Your cards, the last added first unless asked otherwise; today, or as of an instant',
  })
  @ApiOkResponse({ type: CardPage })
  listMyLibrary(@CurrentUser() curatorId: string, @Query() query: LibraryQuery): Promise<CardPage> {
    return this.#list(curatorId, curatorId, query);
  }

  @Get('users/:did/library')
  @ApiPerson()
  @Public()
  @ApiOperation({
    summary: "A researcher's cards, the last added first unless asked otherwise; today, or as of an instant",
  })
  @ApiOkResponse({ type: CardPage })
  listLibrary(
    @Param('did', PersonPipe) curatorId: string,
    @OptionalUser() reader: string | undefined,
    @Query() query: LibraryQuery,
  ): Promise<CardPage> {
    return this.#list(curatorId, reader, query);
  }

  async #list(
    curatorId: string,
    reader: string | undefined,
    { limit, cursor, type, kind, text, sort, asOf }: LibraryQuery,
  ): Promise<CardPage> {
    if (asOf === undefined) {
      const page = await this.#listLibrary.execute({ curatorId, limit, cursor, type, kind, text, sort });
      return { ...page, items: page.items.map(cardView) };
    }
    if (type !== 'URL' || kind !== undefined || text !== undefined || sort !== 'added') {
      throw new DomainError(
        'invalid',
        'as-of-with-filters',
        'The past has no filters and one order: leave "type", "kind", "text" and "sort" out, or "asOf".',
        'asOf',
      );
    }
    const page = await this.#listLibraryAsOf.execute({ curatorId, reader, asOf, limit, cursor });
    return { ...page, items: page.items.map(cardView) };
  }
}
