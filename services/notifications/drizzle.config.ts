import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './services/notifications/src/infrastructure/schema.ts',
  out: './services/notifications/migrations',
  schemaFilter: ['notifications'],
});
