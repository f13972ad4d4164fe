import 'reflect-metadata';
import { runRebuild } from '#platform';
import { notificationsProjection } from './projection.js';
import { notificationsService } from './service.js';

await runRebuild(notificationsService, notificationsProjection);
