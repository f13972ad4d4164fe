import {
  Collection,
  type CollectionLink,
  type CollectionState,
  type CreateCollection,
} from './collection.js';
import type { CollectionEvent } from './collection-events.js';

const AUTHOR = 'did:plc:author';
const COLLABORATOR = 'did:plc:collaborator';
const STRANGER = 'did:plc:stranger';
const AT = '2026-05-01T10:00:00.000Z';
const state: CollectionState = {
  id: 'collection-1',
  authorId: AUTHOR,
  name: 'Papers',
  access: 'CLOSED',
  collaboratorIds: [COLLABORATOR],
  createdAt: AT,
};
const OPEN = { access: 'OPEN' } as const;
const holding = (addedBy: string): CollectionLink[] => [{ cardId: 'card-1', addedBy }];

/** `given` a stored collection, `when` a command runs, `then` these events are raised, or it is refused with a code. */
function given(changes: Partial<CollectionState> = {}, links: CollectionLink[] = []) {
  const collection = Collection.restore({ ...state, ...changes }, links, { version: 3, sequence: 3 });
  return {
    when(command: (collection: Collection) => void) {
      return {
        then(...events: CollectionEvent[]): void {
          command(collection);
          expect(collection.raised).toEqual(events);
        },
        thenRefused(code: string): void {
          expect(() => {
            command(collection);
          }).toThrow(expect.objectContaining({ kind: 'forbidden', code }));
          expect(collection.raised).toEqual([]);
        },
      };
    },
  };
}

const add = (by: string) => (collection: Collection) => {
  collection.add({ cardId: 'card-1', by, saveId: 'save-1', at: AT });
};
const remove = (by: string) => (collection: Collection) => {
  collection.remove('card-1', by, AT);
};
const addedBy = (by: string): CollectionEvent => ({
  type: 'CardAddedToCollection',
  data: { collectionId: 'collection-1', cardId: 'card-1', addedBy: by, saveId: 'save-1', addedAt: AT },
});
const removedBy = (by: string): CollectionEvent => ({
  type: 'CardRemovedFromCollection',
  data: { collectionId: 'collection-1', cardId: 'card-1', removedBy: by, removedAt: AT },
});

describe('a new collection', () => {
  const create: CreateCollection = { id: 'collection-1', authorId: AUTHOR, name: ' Papers ', at: AT };

  it('is closed unless said otherwise', () => {
    expect(Collection.create(create).raised).toEqual([
      {
        type: 'CollectionCreated',
        data: {
          collectionId: 'collection-1',
          authorId: AUTHOR,
          name: 'Papers',
          access: 'CLOSED',
          collaboratorIds: [],
          createdAt: AT,
        },
      },
    ]);
  });

  it('counts each collaborator once, and its author as none', () => {
    const { collaboratorIds } = Collection.create({
      ...create,
      collaboratorIds: [COLLABORATOR, AUTHOR, COLLABORATOR],
    });
    expect(collaboratorIds).toEqual([COLLABORATOR]);
  });

  it.each([
    [{ name: '' }, 'invalid-collection-name'],
    [{ name: ' \t ' }, 'invalid-collection-name'],
    [{ name: 'x'.repeat(101) }, 'invalid-collection-name'],
    [{ description: 'x'.repeat(501) }, 'invalid-collection-description'],
    [
      { collaboratorIds: Array.from({ length: 101 }, (_, n) => `did:plc:${String(n)}`) },
      'too-many-collaborators',
    ],
  ])('is refused when a part is out of its limits (%#)', (changes, code) => {
    expect(() => Collection.create({ ...create, ...changes })).toThrow(expect.objectContaining({ code }));
  });

  it.each(['x', '😀'])('takes names and descriptions up to their limits, in characters (%s)', (letter) => {
    const [name, description] = [letter.repeat(100), letter.repeat(500)];
    expect(Collection.create({ ...create, name, description })).toMatchObject({ name, description });
  });
});

describe('adding a card', () => {
  it('is open to the author', () => {
    given().when(add(AUTHOR)).then(addedBy(AUTHOR));
  });
  it('is open to a collaborator', () => {
    given().when(add(COLLABORATOR)).then(addedBy(COLLABORATOR));
  });
  it('is closed to anybody else', () => {
    given().when(add(STRANGER)).thenRefused('not-a-contributor');
  });
  it('is open to anybody where the collection is OPEN', () => {
    given(OPEN).when(add(STRANGER)).then(addedBy(STRANGER));
  });
  it('changes nothing where the card is in already', () => {
    given({}, holding(COLLABORATOR)).when(add(AUTHOR)).then();
  });
  it('happens once, however often one command says it', () => {
    given()
      .when((collection) => {
        add(AUTHOR)(collection);
        add(AUTHOR)(collection);
      })
      .then(addedBy(AUTHOR));
  });
});

describe('removing a card', () => {
  it("is the author's right", () => {
    given(OPEN, holding(STRANGER)).when(remove(AUTHOR)).then(removedBy(AUTHOR));
  });
  it('is the right of who put it in', () => {
    given(OPEN, holding(STRANGER)).when(remove(STRANGER)).then(removedBy(STRANGER));
  });
  it('is no right of a collaborator who did not put it in', () => {
    given({}, holding(AUTHOR)).when(remove(COLLABORATOR)).thenRefused('not-your-link');
  });
  it('changes nothing where the card is not in', () => {
    given().when(remove(STRANGER)).then();
  });
  it('can be followed by adding it again', () => {
    given({}, holding(AUTHOR))
      .when((collection) => {
        remove(AUTHOR)(collection);
        add(AUTHOR)(collection);
      })
      .then(removedBy(AUTHOR), addedBy(AUTHOR));
  });
});

const edited = (changes: object): CollectionEvent => ({
  type: 'CollectionEdited',
  data: {
    collectionId: 'collection-1',
    name: 'Papers',
    access: 'CLOSED',
    ...changes,
    editedBy: AUTHOR,
    changedAt: AT,
  },
});
const edit =
  (changes: object, by = AUTHOR) =>
  (collection: Collection) => {
    collection.edit({ by, at: AT, ...changes });
  };

describe('editing a collection', () => {
  it.each([
    [{ name: ' Books ' }, { name: 'Books' }],
    [{ description: 'To read' }, { description: 'To read' }],
    [{ access: 'OPEN' }, { access: 'OPEN' }],
  ])('changes what is said: %j', (changes, data) => {
    given().when(edit(changes)).then(edited(data));
  });
  it('keeps what is left out', () => {
    given({ description: 'Kept', access: 'OPEN' })
      .when(edit({ name: 'Books' }))
      .then(edited({ name: 'Books', description: 'Kept', access: 'OPEN' }));
  });
  it('takes an empty description away', () => {
    given({ description: 'Gone' })
      .when(edit({ description: ' ' }))
      .then(edited({}));
  });
  it('changes nothing where it is so already', () => {
    given({ description: 'Same' })
      .when(edit({ name: 'Papers', description: 'Same ', access: 'CLOSED' }))
      .then();
  });
  it('is the author’s right alone', () => {
    given()
      .when(edit({ name: 'Mine' }, COLLABORATOR))
      .thenRefused('not-your-collection');
  });
  it.each([
    [{ name: ' ' }, 'invalid-collection-name'],
    [{ description: 'x'.repeat(501) }, 'invalid-collection-description'],
  ])('is refused beyond the limits (%#)', (changes, code) => {
    const collection = Collection.restore(state, [], { version: 1, sequence: 2 });
    expect(() => {
      edit(changes)(collection);
    }).toThrow(expect.objectContaining({ kind: 'invalid', code }));
    expect([collection.raised, collection.name]).toEqual([[], 'Papers']);
  });
  it('counts for the same command: who may add to it now does', () => {
    given()
      .when((collection) => {
        edit({ access: 'OPEN' })(collection);
        add(STRANGER)(collection);
      })
      .then(edited({ access: 'OPEN' }), addedBy(STRANGER));
  });
});

describe('collaborators', () => {
  const invite =
    (did: string, by = AUTHOR) =>
    (collection: Collection) => {
      collection.addCollaborator(did, by, AT);
    };
  const dismiss =
    (did: string, by = AUTHOR) =>
    (collection: Collection) => {
      collection.removeCollaborator(did, by, AT);
    };
  const joined: CollectionEvent = {
    type: 'CollaboratorAdded',
    data: { collectionId: 'collection-1', collaboratorId: STRANGER, addedBy: AUTHOR, changedAt: AT },
  };
  const left = (removedBy: string): CollectionEvent => ({
    type: 'CollaboratorRemoved',
    data: { collectionId: 'collection-1', collaboratorId: COLLABORATOR, removedBy, changedAt: AT },
  });

  it('are added by the author, and may add cards then', () => {
    given()
      .when((collection) => {
        invite(STRANGER)(collection);
        add(STRANGER)(collection);
      })
      .then(joined, addedBy(STRANGER));
  });
  it('are added once, and the author never', () => {
    given()
      .when((collection) => {
        invite(COLLABORATOR)(collection);
        invite(AUTHOR)(collection);
      })
      .then();
  });
  it('add no others', () => {
    given().when(invite(STRANGER, COLLABORATOR)).thenRefused('not-your-collection');
  });
  it('are removed by the author', () => {
    given().when(dismiss(COLLABORATOR)).then(left(AUTHOR));
  });
  it('go by themselves', () => {
    given().when(dismiss(COLLABORATOR, COLLABORATOR)).then(left(COLLABORATOR));
  });
  it('are not removed by others', () => {
    given().when(dismiss(COLLABORATOR, STRANGER)).thenRefused('not-your-collection');
  });
  it('that are none are removed already', () => {
    given().when(dismiss(STRANGER)).then();
  });
  it('are a hundred at most', () => {
    const collaboratorIds = Array.from({ length: 100 }, (_, n) => `did:plc:${String(n)}`);
    const collection = Collection.restore({ ...state, collaboratorIds }, [], { version: 1, sequence: 2 });
    expect(() => {
      invite(STRANGER)(collection);
    }).toThrow(expect.objectContaining({ code: 'too-many-collaborators', field: 'did' }));
  });
});

describe('deleting a collection', () => {
  const remove = (by: string) => (collection: Collection) => {
    collection.delete(3, by, AT);
  };
  it('is the author’s right', () => {
    given()
      .when(remove(AUTHOR))
      .then({
        type: 'CollectionDeleted',
        data: { collectionId: 'collection-1', cardCount: 3, deletedBy: AUTHOR, deletedAt: AT },
      });
  });
  it('is no right of a collaborator', () => {
    given().when(remove(COLLABORATOR)).thenRefused('not-your-collection');
  });
});
