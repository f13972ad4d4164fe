import 'reflect-metadata';
import { runService } from '#platform';
import { cardsService } from './service.js';

await runService(cardsService);
