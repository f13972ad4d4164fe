import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPerson, type Page, PersonPipe, Public, Refuses } from '#platform';
import { GetNeighbourhood } from '../application/get-neighbourhood.js';
import { ListConnections } from '../application/list-connections.js';
import { WorkUrls } from '../application/work-urls.js';
import type { Connection } from '../domain/connection.js';
import { connectionView } from './connection.dto.js';
import {
  ConnectionPage,
  NeighbourhoodQuery,
  NeighbourhoodView,
  neighbourhoodView,
  UrlConnectionsQuery,
  UserConnectionsQuery,
} from './connection-queries.dto.js';

@ApiTags('connections')
@Controller()
@Public()
export class ConnectionQueriesController {
  readonly #listConnections: ListConnections;
  readonly #getNeighbourhood: GetNeighbourhood;
  readonly #workUrls: WorkUrls;

  constructor(listConnections: ListConnections, getNeighbourhood: GetNeighbourhood, workUrls: WorkUrls) {
    this.#listConnections = listConnections;
    this.#getNeighbourhood = getNeighbourhood;
    this.#workUrls = workUrls;
  }

  @Get('connections')
  @ApiOperation({ summary: 'The connections of a work in either direction, the last drawn first' })
  @ApiOkResponse({ type: ConnectionPage })
  @Refuses(404)
  async listConnectionsOfUrl(
    @Query() { url, type, limit, cursor }: UrlConnectionsQuery,
  ): Promise<ConnectionPage> {
    const work = await this.#workUrls.of(url, 'url');
    return pageView(await this.#listConnections.ofUrl({ url: work, type, limit, cursor }));
  }

  @Get('users/:did/connections')
  @ApiPerson()
  @ApiOperation({ summary: 'The connections that a researcher drew, the last drawn first' })
  @ApiOkResponse({ type: ConnectionPage })
  async listConnectionsOfUser(
    @Param('did', PersonPipe) curatorId: string,
    @Query() { type, limit, cursor }: UserConnectionsQuery,
  ): Promise<ConnectionPage> {
    return pageView(await this.#listConnections.ofUser({ curatorId, type, limit, cursor }));
  }

  @Get('graph')
  @ApiOperation({ summary: 'The works around a work, and the connections between them' })
  @ApiOkResponse({ type: NeighbourhoodView })
  @Refuses(404)
  async getNeighbourhood(@Query() query: NeighbourhoodQuery): Promise<NeighbourhoodView> {
    const url = await this.#workUrls.of(query.url, 'url');
    return neighbourhoodView(await this.#getNeighbourhood.execute({ url, depth: query.depth }));
  }
}

function pageView({ items, next }: Page<Connection>): ConnectionPage {
  return { items: items.map(connectionView), next };
}
