import { isValidNsid } from '@atproto/syntax';
import { cardsService } from '../../services/cards/src/service.js';
import { feedsService } from '../../services/feeds/src/service.js';
import { notificationsService } from '../../services/notifications/src/service.js';
import { ServiceKit } from '../kit/service-kit.js';

interface Row {
  method: string;
  path: string;
  lexiconMethod: string;
}

interface Description {
  paths: Record<string, Record<string, { 'x-lexicon-method'?: string }>>;
}

describe.each([cardsService, feedsService, notificationsService])('the routes of $name', (definition) => {
  let service: ServiceKit;
  let table: Row[];
  let description: Description;

  beforeAll(async () => {
    service = await ServiceKit.start(definition);
    table = (await service.request('GET', '/lexicon-methods')).body as Row[];
    description = (await service.request('GET', '/openapi.json')).body as Description;
  });

  afterAll(() => service.stop());

  // Without one no token opens the route: it would work in development only.
  it('each have a lexicon method, and each method is of a route', () => {
    const described = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([verb, operation]) => ({
        method: verb.toUpperCase(),
        path,
        lexiconMethod: operation['x-lexicon-method'],
      })),
    );
    expect(new Set(described)).toEqual(new Set(table));
  });

  it('have methods that are NSIDs, no two of them the same', () => {
    const nsids = table.map(({ lexiconMethod }) => lexiconMethod);
    expect(nsids.filter((nsid) => !isValidNsid(nsid))).toEqual([]);
    expect(new Set(nsids).size).toBe(nsids.length);
  });
});
