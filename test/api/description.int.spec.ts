import { cardsService } from '../../services/cards/src/service.js';
import { feedsService } from '../../services/feeds/src/service.js';
import { notificationsService } from '../../services/notifications/src/service.js';
import { ServiceKit } from '../kit/service-kit.js';

interface Description {
  security: object[];
  paths: Record<string, Record<string, { security?: object[] }>>;
}

describe.each([cardsService, feedsService, notificationsService])(
  'the description of $name',
  (definition) => {
    let service: ServiceKit;
    let description: Description;

    beforeAll(async () => {
      service = await ServiceKit.start(definition);
      description = (await service.request('GET', '/openapi.json')).body as Description;
    });

    afterAll(() => service.stop());

    it('asks for an identity exactly where nobody is answered without one', async () => {
      const asksFor: Record<string, boolean> = {};
      const refused: Record<string, boolean> = {};
      for (const [path, operations] of Object.entries(description.paths)) {
        for (const [method, { security = description.security }] of Object.entries(operations)) {
          const route = `${method.toUpperCase()} ${path}`;
          asksFor[route] = !security.some((needed) => Object.keys(needed).length === 0);
          // The identity is looked at before what is in the path.
          const url = new URL(path.replaceAll(/[{}]/gu, ''), service.url);
          const response = await fetch(url, { method: method.toUpperCase() });
          await response.body?.cancel();
          refused[route] = response.status === 401;
        }
      }
      expect(asksFor).toEqual(refused);
    });
  },
);
