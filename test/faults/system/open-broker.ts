import type { TransportName } from '../../../infra/dev/brokers/broker.mjs';
import { StartError } from '../../../infra/dev/servers/processes.mjs';
import type { FaultBroker, FaultBrokerOptions } from './broker.ts';
import { NatsFaultBroker } from './nats-broker.ts';
import { PostgresFaultBroker } from './postgres-broker.ts';
import { RedisFaultBroker } from './redis-broker.ts';

type Open = (options: FaultBrokerOptions) => Promise<FaultBroker>;

/** A transport that is not here can not be run under faults. */
const BROKERS: Partial<Record<TransportName, Open>> = {
  nats: (options) => NatsFaultBroker.open(options),
  postgres: (options) => PostgresFaultBroker.open(options),
  redis: (options) => RedisFaultBroker.open(options),
};

export const FAULT_TRANSPORTS = Object.keys(BROKERS) as TransportName[];

/** @throws StartError `no-such-transport` */
export function openBroker(transport: TransportName, options: FaultBrokerOptions): Promise<FaultBroker> {
  const open = BROKERS[transport];
  if (open !== undefined) return open(options);
  throw new StartError(
    'no-such-transport',
    `The fault suite knows no transport "${transport}".`,
    `It knows: ${FAULT_TRANSPORTS.join(', ')}`,
  );
}
