import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { Characters, Optional, PageQuery } from '#platform';
import { CUTS, type Cut, MAX_DEPTH, type Neighbourhood } from '../application/get-neighbourhood.js';
import { CONNECTION_TYPES, type ConnectionType } from '../domain/connection-type.js';
import { MAX_URL_LENGTH } from '../domain/url.js';
import { MetadataView } from './card.dto.js';
import { ConnectionView, connectionView } from './connection.dto.js';

const WORK = "A work's URL, or the public URL of a card or a collection";

export class UserConnectionsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CONNECTION_TYPES })
  @Optional()
  @IsIn(CONNECTION_TYPES)
  type?: ConnectionType;
}

export class UrlConnectionsQuery extends UserConnectionsQuery {
  @ApiProperty({ description: WORK, maxLength: MAX_URL_LENGTH })
  @IsString()
  @Characters(1, MAX_URL_LENGTH)
  url!: string;
}

export class NeighbourhoodQuery {
  @ApiProperty({ description: WORK, maxLength: MAX_URL_LENGTH })
  @IsString()
  @Characters(1, MAX_URL_LENGTH)
  url!: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_DEPTH, default: 1 })
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_DEPTH)
  depth: number = 1;
}

export class ConnectionPage {
  @ApiProperty({ type: [ConnectionView] })
  items!: ConnectionView[];

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}

export class ReachedWorkView {
  @ApiProperty()
  url!: string;

  @ApiProperty({ type: MetadataView })
  metadata!: MetadataView;

  @ApiProperty({ type: 'integer', description: 'Connections between it and the work that was asked for' })
  distance!: number;
}

export class NeighbourhoodView {
  @ApiProperty({ type: [ReachedWorkView], description: 'The work that was asked for first' })
  works!: ReachedWorkView[];

  @ApiProperty({ type: [ConnectionView], description: 'Those between the works, the nearest first' })
  connections!: ConnectionView[];

  @ApiProperty({
    enum: CUTS,
    isArray: true,
    description:
      'Empty where this is all that there is. connections-of-a-work: a work on the way has more than 50 in one direction, of which the newest were followed. works: there are more than 100. connections: there are more than 500 between them.',
  })
  cut!: Cut[];
}

export function neighbourhoodView({ works, connections, cut }: Neighbourhood): NeighbourhoodView {
  return { works, connections: connections.map(connectionView), cut };
}
