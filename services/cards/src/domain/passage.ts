import { DomainError } from './domain-error.js';
import { charactersOf, cleanText } from './text.js';

/** Characters of a quote at most. */
export const MAX_QUOTE = 10_000;
/** Characters of a selector at most. */
export const MAX_SELECTOR = 4_096;

/** A passage of a work: what it says, and where it stands. */
export interface Passage {
  quote: string;
  /** A text directive: `text=from,to`. */
  selector: string;
}

/** A term of a text directive: its own marks, `&`, `-` and `,`, stand in it percent-encoded only. */
const TERM = String.raw`(?:[^\s#%&,\-]|%[0-9A-Fa-f]{2})+`;
/** `text=[prefix-,]start[,end][,-suffix]`: https://wicg.github.io/scroll-to-text-fragment/#syntax */
const TEXT_DIRECTIVE = new RegExp(`^text=(?:${TERM}-,)?${TERM}(?:,${TERM})?(?:,-${TERM})?$`, 'u');

/**
 * The passage within its limits; a selector may be given with the `#:~:` that stands before it in a URL.
 *
 * @throws DomainError `invalid-quote`, `invalid-selector`
 */
export function validPassage(passage: Passage): Passage {
  const quote = cleanText(passage.quote);
  if (quote === '' || charactersOf(quote) > MAX_QUOTE) {
    throw new DomainError(
      'invalid',
      'invalid-quote',
      `A quote has 1 to ${String(MAX_QUOTE)} characters.`,
      'quote',
    );
  }
  return { quote, selector: validSelector(passage.selector) };
}

function validSelector(text: string): string {
  const selector = text.trim().replace(/^#?:~:/u, '');
  // The length first: an expression is not for texts of any size.
  if (charactersOf(selector) <= MAX_SELECTOR && TEXT_DIRECTIVE.test(selector) && isDecodable(selector))
    return selector;
  throw new DomainError(
    'invalid',
    'invalid-selector',
    `A selector is a text fragment such as "text=from,to", percent-encoded, of at most ${String(MAX_SELECTOR)} characters.`,
    'selector',
  );
}

/** Its percent-encoded bytes are UTF-8. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
