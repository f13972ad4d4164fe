import { CATALOGUE } from '#contracts';
import { ownFixtures } from '../../infra/contracts/check-fixtures.mjs';
import { loadContracts } from '../../infra/contracts/load.mjs';
import { bySchema } from '../../infra/contracts/validators.mjs';
import { workspaceAt } from '../../infra/contracts/workspace.mjs';
import { HandlerRegistry, type Preparation } from '../../libs/eventing/src/inbox/handlers.js';

/** A service's inbox checks by class, everybody else by schema: what one takes and the other refuses is lost. */
describe.each(CATALOGUE.map((contract) => [contract.type, contract] as const))('%s', (type, contract) => {
  const fixtures = ownFixtures(type, workspaceAt());
  const handler = { contract, batch: false, invoke: () => Promise.resolve() };
  const handlers = new HandlerRegistry(new Map([[type, handler]]));
  let wrongBySchema: (data: unknown) => string | undefined;

  beforeAll(async () => {
    wrongBySchema = bySchema((await loadContracts(workspaceAt())).schemas.get(type) ?? { not: {} });
  });

  it.each(fixtures.filter(({ name }) => !name.startsWith('invalid/')))(
    'is taken by both: $name',
    ({ data }) => {
      expect(wrongBySchema(data)).toBeUndefined();
      expect(receive(data).kind).toBe('handle');
    },
  );

  it.each(fixtures.filter(({ name }) => name.startsWith('invalid/')))(
    'is refused by both: $name',
    ({ data }) => {
      expect(wrongBySchema(data)).toEqual(expect.any(String));
      expect(receive(data)).toMatchObject({ kind: 'refuse', reason: 'invalid' });
    },
  );

  it('is taken by both with fields that nobody knows', () => {
    const maximal = fixtures.find(({ name }) => name === 'maximal')?.data as object;
    const data = { ...maximal, addedLater: { by: 'a newer version' } };
    expect(wrongBySchema(data)).toBeUndefined();
    expect(receive(data).kind).toBe('handle');
  });

  /** As the inbox of a service does, with the options that it runs with. */
  function receive(data: unknown): Preparation {
    return handlers.prepare({
      id: '0198c5d8-7c5e-7f3a-9d4b-2f6a1c3e5b7d',
      source: '/services/cards',
      type,
      subject: '0198c5d8-0000-7000-8000-000000000001',
      time: '2026-11-22T09:30:00.000Z',
      sequence: 1,
      correlationId: 'a',
      causationId: 'b',
      data,
    });
  }
});
