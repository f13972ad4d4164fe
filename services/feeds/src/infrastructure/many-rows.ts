/** Rows travel as one JSON parameter: any number of rows is one statement with one plan. */
export const json = (rows: readonly object[]): string => JSON.stringify(rows);

/** An aggregate's events come in order, so the last one of a batch is its newest state. */
export function lastOfEach<T>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}
