import type { ConnectionEnd } from './connection-end.js';
import type { ConnectionType } from './connection-type.js';

export interface ConnectionCreated {
  type: 'ConnectionCreated';
  data: {
    connectionId: string;
    curatorId: string;
    source: ConnectionEnd;
    target: ConnectionEnd;
    connectionType: ConnectionType;
    note?: string;
    createdAt: string;
  };
}

/** Type and note as they are now, both. */
export interface ConnectionEdited {
  type: 'ConnectionEdited';
  data: {
    connectionId: string;
    curatorId: string;
    connectionType: ConnectionType;
    note?: string;
    editedAt: string;
  };
}

/** The source became the target, and the target the source. */
export interface ConnectionSwapped {
  type: 'ConnectionSwapped';
  data: { connectionId: string; curatorId: string; swappedAt: string };
}

export interface ConnectionRemoved {
  type: 'ConnectionRemoved';
  data: { connectionId: string; curatorId: string; removedAt: string };
}

/** Everything that happens to a connection, in this service's own words. */
export type ConnectionEvent = ConnectionCreated | ConnectionEdited | ConnectionSwapped | ConnectionRemoved;
