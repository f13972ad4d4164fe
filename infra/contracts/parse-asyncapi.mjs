/**
 * Prints what @asyncapi/parser finds wrong in a document, as a JSON list of sentences.
 *
 *   node infra/contracts/parse-asyncapi.mjs <file>
 *
 * A process of its own: the parser brings packages of both module kinds in a way that Jest can not load.
 */
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

/** As the parser counts. */
const ERROR = 0;

const [file = ''] = process.argv.slice(2);
/** @type {{ document?: unknown, diagnostics: { severity: number, message: string, path: (string | number)[] }[] }} */
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'));
const errors = diagnostics
  .filter(({ severity }) => severity === ERROR)
  .map(({ message, path }) => `${path.join('.')}: ${message}`);
if (document === undefined && errors.length === 0) errors.push('it is no AsyncAPI document');
process.stdout.write(JSON.stringify(errors));
