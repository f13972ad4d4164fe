import { IsArray, IsString, MaxLength } from 'class-validator';
import { IsOpenEnum, Optional } from '../constraints.js';

/** What a URL turns out to be. */
export const URL_KINDS = [
  'article',
  'link',
  'book',
  'research',
  'audio',
  'video',
  'social',
  'event',
  'software',
] as const;
export type UrlKind = (typeof URL_KINDS)[number];

/** What is known of the work behind a URL at the time of the event. Every field may be missing. */
export class UrlMetadata {
  /** Title of the work, plain text. */
  @Optional()
  @IsString()
  @MaxLength(2_000)
  title?: string;

  /** Names as printed, in the work's order. */
  @Optional()
  @IsArray()
  @IsString({ each: true })
  authors?: string[];

  /** Year, year-month or date: `2024`, `2024-05`, `2024-05-17`. */
  @Optional()
  @IsString()
  @MaxLength(32)
  published?: string;

  /** Journal, publisher or web site. */
  @Optional()
  @IsString()
  @MaxLength(500)
  site?: string;

  /** What the URL turns out to be. There will be more kinds: read one that you do not know as `link`. */
  @Optional()
  @IsOpenEnum(URL_KINDS, 'link')
  kind?: UrlKind;
}
