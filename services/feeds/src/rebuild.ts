import 'reflect-metadata';
import { runRebuild } from '#platform';
import { feedsProjection } from './projection.js';
import { feedsService } from './service.js';

await runRebuild(feedsService, feedsProjection);
