import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './services/feeds/src/infrastructure/schema.ts',
  out: './services/feeds/migrations',
  schemaFilter: ['feeds'],
});
