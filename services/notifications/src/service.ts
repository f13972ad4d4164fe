import { UPCASTERS } from '#contracts';
import type { ServiceDefinition } from '#platform';
import { AppModule } from './app.module.js';
import { ROUTE_NAMES } from './http/route-names.js';

/** What this service is, for `main` and for tests that start it in their own process. */
export const notificationsService: ServiceDefinition = {
  name: 'notifications',
  title: 'Notifications',
  description: 'Tells researchers when others use their work, and takes it back when the act is undone.',
  version: '0.1.0',
  module: AppModule,
  upcasters: UPCASTERS,
  routeNames: ROUTE_NAMES,
};
