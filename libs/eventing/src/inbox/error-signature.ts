const MAX_ERROR_LENGTH = 8_000;
/** Short enough for an index over it and two more columns. */
const MAX_SIGNATURE_LENGTH = 200;
const MAX_CAUSES = 5;

/** What an operator needs to see: the error, where it was thrown, and what caused it. */
export function describeError(error: Error): string {
  return causesOf(error)
    .map((each, index) => `${index === 0 ? '' : 'caused by '}${each.stack ?? each.message}`)
    .join('\n')
    .replaceAll('\0', '')
    .slice(0, MAX_ERROR_LENGTH);
}

/**
 * What errors of one kind have in common: name and first line of the root cause (a query's wrapper says less than
 * what the database answered), without what differs from event to event.
 */
export function signatureOf(error: Error): string {
  const root = causesOf(error).at(-1) ?? error;
  return signatureOfText(`${root.name}: ${root.message}`);
}

/** As `signatureOf`, of an error's text. */
export function signatureOfText(text: string): string {
  const [firstLine = ''] = text.replaceAll('\0', '').trim().split('\n');
  return firstLine
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>')
    .replace(/\bdid:[a-z]+:[\w.:%-]+/g, '<did>')
    .replace(/\bhttps?:\/\/[^\s"'<>]+/g, '<url>')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z?\b/g, '<time>')
    .replace(/\b(?=[a-f]*\d)[0-9a-f]{16,}\b/gi, '<hex>')
    .replace(/(?<![\w.])-?\d+(?:\.\d+)*(?![\w])/g, '<n>')
    .slice(0, MAX_SIGNATURE_LENGTH);
}

/** The error and what caused it, outermost first. */
function causesOf(error: Error): Error[] {
  const causes: Error[] = [];
  for (let each: unknown = error; each instanceof Error && causes.length <= MAX_CAUSES; each = each.cause) {
    causes.push(each);
  }
  return causes;
}
