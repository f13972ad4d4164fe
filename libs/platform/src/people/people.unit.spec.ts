import { setImmediate as turn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { LookedUp } from './looked-up.js';
import { People } from './people.js';
import type { LookedUpPerson } from './person-lookup.js';

const ADA = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SILENT: LookedUp = { status: 'unavailable' };
const NOTHING: LookedUp = { status: 'unknown' };

let clock: number;
let said: LookedUpPerson;
let lookedUp: string[];
let people: People;

beforeEach(() => {
  clock = 1_000_000;
  lookedUp = [];
  said = { handle: found('ada.example.com'), displayName: found('Ada') };
  people = peopleWith(async () => said);
});

function found(value: string): LookedUp {
  return { status: 'found', value };
}

function peopleWith(lookUp: (did: string) => Promise<LookedUpPerson>): People {
  return new People(
    {
      lookUp: (did) => {
        lookedUp.push(did);
        return lookUp(did);
      },
      didOf: async (handle) => {
        lookedUp.push(handle);
        return said.handle;
      },
    },
    () => clock,
  );
}

/** Shown, and everything done that showing begins. */
async function shown(did = ADA): Promise<object[]> {
  const before = people.among([did]);
  await turn();
  return before;
}

describe('people who are shown', () => {
  it('are DIDs at first, and looked up behind', async () => {
    expect(await shown()).toEqual([]);
    expect(await shown()).toEqual([{ did: ADA, handle: 'ada.example.com', displayName: 'Ada' }]);
    expect(lookedUp).toEqual([ADA]);
  });

  it('are left out where nothing is known of them, and looked up no more for an hour', async () => {
    said = { handle: NOTHING, displayName: NOTHING };
    await shown();
    clock += HOUR - 1;
    expect(await shown()).toEqual([]);
    expect(lookedUp).toEqual([ADA]);
  });

  it('are shown as they were while they are looked up anew, after an hour', async () => {
    await shown();
    clock += HOUR;
    said = { handle: found('ada.example.org'), displayName: NOTHING };
    expect(await shown()).toMatchObject([{ handle: 'ada.example.com', displayName: 'Ada' }]);
    expect(await shown()).toEqual([{ did: ADA, handle: 'ada.example.org', displayName: undefined }]);
  });

  it('lose a handle that is theirs no more', async () => {
    await shown();
    clock += HOUR;
    said = { handle: NOTHING, displayName: found('Ada') };
    await shown();
    expect(await shown()).toEqual([{ did: ADA, handle: undefined, displayName: 'Ada' }]);
  });

  it('stay as they were while a server is silent, for a day', async () => {
    await shown();
    said = { handle: SILENT, displayName: found('Ada L.') };
    for (let hours = 1; hours <= 24; hours += 1) {
      clock += HOUR;
      await shown();
    }
    expect(await shown()).toEqual([{ did: ADA, handle: 'ada.example.com', displayName: 'Ada L.' }]);
    clock += 1;
    expect(await shown()).toEqual([]);
  });

  it('are looked up again five minutes after a silence', async () => {
    said = { handle: SILENT, displayName: SILENT };
    await shown();
    clock += 5 * MINUTE - 1;
    await shown();
    expect(lookedUp).toHaveLength(1);
    clock += 1;
    await shown();
    expect(lookedUp).toHaveLength(2);
  });

  it('are looked up once by all who show them, eight at a time', async () => {
    const { promise, resolve } = Promise.withResolvers<LookedUpPerson>();
    people = peopleWith(() => promise);
    const dids = Array.from({ length: 20 }, (_, index) => `did:web:person${String(index)}.example.com`);
    people.among(dids);
    people.among(dids);
    expect(lookedUp).toEqual(dids.slice(0, 8));
    resolve(said);
    while (lookedUp.length < dids.length) await turn();
    expect(people.among(dids)).toHaveLength(20);
    expect(lookedUp).toEqual(dids);
  });

  it('are not remembered beyond a thousand who wait', async () => {
    const { promise, resolve } = Promise.withResolvers<LookedUpPerson>();
    people = peopleWith(() => promise);
    people.among(Array.from({ length: 2_000 }, (_, index) => `did:web:person${String(index)}.example.com`));
    resolve(said);
    for (let last = -1; last !== lookedUp.length;) {
      last = lookedUp.length;
      await turn();
    }
    expect(lookedUp).toHaveLength(1_008);
  });

  it('are shown as DIDs where the look-up itself is at fault', async () => {
    Logger.overrideLogger(false);
    people = peopleWith(() => Promise.reject(new Error('a fault')));
    await shown();
    expect(await shown()).toEqual([]);
    expect(lookedUp).toEqual([ADA]);
  });

  it('are called by their name, else their handle, else their DID', async () => {
    expect(people.nameOf(ADA)).toBe(ADA);
    await turn();
    expect(people.nameOf(ADA)).toBe('Ada');
    clock += HOUR;
    said = { handle: found('ada.example.com'), displayName: NOTHING };
    await shown();
    expect(people.nameOf(ADA)).toBe('ada.example.com');
  });
});

describe('whose a handle is', () => {
  it('is asked once by all who ask at once, and believed for five minutes', async () => {
    said = { handle: found(ADA), displayName: NOTHING };
    await Promise.all([people.didOf('ada.example.com'), people.didOf('ada.example.com')]);
    clock += 5 * MINUTE - 1;
    expect(await people.didOf('ada.example.com')).toEqual(found(ADA));
    expect(lookedUp).toHaveLength(1);
    clock += 2;
    await people.didOf('ada.example.com');
    expect(lookedUp).toHaveLength(2);
  });

  it('is asked again after five seconds where nobody answered', async () => {
    said = { handle: SILENT, displayName: NOTHING };
    expect(await people.didOf('ada.example.com')).toEqual(SILENT);
    clock += 5_001;
    said = { handle: found(ADA), displayName: NOTHING };
    expect(await people.didOf('ada.example.com')).toEqual(found(ADA));
  });
});
