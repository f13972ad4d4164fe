import { UPCASTERS } from '#contracts';
import type { ServiceDefinition } from '#platform';
import { AppModule } from './app.module.js';
import { ROUTE_NAMES } from './http/route-names.js';

/** What this service is, for `main` and for tests that start it in their own process. */
export const feedsService: ServiceDefinition = {
  name: 'feeds',
  title: 'Feeds',
  description:
    'Who follows whom and what, and what they did: feeds made of the events of the other services.',
  version: '0.1.0',
  module: AppModule,
  upcasters: UPCASTERS,
  routeNames: ROUTE_NAMES,
};
