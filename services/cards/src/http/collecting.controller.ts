import { Body, Controller, Param, Patch, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Conditional, CurrentUser, etagOf, IfMatch, type Precondition, Refuses, TAGGED } from '#platform';
import { ChangeCardsOfCollection } from '../application/change-cards-of-collection.js';
import { ChangeCollectionsOfCard } from '../application/change-collections-of-card.js';
import { CardView, cardView } from './card.dto.js';
import { AddedCards, ChangeCardsOfCollectionBody, ChangeCollectionsOfCardBody } from './collecting.dto.js';
import { ParseIdPipe } from './parse-id.pipe.js';
import { taggedCard } from './tagged.js';

/** Several cards of a collection, or several collections of a card, in one command. */
@ApiTags('collections')
@Controller()
export class CollectingController {
  readonly #changeCards: ChangeCardsOfCollection;
  readonly #changeCollections: ChangeCollectionsOfCard;

  constructor(changeCards: ChangeCardsOfCollection, changeCollections: ChangeCollectionsOfCard) {
    this.#changeCards = changeCards;
    this.#changeCollections = changeCollections;
  }

  @Patch('collections/:id/cards')
  @Conditional()
  @ApiOperation({ summary: 'Put cards into a collection and take others out: all of it, or nothing' })
  @ApiOkResponse({ type: AddedCards, headers: TAGGED })
  @Refuses(403, 404)
  async changeCards(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) collectionId: string,
    @IfMatch() ifMatch: Precondition,
    @Body() { add, remove }: ChangeCardsOfCollectionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AddedCards> {
    const { cards, collection } = await this.#changeCards.execute({ by, collectionId, ifMatch, add, remove });
    reply.header('etag', etagOf(collection.version));
    return { added: cards.map(cardView) };
  }

  @Patch('cards/:id/collections')
  @ApiOperation({ summary: 'Put a card into collections and take it out of others: all of it, or nothing' })
  @ApiOkResponse({ type: CardView, description: 'The card that was put in: your own', headers: TAGGED })
  @Refuses(403, 404)
  async changeCollections(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) cardId: string,
    @Body() { add, remove }: ChangeCollectionsOfCardBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CardView> {
    return taggedCard(reply, await this.#changeCollections.execute({ by, cardId, add, remove }));
  }
}
