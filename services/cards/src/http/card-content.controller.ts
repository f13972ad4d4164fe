import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
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
  PageQuery,
  type Precondition,
  Public,
  Refuses,
  TAGGED,
} from '#platform';
import { AddHighlight } from '../application/add-highlight.js';
import { ChangeCard } from '../application/change-card.js';
import { ListHighlights } from '../application/list-highlights.js';
import { HighlightBody, NoteBody, PassageBody } from './card-content.dto.js';
import { CardPage, CardView, cardView } from './card.dto.js';
import { taggedCard } from './tagged.js';
import { ParseIdPipe } from './parse-id.pipe.js';

/** What researchers write on their cards: notes and highlights. */
@ApiTags('cards')
@Controller()
export class CardContentController {
  readonly #changeCard: ChangeCard;
  readonly #addHighlight: AddHighlight;
  readonly #listHighlights: ListHighlights;

  constructor(changeCard: ChangeCard, addHighlight: AddHighlight, listHighlights: ListHighlights) {
    this.#changeCard = changeCard;
    this.#addHighlight = addHighlight;
    this.#listHighlights = listHighlights;
  }

  @Put('cards/:id/note')
  @Conditional()
  @ApiOperation({ summary: 'Write the note of your card or highlight, or another in its place' })
  @ApiOkResponse({ type: CardView, headers: TAGGED })
  @Refuses(403, 404)
  async writeNote(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) cardId: string,
    @IfMatch() ifMatch: Precondition,
    @Body() { note }: NoteBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CardView> {
    return taggedCard(reply, await this.#changeCard.writeNote({ cardId, by, ifMatch, note }));
  }

  @Delete('cards/:id/note')
  @Conditional()
  @HttpCode(204)
  @ApiOperation({ summary: 'Take the note off your card or highlight' })
  @ApiNoContentResponse({ headers: TAGGED })
  @Refuses(403, 404)
  async removeNote(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) cardId: string,
    @IfMatch() ifMatch: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { version } = await this.#changeCard.removeNote({ cardId, by, ifMatch });
    reply.header('etag', etagOf(version));
  }

  @Post('cards/:id/highlights')
  @ApiOperation({ summary: 'Highlight a passage of the work on your card' })
  @ApiCreatedResponse({
    type: CardView,
    description: 'A card of its own; remove it as any card',
    headers: { ...TAGGED, ...LOCATED },
  })
  @ApiOkResponse({
    type: CardView,
    description: 'This place was highlighted already, and that stays as it is',
    headers: { ...TAGGED, ...LOCATED },
  })
  @Refuses(403, 404)
  async addHighlight(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) parentCardId: string,
    @Body() { quote, selector, note }: HighlightBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CardView> {
    const { card, created } = await this.#addHighlight.execute({ parentCardId, by, quote, selector, note });
    reply.status(created ? 201 : 200).header('location', `/cards/${card.id}`);
    return taggedCard(reply, card);
  }

  @Get('cards/:id/highlights')
  @Public()
  @ApiOperation({ summary: 'The highlights on a card, the last added first' })
  @ApiOkResponse({ type: CardPage })
  @Refuses(404)
  async listHighlights(
    @Param('id', ParseIdPipe) cardId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<CardPage> {
    const page = await this.#listHighlights.execute({ cardId, limit, cursor });
    return { ...page, items: page.items.map(cardView) };
  }

  @Put('cards/:id/passage')
  @Conditional()
  @ApiOperation({ summary: 'Let your highlight quote another passage of its work' })
  @ApiOkResponse({ type: CardView, headers: TAGGED })
  @Refuses(403, 404)
  async moveHighlight(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) cardId: string,
    @IfMatch() ifMatch: Precondition,
    @Body() { quote, selector }: PassageBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CardView> {
    const card = await this.#changeCard.moveHighlight({ cardId, by, ifMatch, quote, selector });
    return taggedCard(reply, card);
  }
}
