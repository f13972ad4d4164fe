import { setImmediate as turn } from 'node:timers/promises';
import { DidDocuments } from './did-documents.js';
import type { Resolution } from './did-resolver.js';

const DID = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa';
const MINUTE = 60_000;
const UNAVAILABLE: Resolution = { status: 'unavailable' };

let clock: number;
let answer: Resolution;
let reads: number;
let documents: DidDocuments;

beforeEach(() => {
  clock = 1_000_000;
  reads = 0;
  answer = found('first');
  const resolve = async (): Promise<Resolution> => {
    reads += 1;
    return answer;
  };
  documents = new DidDocuments({ resolve }, () => clock);
});

function found(service: string): Resolution {
  return { status: 'found', document: { id: DID, alsoKnownAs: [`at://${service}.example.com`] } };
}

describe('DID documents', () => {
  it('are read once by all who ask at once, and not again for five minutes', async () => {
    await Promise.all([documents.get(DID), documents.get(DID)]);
    clock += 5 * MINUTE - 1;
    await documents.get(DID);
    expect(reads).toBe(1);
  });

  it('are used for a while as they were, and read anew behind', async () => {
    await documents.get(DID);
    clock += 6 * MINUTE;
    answer = found('second');
    expect(await documents.get(DID)).toEqual(found('first'));
    await turn();
    expect(await documents.get(DID)).toEqual(found('second'));
    expect(reads).toBe(2);
  });

  it('are not used at all after an hour', async () => {
    await documents.get(DID);
    clock += 61 * MINUTE;
    answer = { status: 'deactivated' };
    expect(await documents.get(DID)).toEqual({ status: 'deactivated' });
  });

  it('stay as they were while their host is silent, for an hour', async () => {
    await documents.get(DID);
    answer = UNAVAILABLE;
    clock += 30 * MINUTE;
    expect(await documents.get(DID)).toEqual(found('first'));
    await turn();
    expect(await documents.get(DID)).toEqual(found('first'));
    clock += 31 * MINUTE;
    expect(await documents.get(DID)).toEqual(UNAVAILABLE);
  });

  it('are read at once for a key that may have been changed, but only every half minute', async () => {
    await documents.get(DID);
    answer = found('second');
    expect(await documents.refreshed(DID)).toEqual(found('first'));
    clock += 30_000;
    expect(await documents.refreshed(DID)).toEqual(found('second'));
    expect(await documents.get(DID)).toEqual(found('second'));
    expect(reads).toBe(2);
  });

  it('that are not there are not looked for again for a minute, and a silent host for five seconds', async () => {
    answer = { status: 'unknown' };
    await documents.get(DID);
    clock += MINUTE - 1;
    await documents.get(DID);
    expect(reads).toBe(1);
    answer = UNAVAILABLE;
    clock += MINUTE * 61;
    await documents.get(DID);
    await documents.get(DID);
    expect(reads).toBe(2);
    clock += 5_001;
    answer = found('first');
    await documents.get(DID);
    await turn();
    expect(await documents.get(DID)).toEqual(found('first'));
  });

  it('are read sixty-four at a time, and no more', async () => {
    const { promise, resolve } = Promise.withResolvers<Resolution>();
    const busy = new DidDocuments({ resolve: () => promise }, () => clock);
    const waiting = Array.from({ length: 64 }, (_, index) =>
      busy.get(`did:web:host${String(index)}.example`),
    );
    expect(await busy.get(DID)).toEqual(UNAVAILABLE);
    resolve(found('first'));
    await Promise.all(waiting);
    clock += 5_001;
    await busy.get(DID);
    await turn();
    expect(await busy.get(DID)).toEqual(found('first'));
  });
});
