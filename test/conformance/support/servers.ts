import type { BrokerOptions, TestBroker } from '../../support/brokers/broker.js';
import { EngineWorld } from '../../support/engine-world.js';

/**
 * A transport's servers: as many sets of a database and a broker as there are cases at work at once. A case that kills
 * its broker, or loses its events, does so to nobody else.
 */
export class Servers {
  readonly #startBroker: (options: BrokerOptions) => Promise<TestBroker>;
  readonly #idle: EngineWorld[] = [];
  readonly #all = new Set<EngineWorld>();

  constructor(startBroker: (options: BrokerOptions) => Promise<TestBroker>) {
    this.#startBroker = startBroker;
  }

  /** Does some work with a set that nobody else has; started where none is free. One that it fails with is not used again. */
  async lend(work: (world: EngineWorld) => Promise<void>): Promise<void> {
    const world = this.#idle.pop() ?? (await this.#start());
    try {
      await work(world);
    } catch (error) {
      await this.#end(world).catch(() => undefined);
      throw error;
    }
    this.#idle.push(world);
  }

  /** Ends all sets, also those of cases that ran into their time-outs. */
  async stop(): Promise<void> {
    await Promise.all([...this.#all].map((world) => this.#end(world)));
  }

  async #start(): Promise<EngineWorld> {
    const world = await EngineWorld.on(this.#startBroker);
    this.#all.add(world);
    return world;
  }

  async #end(world: EngineWorld): Promise<void> {
    this.#all.delete(world);
    await world.stop();
  }
}
