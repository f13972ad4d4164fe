import fc from 'fast-check';
import { describeService } from '#platform';
import { cardsService } from '../../../services/cards/src/service.js';
import { feedsService } from '../../../services/feeds/src/service.js';
import { notificationsService } from '../../../services/notifications/src/service.js';
import { ServiceKit } from '../../kit/service-kit.js';
import { type Document, type Operation, operationsOf } from './operation.js';
import { type FuzzRequest, hostileRequests, validRequests } from './requests.js';
import { type Answer, Verdict } from './verdict.js';
import { ADA, cardsWorld, feedsWorld, type FuzzWorld, notificationsWorld } from './worlds.js';

const OPERATOR_TOKEN = 'fuzz'.repeat(8);
/** `npm run test:fuzz` asks for more, and says with which seed. */
const SEED = Number(process.env['API_FUZZ_SEED'] ?? 20_260_501);
const RUNS = Number(process.env['API_FUZZ_RUNS'] ?? 12);
const VALID_RUNS = Math.ceil(RUNS / 3);

/** Routes that no request gets an answer of 2xx from here, and why. */
const NEVER_REACHED: Readonly<Record<string, string>> = {
  showParked: 'nothing is parked: administration.int.spec.ts has events that are',
  retryEvent: 'as showParked',
  discardEvent: 'as showParked',
};

const SERVICES = await Promise.all(
  [
    { definition: cardsService, worldOf: cardsWorld },
    { definition: feedsService, worldOf: feedsWorld },
    { definition: notificationsService, worldOf: notificationsWorld },
  ].map(async ({ definition, worldOf }) => {
    const description = await describeService(definition, { isOperated: true });
    const document = JSON.parse(JSON.stringify(description)) as Document;
    return { name: definition.name, definition, worldOf, document, operations: operationsOf(document) };
  }),
);

describe.each(SERVICES)('$name, asked anything', ({ definition, worldOf, document, operations }) => {
  const verdict = new Verdict(document);
  const reached = new Set<string>();
  let kit: ServiceKit;
  let world: FuzzWorld;

  beforeAll(async () => {
    kit = await ServiceKit.start(definition, { env: { OPERATOR_TOKEN, PUBLIC_URL: 'https://example.net' } });
    world = await worldOf(kit);
  });

  afterAll(() => kit.stop());

  async function ask(operation: Operation, request: FuzzRequest, authorization: string): Promise<void> {
    const answer = await answerTo(new URL(request.path, kit.url), {
      method: operation.method,
      headers: { authorization, ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    if (answer.status < 300) reached.add(operation.operationId);
    const wrong = verdict.of(operation, answer);
    if (wrong.length > 0) throw new Error(wrong.join('\n').slice(0, 2_000));
  }

  it.each(operations)('$method $path answers as it is described', async (operation) => {
    await world.prepare();
    const mine = operation.path.startsWith('/admin/') ? `Operator ${OPERATOR_TOKEN}` : `Development ${ADA}`;
    const others = ['', 'Development', 'Development did:x', 'Bearer a.b.c', 'Operator x', 'Basic YTpi'];
    const anybody = fc.oneof(
      { weight: 9, arbitrary: fc.constant(mine) },
      { weight: 1, arbitrary: fc.constantFrom(...others) },
    );
    await fc.assert(
      fc.asyncProperty(validRequests(document, operation, world.known), (request) =>
        ask(operation, request, mine),
      ),
      { seed: SEED, numRuns: VALID_RUNS },
    );
    await fc.assert(
      fc.asyncProperty(hostileRequests(document, operation, world.known), anybody, (request, who) =>
        ask(operation, request, who),
      ),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('has let a request through to every route, and is alive', async () => {
    const never = operations.map(({ operationId }) => operationId).filter((name) => !reached.has(name));
    expect(never).toEqual(
      operations.map(({ operationId }) => operationId).filter((name) => name in NEVER_REACHED),
    );
    expect((await kit.request('GET', '/readyz')).status).toBe(200);
  });
});

async function answerTo(url: URL, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const { status, headers } = response;
  if (headers.get('content-type')?.startsWith('text/event-stream') === true) {
    await response.body?.cancel();
    return { status, headers, body: '' };
  }
  return { status, headers, body: await response.text() };
}
