import { runMigrations } from '#platform';

await runMigrations('notifications');
