/** What the gate says of a change, tried on a copy. */
import { violationsIn } from './checks.mjs';
import { Scratch } from './scratch.mjs';

/** Compare generated files, which whoever makes a change generates anew. */
const HEALED_BY_GENERATING = ['2 snapshots', '10 asyncapi'];

/**
 * @param {import('./breaking-changes.mjs').Change} change
 * @returns {Promise<{ right: boolean, refused: boolean, sentence: string }>} right when the gate does what it should;
 *   the sentence that says why it refuses, or '' when it does not
 */
export async function tryChange({ make, refusal }) {
  const scratch = new Scratch();
  try {
    make(scratch);
    const sentences = (await violationsIn(scratch.workspace, HEALED_BY_GENERATING)).map(
      ({ sentence }) => sentence,
    );
    const expected = sentences.find((sentence) => refusal?.test(sentence) === true);
    return {
      right: refusal === undefined ? sentences.length === 0 : expected !== undefined,
      refused: sentences.length > 0,
      sentence: expected ?? sentences[0] ?? '',
    };
  } finally {
    scratch.dispose();
  }
}
