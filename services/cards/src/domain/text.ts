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

/** How many characters a text has: code points, as JSON Schema and PostgreSQL count them. */
export function charactersOf(text: string): number {
  return Array.from(text).length;
}

/** At most `max` characters, the last of them an ellipsis where it was cut. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const characters = Array.from(text);
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
}
