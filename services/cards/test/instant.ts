/** This millisecond, ended: all that was answered is recorded by it, and what happens afterwards happens later. */
export async function instant(): Promise<string> {
  const now = Date.now();
  while (Date.now() === now) await new Promise(setImmediate);
  return new Date(now).toISOString();
}
