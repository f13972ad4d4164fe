/** Control characters other than tab and line breaks: Postgres refuses NUL in text, and none of them can be read. */
const CONTROL = /[^\P{Cc}\t\n\r]/gu;
/** Halves of a character without their other half: no UTF-8 exists for them. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Text that Postgres, JSON and a reader can take: composed, well-formed Unicode without control characters, trimmed. */
export function cleanText(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD').replace(CONTROL, '').normalize('NFC').trim();
}

/** One line of clean text: each run of white space is one space. */
export function cleanLine(text: string): string {
  return cleanText(text.replace(/\s+/gu, ' '));
}

/** At most `max` UTF-16 units, cut with an ellipsis and never inside a character. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\uD800-\uDBFF]$/u.test(cut) ? cut.slice(0, -1) : cut}…`;
}
