import type { ConnectionEnd } from './connection-end.js';
import type { ConnectionEvent } from './connection-events.js';
import type { ConnectionType } from './connection-type.js';
import { defined } from './defined.js';

export interface ConnectionState {
  id: string;
  curatorId: string;
  source: ConnectionEnd;
  target: ConnectionEnd;
  type: ConnectionType;
  note?: string;
  createdAt: string;
  updatedAt: string;
}

/**
 * The connection after one more event: what its row is made by, and what reading its history gives.
 *
 * @param state undefined before the first event
 * @returns undefined once it is removed
 * @throws TypeError when the event can not follow
 */
export function afterConnectionEvent(
  state: ConnectionState | undefined,
  event: ConnectionEvent,
): ConnectionState | undefined {
  if (event.type === 'ConnectionCreated') {
    const { connectionId: id, connectionType: type, createdAt, ...rest } = event.data;
    return { id, ...rest, type, createdAt, updatedAt: createdAt };
  }
  if (state === undefined) throw new TypeError(`${event.type} of a connection that is not there`);
  switch (event.type) {
    case 'ConnectionEdited': {
      const { connectionType: type, note, editedAt: updatedAt } = event.data;
      return defined({ ...state, type, note, updatedAt });
    }
    case 'ConnectionSwapped':
      return { ...state, source: state.target, target: state.source, updatedAt: event.data.swappedAt };
    case 'ConnectionRemoved':
      return undefined;
  }
}
