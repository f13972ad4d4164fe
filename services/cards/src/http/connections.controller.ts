import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser, LOCATED, Public, Refuses } from '#platform';
import { ChangeConnection } from '../application/change-connection.js';
import { DrawConnection } from '../application/draw-connection.js';
import { GetConnection } from '../application/get-connection.js';
import { RemoveConnection } from '../application/remove-connection.js';
import {
  ConnectionView,
  connectionView,
  DrawConnectionBody,
  EditConnectionBody,
  SwapConnectionBody,
} from './connection.dto.js';
import { ParseIdPipe } from './parse-id.pipe.js';

@ApiTags('connections')
@Controller('connections')
export class ConnectionsController {
  readonly #drawConnection: DrawConnection;
  readonly #changeConnection: ChangeConnection;
  readonly #removeConnection: RemoveConnection;
  readonly #getConnection: GetConnection;

  constructor(
    drawConnection: DrawConnection,
    changeConnection: ChangeConnection,
    removeConnection: RemoveConnection,
    getConnection: GetConnection,
  ) {
    this.#drawConnection = drawConnection;
    this.#changeConnection = changeConnection;
    this.#removeConnection = removeConnection;
    this.#getConnection = getConnection;
  }

  @Post()
  @ApiOperation({ summary: 'Connect two works' })
  @ApiCreatedResponse({ type: ConnectionView, description: 'Drawn', headers: LOCATED })
  @ApiOkResponse({
    type: ConnectionView,
    description: 'You had it already; it stays as it is',
    headers: LOCATED,
  })
  @Refuses(404)
  async drawConnection(
    @CurrentUser() curatorId: string,
    @Body() { source, target, type, note }: DrawConnectionBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionView> {
    const { connection, created } = await this.#drawConnection.execute({
      curatorId,
      source,
      target,
      type,
      note,
    });
    reply.status(created ? 201 : 200).header('location', `/connections/${connection.id}`);
    return connectionView(connection);
  }

  @Get(':id')
  @Public()
  @ApiOperation({ summary: 'A connection' })
  @ApiOkResponse({ type: ConnectionView })
  @Refuses(404)
  async getConnection(@Param('id', ParseIdPipe) id: string): Promise<ConnectionView> {
    return connectionView(await this.#getConnection.execute(id));
  }

  @Patch(':id')
  @ApiOperation({ summary: "Change a connection's type or note; what is left out stays" })
  @ApiOkResponse({ type: ConnectionView })
  @Refuses(403, 404)
  async editConnection(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) connectionId: string,
    @Body() { type, note }: EditConnectionBody,
  ): Promise<ConnectionView> {
    return connectionView(await this.#changeConnection.edit({ by, connectionId, type, note }));
  }

  @Post(':id/swap')
  @HttpCode(200)
  @ApiOperation({ summary: 'Turn a connection round; one that begins there already stays as it is' })
  @ApiOkResponse({ type: ConnectionView })
  @Refuses(403, 404)
  async swapConnection(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) connectionId: string,
    @Body() { source: sourceUrl }: SwapConnectionBody,
  ): Promise<ConnectionView> {
    return connectionView(await this.#changeConnection.swap({ by, connectionId, sourceUrl }));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a connection' })
  @ApiNoContentResponse()
  @Refuses(403, 404)
  async removeConnection(
    @CurrentUser() by: string,
    @Param('id', ParseIdPipe) connectionId: string,
  ): Promise<void> {
    await this.#removeConnection.execute({ by, connectionId });
  }
}
