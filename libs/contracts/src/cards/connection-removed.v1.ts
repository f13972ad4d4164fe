import { IsString, IsUUID, Length } from 'class-validator';
import { IsDid, IsInstant } from '../constraints.js';

/**
 * A connection is gone. Aggregate: the connection.
 *
 * Raised when the researcher who drew it takes it away; the last event of a connection.
 */
export class ConnectionRemovedV1 {
  static readonly type = 'events.cards.connection-removed.v1';

  /** The connection, a UUID. */
  @IsUUID()
  connectionId!: string;

  /** DID of the researcher who had drawn it. */
  @IsDid()
  curatorId!: string;

  /** The normalised URL at which it began. */
  @IsString()
  @Length(1, 4_096)
  sourceUrl!: string;

  /** The normalised URL at which it ended. */
  @IsString()
  @Length(1, 4_096)
  targetUrl!: string;

  /** When it happened: an ISO 8601 instant in UTC. */
  @IsInstant()
  removedAt!: string;
}
