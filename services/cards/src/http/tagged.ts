import type { FastifyReply } from 'fastify';
import { etagOf } from '#platform';
import type { Card } from '../domain/card.js';
import { type CardView, cardView } from './card.dto.js';

/** The card, with the entity tag that the next command on it may ask for. */
export function taggedCard(reply: FastifyReply, card: Card): CardView {
  reply.header('etag', etagOf(card.version));
  return cardView(card);
}
