import type { Type } from '@nestjs/common';
import type { Database } from '../database.js';

/** What of a service can be built anew from events. */
export interface Projection {
  /**
   * Tables that are made of events and nothing else: they are built anew, and swapped. All others stay as they are: what
   * people wrote here, and what was done once and must not be done again.
   */
  tables: readonly string[];
  /** Controllers with the handlers of events. They are given nothing but their transactions. */
  controllers: readonly Type[];
  /** Brings up to date what stays and hangs on what was swapped; it may be called again. */
  afterSwap?: (live: Database) => Promise<void>;
}
