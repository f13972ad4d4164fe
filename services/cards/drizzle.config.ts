import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './services/cards/src/infrastructure/schema.ts',
  out: './services/cards/migrations',
  schemaFilter: ['cards'],
});
