import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  Conditional,
  CurrentUser,
  etagOf,
  IfMatch,
  LOCATED,
  OptionalUser,
  PageQuery,
  type Precondition,
  Public,
  Refuses,
  TAGGED,
} from '#platform';
import { AddCardToCollection } from '../application/add-card-to-collection.js';
import { CreateCollection } from '../application/create-collection.js';
import { GetCollection } from '../application/get-collection.js';
import { GetCollectionAsOf } from '../application/get-collection-as-of.js';
import { ListCollections } from '../application/list-collections.js';
import { RemoveCardFromCollection } from '../application/remove-card-from-collection.js';
import { CardView, cardView } from './card.dto.js';
import {
  CollectCardBody,
  CollectionDetailsView,
  collectionDetailsView,
  CollectionPage,
  CollectionView,
  collectionView,
  CreateCollectionBody,
  listedCollectionView,
} from './collection.dto.js';
import { ParseIdPipe } from './parse-id.pipe.js';
import { CollectionQuery } from './past.dto.js';

@ApiTags('collections')
@Controller('collections')
export class CollectionsController {
  readonly #createCollection: CreateCollection;
  readonly #addCard: AddCardToCollection;
  readonly #removeCard: RemoveCardFromCollection;
  readonly #getCollection: GetCollection;
  readonly #getCollectionAsOf: GetCollectionAsOf;
  readonly #listCollections: ListCollections;

  constructor(
    createCollection: CreateCollection,
    addCard: AddCardToCollection,
    removeCard: RemoveCardFromCollection,
    getCollection: GetCollection,
    getCollectionAsOf: GetCollectionAsOf,
    listCollections: ListCollections,
  ) {
    this.#createCollection = createCollection;
    this.#addCard = addCard;
    this.#removeCard = removeCard;
    this.#getCollection = getCollection;
    this.#getCollectionAsOf = getCollectionAsOf;
    this.#listCollections = listCollections;
  }

  @Post()
  @ApiOperation({ summary: 'Make a collection' })
  @ApiCreatedResponse({ type: CollectionView, headers: { ...TAGGED, ...LOCATED } })
  async createCollection(
    @CurrentUser() authorId: string,
    @Body() { name, description, access, collaboratorIds }: CreateCollectionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CollectionView> {
    const collection = await this.#createCollection.execute({
      authorId,
      name,
      description,
      access,
      collaboratorIds,
    });
    reply.header('location', `/collections/${collection.id}`).header('etag', etagOf(collection.version));
    return collectionView(collection);
  }

  @Get()
  @ApiOperation({ summary: 'The collections that you made, the newest first' })
  @ApiOkResponse({ type: CollectionPage })
  async listMyCollections(
    @CurrentUser() authorId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<CollectionPage> {
    const page = await this.#listCollections.execute({ authorId, limit, cursor });
    return { ...page, items: page.items.map(listedCollectionView) };
  }

  @Get(':id')
  @Public()
  @ApiOperation({
    summary: 'A collection with a page of its cards, the last added first; today, or as of a past instant',
  })
  @ApiOkResponse({ type: CollectionDetailsView, headers: { ETag: { ...TAGGED.ETag, required: false } } })
  @Refuses(404)
  async getCollection(
    @Param('id', ParseIdPipe) id: string,
    @OptionalUser() reader: string | undefined,
    @Query() { limit, cursor, asOf }: CollectionQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CollectionDetailsView> {
    if (asOf !== undefined) {
      // The past has no version that a command could be held to.
      return collectionDetailsView(
        await this.#getCollectionAsOf.execute({ id, reader, asOf, limit, cursor }),
      );
    }
    const details = await this.#getCollection.execute({ id, limit, cursor });
    reply.header('etag', etagOf(details.collection.version));
    return collectionDetailsView(details);
  }

  @Post(':id/cards')
  @Conditional()
  @HttpCode(200)
  @ApiOperation({ summary: 'Put a card into a collection; one that is in it already stays as it is' })
  @ApiOkResponse({
    type: CardView,
    description: 'The card that is in the collection: your own',
    headers: TAGGED,
  })
  @Refuses(403, 404)
  async addCardToCollection(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) collectionId: string,
    @IfMatch() ifMatch: Precondition,
    @Body() { cardId }: CollectCardBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CardView> {
    const { card, collection } = await this.#addCard.execute({ by, cardId, collectionId, ifMatch });
    reply.header('etag', etagOf(collection.version));
    return cardView(card);
  }

  @Delete(':id/cards/:cardId')
  @Conditional()
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a card out of a collection; one that is not in it stays out' })
  @ApiNoContentResponse({ headers: TAGGED })
  @Refuses(403, 404)
  async removeCardFromCollection(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) collectionId: string,
    @Param('cardId', ParseIdPipe) cardId: string,
    @IfMatch() ifMatch: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const collection = await this.#removeCard.execute({ by, cardId, collectionId, ifMatch });
    reply.header('etag', etagOf(collection.version));
  }
}
