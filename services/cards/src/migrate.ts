import { runMigrations } from '#platform';

await runMigrations('cards');
