/** Longest stretch without letting requests through. */
const SLICE_MS = 10;

/** Each item's result, in their order; the event loop gets its turn in between. */
export async function eachInTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  let since = performance.now();
  for (const item of items) {
    results.push(work(item));
    if (performance.now() - since < SLICE_MS) continue;
    await new Promise(setImmediate);
    since = performance.now();
  }
  return results;
}
