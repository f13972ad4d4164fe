/** The answer, or a failure after `milliseconds`: a server that does not answer must not hold up who asks. */
export async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`no answer within ${String(milliseconds)} ms`));
  }, milliseconds);
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
