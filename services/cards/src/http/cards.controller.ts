import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
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
  IfMatch,
  LOCATED,
  type Precondition,
  Public,
  Refuses,
  TAGGED,
} from '#platform';
import { GetCard } from '../application/get-card.js';
import { RemoveFromLibrary } from '../application/remove-from-library.js';
import { SaveToLibrary } from '../application/save-to-library.js';
import { CardView, SaveCardBody } from './card.dto.js';
import { ParseIdPipe } from './parse-id.pipe.js';
import { taggedCard } from './tagged.js';

@ApiTags('cards')
@Controller('cards')
export class CardsController {
  readonly #saveToLibrary: SaveToLibrary;
  readonly #removeFromLibrary: RemoveFromLibrary;
  readonly #getCard: GetCard;

  constructor(saveToLibrary: SaveToLibrary, removeFromLibrary: RemoveFromLibrary, getCard: GetCard) {
    this.#saveToLibrary = saveToLibrary;
    this.#removeFromLibrary = removeFromLibrary;
    this.#getCard = getCard;
  }

  @Post()
  @ApiOperation({ summary: "Save a URL, or another's card, to your library" })
  @ApiCreatedResponse({ type: CardView, description: 'Saved', headers: { ...TAGGED, ...LOCATED } })
  @ApiOkResponse({
    type: CardView,
    description: 'It was there already and stays as it is; new collections got it',
    headers: { ...TAGGED, ...LOCATED },
  })
  @Refuses(403, 404)
  async saveCard(
    @CurrentUser() curatorId: string,
    @Body() { url, viaCardId, note, collectionIds }: SaveCardBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CardView> {
    const { card, created } = await this.#saveToLibrary.execute({
      curatorId,
      url,
      viaCardId,
      note,
      collectionIds,
    });
    reply.status(created ? 201 : 200).header('location', `/cards/${card.id}`);
    return taggedCard(reply, card);
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'A card' })
  @ApiOkResponse({ type: CardView, headers: TAGGED })
  @Refuses(404)
  async getCard(
    @Param('id', ParseIdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CardView> {
    return taggedCard(reply, await this.#getCard.execute(id));
  }

  @Delete(':id')
  @Conditional()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Remove a card from your library, and so from the collections that you put it into',
  })
  @ApiNoContentResponse()
  @Refuses(403, 404)
  async removeCard(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) cardId: string,
    @IfMatch() ifMatch: Precondition,
  ): Promise<void> {
    await this.#removeFromLibrary.execute({ by, cardId, ifMatch });
  }
}
