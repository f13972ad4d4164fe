import { UPCASTERS } from '#contracts';
import type { ServiceDefinition } from '#platform';
import { AppModule } from './app.module.js';
import { acceptImportBodies } from './http/import-body.js';
import { ROUTE_NAMES } from './http/route-names.js';

/** What this service is, for `main` and for tests that start it in their own process. */
export const cardsService: ServiceDefinition = {
  name: 'cards',
  title: 'Cards',
  description: 'Libraries of URL cards, collections of them, connections between works, and imports.',
  version: '0.1.0',
  module: AppModule,
  upcasters: UPCASTERS,
  routeNames: ROUTE_NAMES,
  configure: acceptImportBodies,
};
