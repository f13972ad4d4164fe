import { runMigrations } from '#platform';

await runMigrations('feeds');
