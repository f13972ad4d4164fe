import 'reflect-metadata';
import { runService } from '#platform';
import { feedsService } from './service.js';

await runService(feedsService);
