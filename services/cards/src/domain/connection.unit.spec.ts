import fc from 'fast-check';
import { Connection, connectionKey, type DrawConnection } from './connection.js';
import type { ConnectionEvent } from './connection-events.js';
import { afterConnectionEvent, type ConnectionState } from './connection-state.js';
import { CONNECTION_TYPES, isUndirected } from './connection-type.js';

const CURATOR = 'did:plc:curator';
const STRANGER = 'did:plc:stranger';
const DRAWN_AT = '2026-05-01T10:00:00.000Z';
const AT = '2026-05-02T10:00:00.000Z';
const A = { url: 'https://example.com/a', metadata: { title: 'A' } };
const B = { url: 'https://example.com/b', metadata: {} };

const state: ConnectionState = {
  id: 'connection-1',
  curatorId: CURATOR,
  source: A,
  target: B,
  type: 'SUPPORTS',
  note: 'Why',
  createdAt: DRAWN_AT,
  updatedAt: DRAWN_AT,
};

/** `given` a stored connection, `when` a command runs, `then` these events are raised, or it is refused with a code. */
function given(changes: Partial<ConnectionState> = {}) {
  const connection = Connection.restore({ ...state, ...changes }, { version: 1, sequence: 1 });
  return {
    when(command: (connection: Connection) => void) {
      return {
        then(...events: ConnectionEvent[]): void {
          command(connection);
          expect(connection.raised).toEqual(events);
        },
        thenRefused(code: string, kind = 'forbidden'): void {
          expect(() => {
            command(connection);
          }).toThrow(expect.objectContaining({ kind, code }));
          expect(connection.raised).toEqual([]);
        },
      };
    },
  };
}

const edit =
  (changes: object, by = CURATOR) =>
  (connection: Connection) => {
    connection.edit({ by, at: AT, ...changes });
  };
const beginAt =
  (url: string, by = CURATOR) =>
  (connection: Connection) => {
    connection.beginAt(url, by, AT);
  };
const edited = (changes: object): ConnectionEvent => ({
  type: 'ConnectionEdited',
  data: {
    connectionId: 'connection-1',
    curatorId: CURATOR,
    connectionType: 'SUPPORTS',
    note: 'Why',
    editedAt: AT,
    ...changes,
  },
});
const swapped: ConnectionEvent = {
  type: 'ConnectionSwapped',
  data: { connectionId: 'connection-1', curatorId: CURATOR, swappedAt: AT },
};

describe('a new connection', () => {
  const draw: DrawConnection = { id: 'connection-1', curatorId: CURATOR, source: A, target: B, at: AT };

  it('is RELATED unless said otherwise', () => {
    expect(Connection.draw(draw).raised).toEqual([
      {
        type: 'ConnectionCreated',
        data: {
          connectionId: 'connection-1',
          curatorId: CURATOR,
          source: A,
          target: B,
          connectionType: 'RELATED',
          createdAt: AT,
        },
      },
    ]);
  });

  it('has a note of up to 1,000 characters, and none where nothing is left of it', () => {
    expect(Connection.draw({ ...draw, note: ` ${'x'.repeat(1_000)}\n` }).state.note).toHaveLength(1_000);
    expect(Connection.draw({ ...draw, note: '\u0000 ' }).state).not.toHaveProperty('note');
    expect(() => Connection.draw({ ...draw, note: 'x'.repeat(1_001) })).toThrow(
      expect.objectContaining({ code: 'invalid-connection-note', field: 'note' }),
    );
  });

  it('is refused between a work and itself, also where a card names one side', () => {
    const card = { cardId: 'card-1', curatorId: STRANGER };
    expect(() => Connection.draw({ ...draw, target: { ...A, card } })).toThrow(
      expect.objectContaining({ code: 'same-ends', field: 'target' }),
    );
  });
});

describe('editing', () => {
  it('changes the type, and leaves the note', () => {
    given()
      .when(edit({ type: 'OPPOSES' }))
      .then(edited({ connectionType: 'OPPOSES' }));
  });
  it('changes the note, and leaves the type', () => {
    given()
      .when(edit({ note: 'Because' }))
      .then(edited({ note: 'Because' }));
  });
  it('with an empty note takes the note away', () => {
    given()
      .when(edit({ note: '' }))
      .then({
        type: 'ConnectionEdited',
        data: { connectionId: 'connection-1', curatorId: CURATOR, connectionType: 'SUPPORTS', editedAt: AT },
      });
  });
  it.each([{}, { type: 'SUPPORTS', note: 'Why' }, { note: ' Why ' }])('to %j changes nothing', (changes) => {
    given().when(edit(changes)).then();
  });
  it('is refused to others, and a note that is too long to everybody', () => {
    given()
      .when(edit({ note: 'Mine' }, STRANGER))
      .thenRefused('not-your-connection');
    given()
      .when(edit({ note: 'x'.repeat(1_001) }))
      .thenRefused('invalid-connection-note', 'invalid');
  });
});

describe('swapping', () => {
  it('makes the target the source', () => {
    given().when(beginAt(B.url)).then(swapped);
  });
  it('happens once, however often it is asked for', () => {
    given()
      .when((connection) => {
        beginAt(B.url)(connection);
        beginAt(B.url)(connection);
      })
      .then(swapped);
  });
  it('changes nothing where it begins there already', () => {
    given().when(beginAt(A.url)).then();
  });
  it('is refused to others, and to a work that is no end of it', () => {
    given().when(beginAt(B.url, STRANGER)).thenRefused('not-your-connection');
    given().when(beginAt('https://example.com/c')).thenRefused('not-an-end', 'invalid');
  });
});

describe('removing', () => {
  const remove = (by: string) => (connection: Connection) => {
    connection.remove(by, AT);
  };
  it('is the right of who drew it', () => {
    given()
      .when(remove(CURATOR))
      .then({
        type: 'ConnectionRemoved',
        data: { connectionId: 'connection-1', curatorId: CURATOR, removedAt: AT },
      });
    given().when(remove(STRANGER)).thenRefused('not-your-connection');
  });
});

describe('its history', () => {
  it('gives its state', () => {
    const connection = Connection.draw({ ...state, at: DRAWN_AT });
    edit({ type: 'RELATED', note: '' })(connection);
    beginAt(B.url)(connection);
    const folded = connection.raised.reduce<ConnectionState | undefined>(afterConnectionEvent, undefined);
    expect(folded).toEqual(connection.state);
    expect(folded).toMatchObject({ source: B, target: A, type: 'RELATED', updatedAt: AT });
  });

  it('ends with its removal, and begins with its drawing', () => {
    const connection = Connection.draw({ ...state, at: DRAWN_AT });
    connection.remove(CURATOR, AT);
    expect(
      connection.raised.reduce<ConnectionState | undefined>(afterConnectionEvent, undefined),
    ).toBeUndefined();
    expect(() => afterConnectionEvent(undefined, swapped)).toThrow(TypeError);
  });
});

describe('the key of a connection', () => {
  const url = fc.webUrl({ withQueryParameters: true }).map((text) => new URL(text).href);
  const type = fc.constantFrom(...CONNECTION_TYPES);

  it('is the same both ways exactly where the type has no direction', () => {
    fc.assert(
      fc.property(url, url, type, (a, b, kind) => {
        fc.pre(a !== b);
        expect(connectionKey(a, b, kind) === connectionKey(b, a, kind)).toBe(isUndirected(kind));
      }),
    );
  });

  it('tells everything else apart', () => {
    fc.assert(
      fc.property(url, url, type, url, url, type, (a, b, kind, c, d, other) => {
        const isSame = kind === other && ((a === c && b === d) || (isUndirected(kind) && a === d && b === c));
        expect(connectionKey(a, b, kind) === connectionKey(c, d, other)).toBe(isSame);
      }),
    );
  });
});
