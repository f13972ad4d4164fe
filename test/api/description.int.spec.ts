import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { typesOf } from '../../infra/api/types.mjs';
import { describeService } from '#platform';
import { cardsService } from '../../services/cards/src/service.js';
import { feedsService } from '../../services/feeds/src/service.js';
import { notificationsService } from '../../services/notifications/src/service.js';
import { ServiceKit } from '../kit/service-kit.js';

interface Operation {
  operationId: string;
  security?: object[];
  parameters?: { name: string; in: string; description?: string }[];
  requestBody?: object;
  responses: Record<string, { content?: Record<string, { schema: object }>; headers?: object }>;
}

interface Description {
  security: object[];
  paths: Record<string, Record<string, Operation>>;
}

describe.each([cardsService, feedsService, notificationsService])(
  'the description of $name',
  (definition) => {
    let service: ServiceKit;
    let description: Description;
    let operations: { route: string; method: string; path: string; operation: Operation }[];

    beforeAll(async () => {
      service = await ServiceKit.start(definition, { env: { OPERATOR_TOKEN: 'x'.repeat(32) } });
      description = (await service.request('GET', '/openapi.json')).body as Description;
      operations = Object.entries(description.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          route: `${method.toUpperCase()} ${path}`,
          method: method.toUpperCase(),
          path,
          operation,
        })),
      );
    });

    afterAll(() => service.stop());

    it('is valid OpenAPI 3.1', async () => {
      const { valid, errors } = await new Validator().validate({ ...description });
      expect([errors, valid]).toEqual([undefined, true]);
    });

    it('names each operation once', () => {
      const ids = operations.map(({ operation }) => operation.operationId);
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    });

    it('has the shape of every answer, and problem details for every refusal', () => {
      const shapeless = operations.flatMap(({ route, operation }) =>
        Object.entries(operation.responses)
          .filter(([status, { content }]) =>
            status === 'default' || status >= '400'
              ? content?.['application/problem+json'] === undefined
              : !['204', '304'].includes(status) && content === undefined,
          )
          .map(([status]) => `${route}: ${status}`),
      );
      expect(shapeless).toEqual([]);
      const unanswered = operations.filter(
        ({ operation }) => !Object.keys(operation.responses).some((status) => status.startsWith('2')),
      );
      expect(unanswered).toEqual([]);
    });

    it('has the headers of commands, of what is conditional, and of what is to be asked again', () => {
      for (const { route, method, path, operation } of operations) {
        const { parameters = [], responses } = operation;
        const taken = new Set(parameters.filter((one) => one.in === 'header').map(({ name }) => name));
        const isCommand = method !== 'GET' && !path.startsWith('/admin/');
        expect([route, taken.has('Idempotency-Key'), '422' in responses]).toEqual([
          route,
          isCommand,
          isCommand,
        ]);
        expect([route, '412' in responses]).toEqual([route, taken.has('If-Match')]);
        for (const status of ['429', '503']) {
          if (responses[status] === undefined) continue;
          expect([route, responses[status].headers]).toEqual([
            route,
            expect.objectContaining({ 'Retry-After': expect.anything() }),
          ]);
        }
        const isPage = parameters.some(({ name }) => name === 'cursor');
        expect([route, parameters.some(({ name }) => name === 'limit')]).toEqual([route, isPage]);
      }
    });

    it('asks for an identity exactly where nobody is answered without one', async () => {
      const asksFor: Record<string, boolean> = {};
      const refused: Record<string, boolean> = {};
      for (const { route, method, path, operation } of operations) {
        const { security = description.security } = operation;
        asksFor[route] = !security.some((needed) => Object.keys(needed).length === 0);
        // The identity is looked at before what is in the path.
        const response = await fetch(new URL(path.replaceAll(/[{}]/gu, ''), service.url), { method });
        await response.body?.cancel();
        refused[route] = response.status === 401;
      }
      expect(asksFor).toEqual(refused);
    });

    it('is what the types of the clients were made from: npm run api:types', async () => {
      const file = join(import.meta.dirname, '..', 'client', 'types', `${definition.name}.ts`);
      expect(readFileSync(file, 'utf8')).toBe(
        await typesOf(await describeService(definition), definition.name),
      );
    });

    it('is the same whether the service runs or not, but for identities and operators', async () => {
      const offline = (await describeService(definition)) as unknown as Description;
      const people = operations.filter(({ path }) => !path.startsWith('/admin/'));
      for (const { method, path, operation } of people) {
        const { security: _, ...described } = operation;
        const { security: __, ...same } = offline.paths[path]![method.toLowerCase()]!;
        expect(described).toEqual(JSON.parse(JSON.stringify(same)));
      }
      expect(Object.keys(offline.paths)).toHaveLength(new Set(people.map(({ path }) => path)).size);
    });
  },
);
