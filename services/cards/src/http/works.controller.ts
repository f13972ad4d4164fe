import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPerson, CurrentUser, PageQuery, PersonPipe, Public, Refuses } from '#platform';
import { GetLibraryStatus } from '../application/get-library-status.js';
import { GetWorkMetadata } from '../application/get-work-metadata.js';
import { ListCollections } from '../application/list-collections.js';
import { ListContributors } from '../application/list-contributors.js';
import { ListSaves } from '../application/list-saves.js';
import { normaliseUrl } from '../domain/url.js';
import { cardView } from './card.dto.js';
import { CollectionPage, listedCollectionView } from './collection.dto.js';
import { ParseIdPipe } from './parse-id.pipe.js';
import {
  ContributorPage,
  contributorView,
  LibraryStatusView,
  libraryStatusView,
  SavePage,
  WorkMetadataView,
  workMetadataView,
  WorkPageQuery,
  WorkQuery,
} from './works.dto.js';

/** Who has a work, and where it is; who makes collections, and who fills them. */
@ApiTags('works')
@Controller()
export class WorksController {
  readonly #listSaves: ListSaves;
  readonly #getStatus: GetLibraryStatus;
  readonly #getMetadata: GetWorkMetadata;
  readonly #listCollections: ListCollections;
  readonly #listContributors: ListContributors;

  constructor(
    listSaves: ListSaves,
    getStatus: GetLibraryStatus,
    getMetadata: GetWorkMetadata,
    listCollections: ListCollections,
    listContributors: ListContributors,
  ) {
    this.#listSaves = listSaves;
    this.#getStatus = getStatus;
    this.#getMetadata = getMetadata;
    this.#listCollections = listCollections;
    this.#listContributors = listContributors;
  }

  @Get('works/saves')
  @Public()
  @ApiOperation({ summary: 'Who saved a work, the last first, and how many did' })
  @ApiOkResponse({ type: SavePage })
  async listSaves(@Query() { url, limit, cursor }: WorkPageQuery): Promise<SavePage> {
    const page = await this.#listSaves.execute({ url: normaliseUrl(url), limit, cursor });
    return { ...page, items: page.items.map(cardView) };
  }

  @Get('works/status')
  @ApiOperation({ summary: 'Whether you have a work, and the collections that you put it into' })
  @ApiOkResponse({ type: LibraryStatusView })
  async getStatus(@CurrentUser() curatorId: string, @Query() { url }: WorkQuery): Promise<LibraryStatusView> {
    return libraryStatusView(await this.#getStatus.execute({ curatorId, url: normaliseUrl(url) }));
  }

  @Get('works/metadata')
  @Public()
  @ApiOperation({ summary: 'What the page behind a URL says of its work, or why it could not be read' })
  @ApiOkResponse({ type: WorkMetadataView })
  async getMetadata(@Query() { url }: WorkQuery): Promise<WorkMetadataView> {
    const normalised = normaliseUrl(url);
    return workMetadataView(normalised, await this.#getMetadata.execute(normalised));
  }

  @Get('works/collections')
  @Public()
  @ApiOperation({ summary: 'The collections that hold a work, the newest first' })
  @ApiOkResponse({ type: CollectionPage })
  async listHolding(@Query() { url, limit, cursor }: WorkPageQuery): Promise<CollectionPage> {
    const page = await this.#listCollections.execute({ url: normaliseUrl(url), limit, cursor });
    return { ...page, items: page.items.map(listedCollectionView) };
  }

  @Get('users/:did/collections')
  @ApiPerson()
  @Public()
  @ApiOperation({ summary: 'The collections that a researcher made, the newest first' })
  @ApiOkResponse({ type: CollectionPage })
  async listCollections(
    @Param('did', PersonPipe) authorId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<CollectionPage> {
    const page = await this.#listCollections.execute({ authorId, limit, cursor });
    return { ...page, items: page.items.map(listedCollectionView) };
  }

  @Get('collections/:id/contributors')
  @Public()
  @ApiOperation({ summary: 'Who put the cards of a collection there' })
  @ApiOkResponse({ type: ContributorPage })
  @Refuses(404)
  async listContributors(
    @Param('id', ParseIdPipe) collectionId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<ContributorPage> {
    const page = await this.#listContributors.execute({ collectionId, limit, cursor });
    return { ...page, items: page.items.map(contributorView) };
  }
}
