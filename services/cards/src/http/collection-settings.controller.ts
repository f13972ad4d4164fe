import { Body, Controller, Delete, HttpCode, Param, Patch, Put, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Conditional, CurrentUser, etagOf, IfMatch, type Precondition, Refuses, TAGGED } from '#platform';
import { ChangeCollection } from '../application/change-collection.js';
import { DeleteCollection } from '../application/delete-collection.js';
import { EditCollectionBody } from './collection-settings.dto.js';
import { CollectionView, collectionView } from './collection.dto.js';
import { ParseDidPipe } from './parse-did.pipe.js';
import { ParseIdPipe } from './parse-id.pipe.js';

/** What a collection's author decides about it, beside its cards. */
@ApiTags('collections')
@Controller('collections/:id')
export class CollectionSettingsController {
  readonly #changeCollection: ChangeCollection;
  readonly #deleteCollection: DeleteCollection;

  constructor(changeCollection: ChangeCollection, deleteCollection: DeleteCollection) {
    this.#changeCollection = changeCollection;
    this.#deleteCollection = deleteCollection;
  }

  @Patch()
  @Conditional()
  @ApiOperation({ summary: 'Name, describe, open or close your collection anew' })
  @ApiOkResponse({ type: CollectionView, headers: TAGGED })
  @Refuses(403, 404)
  async editCollection(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) collectionId: string,
    @IfMatch() ifMatch: Precondition,
    @Body() { name, description, access }: EditCollectionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CollectionView> {
    const collection = await this.#changeCollection.edit({
      collectionId,
      by,
      ifMatch,
      name,
      description,
      access,
    });
    reply.header('etag', etagOf(collection.version));
    return collectionView(collection);
  }

  @Delete()
  @Conditional()
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete your collection; its cards stay in their libraries' })
  @ApiNoContentResponse()
  @Refuses(403, 404)
  async deleteCollection(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) collectionId: string,
    @IfMatch() ifMatch: Precondition,
  ): Promise<void> {
    await this.#deleteCollection.execute({ by, collectionId, ifMatch });
  }

  @Put('collaborators/:did')
  @Conditional()
  @HttpCode(204)
  @ApiOperation({ summary: 'Let somebody add cards to your collection, also while it is closed' })
  @ApiNoContentResponse({ headers: TAGGED })
  @Refuses(403, 404)
  async addCollaborator(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) collectionId: string,
    @Param('did', ParseDidPipe) collaboratorId: string,
    @IfMatch() ifMatch: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const command = { collectionId, collaboratorId, by, ifMatch };
    const { version } = await this.#changeCollection.addCollaborator(command);
    reply.header('etag', etagOf(version));
  }

  @Delete('collaborators/:did')
  @Conditional()
  @HttpCode(204)
  @ApiOperation({ summary: 'End that, or your own part in it; the cards that were added stay' })
  @ApiNoContentResponse({ headers: TAGGED })
  @Refuses(403, 404)
  async removeCollaborator(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) collectionId: string,
    @Param('did', ParseDidPipe) collaboratorId: string,
    @IfMatch() ifMatch: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const command = { collectionId, collaboratorId, by, ifMatch };
    const { version } = await this.#changeCollection.removeCollaborator(command);
    reply.header('etag', etagOf(version));
  }
}
