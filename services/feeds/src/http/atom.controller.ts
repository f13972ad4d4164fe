import { createHash } from 'node:crypto';
import { Controller, Get, Inject, Optional, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiPerson, type Page, People, PersonPipe, Public, PUBLIC_URL, Refuses } from '#platform';
import type { ActivityView } from '../application/activity-view.js';
import { ReadFeed } from '../application/read-feed.js';
import { nameBasedUuid } from '../domain/name-based-uuid.js';
import { atomDocument } from './atom-document.js';
import { atomEntry } from './atom-entry.js';
import { ActivityQuery, CollectionParams, FeedQuery } from './dto.js';

const DOCUMENT = {
  type: String,
  description: 'An Atom feed (RFC 4287)',
  headers: {
    ETag: { description: 'Of the document, for `If-None-Match`', required: true, schema: { type: 'string' } },
  },
} as const;

/** Feed readers hold on to a feed's id: these names, and so the ids, never change. */
const FEEDS = '0f6f3a0e-2b0c-5c0d-9c39-52f1a0c6b7de';

/**
 * The feeds that everybody may read, as Atom. Conditional by `ETag` alone: an edit or a removal changes a feed without
 * a newer activity, so a time of its last change would be a guess.
 */
@ApiTags('feeds')
@ApiProduces('application/atom+xml')
@ApiHeader({ name: 'If-None-Match', required: false, description: 'The `ETag` of the document that one has' })
@ApiResponse({ status: 304, description: 'As it was, by `If-None-Match`' })
@Public()
@Controller('feeds')
export class AtomController {
  readonly #feed: ReadFeed;
  readonly #publicUrl: string;
  readonly #people: People | undefined;

  constructor(
    feed: ReadFeed,
    @Inject(PUBLIC_URL) publicUrl: string,
    @Optional() @Inject(People) people?: People,
  ) {
    this.#feed = feed;
    this.#publicUrl = publicUrl;
    this.#people = people;
  }

  @Get('global/atom')
  @ApiOkResponse(DOCUMENT)
  async globalAtom(
    @Query() query: FeedQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const page = await this.#feed.global(query);
    return this.#send({ name: 'global', title: 'Commonplace', page }, request, reply);
  }

  @Get('users/:did/atom')
  @ApiPerson()
  @ApiOkResponse(DOCUMENT)
  async userAtom(
    @Param('did', PersonPipe) did: string,
    @Query() query: ActivityQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const page = await this.#feed.user(did, query);
    return this.#send(
      { name: `user/${did}`, title: `Commonplace: ${this.#nameOf(did)}`, page },
      request,
      reply,
    );
  }

  @Get('collections/:id/atom')
  @ApiOkResponse(DOCUMENT)
  @Refuses(404)
  async collectionAtom(
    @Param() { id }: CollectionParams,
    @Query() query: FeedQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const [collection, page] = await Promise.all([
      this.#feed.collectionName(id),
      this.#feed.collection(id, query),
    ]);
    const name = `collection/${id.toLowerCase()}`;
    return this.#send({ name, title: `Commonplace: ${collection}`, page }, request, reply);
  }

  #send(
    { name, title, page }: { name: string; title: string; page: Page<ActivityView> },
    request: FastifyRequest,
    reply: FastifyReply,
  ): string | undefined {
    const document = atomDocument({
      id: `urn:uuid:${nameBasedUuid(FEEDS, name)}`,
      title,
      self: request.url,
      next: page.next === null ? null : withCursor(request.url, page.next),
      entries: page.items.map((activity) =>
        atomEntry(activity, this.#publicUrl, this.#nameOf(activity.actorId)),
      ),
    });
    const etag = `"${createHash('sha256').update(document).digest('base64url')}"`;
    void reply.headers({ etag, 'cache-control': 'public, max-age=60' });
    if (isKnown(request.headers['if-none-match'], etag)) {
      void reply.status(304);
      return undefined;
    }
    void reply.type('application/atom+xml; charset=utf-8');
    return document;
  }

  #nameOf(did: string): string {
    return this.#people?.nameOf(did) ?? did;
  }
}

function withCursor(path: string, cursor: string): string {
  const url = new URL(path, 'http://relative');
  url.searchParams.set('cursor', cursor);
  return url.pathname + url.search;
}

/** RFC 9110, 13.1.2: compared weakly. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(etag);
}
