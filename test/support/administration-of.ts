import { Administration } from '../../libs/eventing/src/administration/administration.js';
import type { Consumption } from '../../libs/eventing/src/runtime/consumption.js';
import type { Publication } from '../../libs/eventing/src/runtime/publication.js';
import type { EngineWorld } from './engine-world.js';

/** The operator's side of one of a world's services. */
export async function administrationOf(
  world: EngineWorld,
  service: 'cards' | 'feeds',
  parts: { publication: Publication; consumption: Consumption },
): Promise<Administration> {
  const scope = { consumer: service, generation: 0 };
  return new Administration(scope, {
    ...parts,
    sql: world.pool(service),
    transactions: world.transactions(service),
    transport: await world.transport(service),
  });
}
