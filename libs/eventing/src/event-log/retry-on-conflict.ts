import { setTimeout as delay } from 'node:timers/promises';
import { ConcurrencyConflict } from './aggregate-change.js';

/** Runs `work`, and again (three times in all) while it loses a race on an aggregate. */
export async function retryOnConflict<T>(work: () => Promise<T>, attempts = 3): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict) || attempt === attempts) throw error;
      // Jitter parts the two that met; without it they would meet again.
      await delay(Math.random() * 10 * 2 ** attempt);
    }
  }
}
