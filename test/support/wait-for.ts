import { waitUntil } from '../../infra/dev/servers/processes.mjs';

/** Repeats `attempt` until it gives something, and returns that. Fails, naming `what`, after the deadline. */
export async function waitFor<T>(
  what: string,
  attempt: () => Promise<T | undefined> | T | undefined,
  deadlineMs = 30_000,
): Promise<T> {
  let result: T | undefined;
  await waitUntil(
    async () => {
      result = await attempt();
      return result !== undefined;
    },
    { what, deadlineMs },
  );
  return result as T;
}

/** The whole numbers from `from` to `to`, both included. */
export function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
