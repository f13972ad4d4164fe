import { IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant, IsOpenEnum, Nested, Optional } from '../constraints.js';
import { CONNECTION_TYPES, ConnectionEnd, type ConnectionType } from './connection-end.js';

/**
 * A connection has another type, note or direction. Aggregate: the connection.
 *
 * Raised when the researcher who drew it edits or swaps it; it holds the connection as it is now, all of it.
 */
export class ConnectionChangedV1 {
  static readonly type = 'events.cards.connection-changed.v1';

  /** The connection, a UUID. */
  @IsUUID()
  connectionId!: string;

  /** DID of the researcher who drew it. */
  @IsDid()
  curatorId!: string;

  /** Where it begins. */
  @Nested(() => ConnectionEnd)
  source!: ConnectionEnd;

  /** Where it ends. */
  @Nested(() => ConnectionEnd)
  target!: ConnectionEnd;

  /** What it says of the two. There will be more: read one that you do not know as `RELATED`. */
  @IsOpenEnum(CONNECTION_TYPES, 'RELATED')
  connectionType!: ConnectionType;

  /** Why, in the researcher's words; plain text. */
  @Optional()
  @IsString()
  @Length(1, 1_000)
  note?: string;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  changedAt!: string;
}
