/** Longer lines are taken in pieces. */
const MAX_LINE = 64 * 1024;

/**
 * A text's lines as it comes in, with their ends; very long ones in pieces, of which only the last has the end.
 *
 * @param cut where to cut a line that is too long, for a format in which not every place will do; 0 for any
 */
export async function* linesOf(
  text: AsyncIterable<string>,
  cut: (line: string, before: number) => number = () => 0,
): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    rest += chunk;
    let start = 0;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', start)) {
      yield rest.slice(start, end + 1);
      start = end + 1;
    }
    rest = rest.slice(start);
    while (rest.length > MAX_LINE) {
      const end = cut(rest, MAX_LINE) || MAX_LINE;
      yield rest.slice(0, end);
      rest = rest.slice(end);
    }
  }
  if (rest !== '') yield rest;
}
