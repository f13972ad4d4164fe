import { cardsService } from '../../services/cards/src/service.js';
import { feedsService } from '../../services/feeds/src/service.js';
import { notificationsService } from '../../services/notifications/src/service.js';
import { ServiceKit } from '../kit/service-kit.js';

interface Schema {
  $ref?: string;
  description?: string;
  format?: string;
  items?: Schema;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
}

interface Response {
  content?: { 'application/json'?: { schema: { allOf?: Schema[] } } };
}

interface Description {
  paths: Record<string, { get?: { responses: { '200'?: Response } } }>;
  components: { schemas: Record<string, Schema> };
}

/** All answers that name a person, by service. */
const SHOWING: Record<string, string[]> = {
  cards: [
    '/cards/{id}',
    '/cards/{id}/highlights',
    '/cards/{id}/history',
    '/collections',
    '/collections/{id}',
    '/collections/{id}/contributors',
    '/collections/{id}/history',
    '/connections',
    '/connections/{id}',
    '/connections/{id}/history',
    '/graph',
    '/library',
    '/users/{did}/collections',
    '/users/{did}/connections',
    '/users/{did}/library',
    '/works/collections',
    '/works/saves',
    '/works/status',
  ],
  feeds: [
    '/activities/{id}/cards',
    '/feeds/collections/{id}',
    '/feeds/following',
    '/feeds/global',
    '/feeds/url',
    '/feeds/users/{did}',
    '/follows',
  ],
  notifications: ['/digests', '/mutes', '/notifications', '/notifications/groups', '/subscriptions'],
};

describe.each([cardsService, feedsService, notificationsService])('the answers of $name', (definition) => {
  let service: ServiceKit;
  let description: Description;

  beforeAll(async () => {
    service = await ServiceKit.start(definition);
    description = (await service.request('GET', '/openapi.json')).body as Description;
  });

  afterAll(() => service.stop());

  // The format is what finds people in answers: a description that says DID and no format would leave them nameless.
  it('have the format "did" wherever they are described as having a DID', () => {
    const unmarked = Object.entries(description.components.schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, property]) => /\bDIDs?\b/.test(property.description ?? ''))
        .filter(([, { format, items, anyOf = [] }]) =>
          [format, items?.format, ...anyOf.map((part) => part.format)].every((each) => each !== 'did'),
        )
        .map(([property]) => `${name}.${property}`),
    );
    expect(unmarked).toEqual([]);
  });

  it('say that they may have people beside them, exactly where they show some', () => {
    const showing = Object.entries(description.paths).flatMap(([path, { get }]) => {
      const schema = get?.responses['200']?.content?.['application/json']?.schema;
      const refs = (schema?.allOf ?? []).map(({ $ref }) => $ref);
      return refs.includes('#/components/schemas/WithPeople') ? [path] : [];
    });
    expect(showing.toSorted()).toEqual(SHOWING[definition.name]);
  });
});
