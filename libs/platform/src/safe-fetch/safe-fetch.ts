import { lookup } from 'node:dns/promises';
import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ACCEPTED_ENCODINGS, type BodyLimit, readBody } from './bounded-body.js';
import { checkedAddressesOf, pinnedTo, type ResolveHost } from './checked-addresses.js';
import { FetchError } from './fetch-error.js';
import type { ReachableAddresses } from './reachable-addresses.js';

/** What of a foreign URL is asked for, and the most that it may cost. */
export interface FetchRequest extends BodyLimit {
  /** Media types that are read, as `type/subtype`; an answer of another is refused unread. */
  accept: readonly string[];
  /** For everything: names, connections, redirects and the body, milliseconds. */
  timeoutMs: number;
  /** Ends the request early. */
  signal?: AbortSignal;
}

/** An answer with a 2xx status. */
export interface FetchedDocument {
  /** Where it was in the end, after redirects. */
  url: string;
  /** Lower-case `type/subtype`. */
  mediaType: string;
  /** As the header names it, lower-case. */
  charset: string | undefined;
  body: Buffer;
}

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Reads URLs that strangers wrote, and is not led inside by them: only http and https, only addresses that may be
 * reached, at every hop; a connection is made to exactly the address that was checked. Sends no cookie and no
 * credential, and keeps no connection. The rules: docs/safe-fetch.md.
 */
export class SafeFetch {
  /**
   * @param userAgent Says to the sites who reads them.
   * @param resolve The machine's resolver unless another is given.
   */
  constructor(
    private readonly reachable: ReachableAddresses,
    private readonly userAgent: string,
    private readonly resolve: ResolveHost = resolveBySystem,
  ) {}

  /** @throws FetchError; never anything else because of what the other side does. */
  async get(url: string, request: FetchRequest): Promise<FetchedDocument> {
    const deadline = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal === undefined ? deadline : AbortSignal.any([deadline, request.signal]);
    try {
      return await this.follow(url, request, signal);
    } catch (error) {
      if (deadline.aborted) {
        throw new FetchError('timed-out', `no whole answer in ${String(request.timeoutMs)} ms`);
      }
      if (signal.aborted) throw new FetchError('aborted', 'no longer wanted');
      throw error;
    }
  }

  private async follow(first: string, request: FetchRequest, signal: AbortSignal): Promise<FetchedDocument> {
    let url = parsed(first);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const response = await this.hop(url, request, signal);
      try {
        const target = redirectOf(response, url);
        if (target === undefined) return await documentOf(response, url, request);
        url = target;
      } finally {
        response.destroy();
      }
    }
    throw new FetchError('too-many-redirects', `more than ${String(MAX_REDIRECTS)} redirects`);
  }

  /** One request and the head of its answer. */
  private async hop(url: URL, request: FetchRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const addresses = await abortable(checkedAddressesOf(url, this.reachable, this.resolve), signal);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = send(url, {
      // Of its own: a pooled connection might be to an address that was checked for another name.
      agent: false,
      lookup: pinnedTo(addresses),
      headers: {
        accept: request.accept.join(', '),
        'accept-encoding': ACCEPTED_ENCODINGS,
        'user-agent': this.userAgent,
      },
      signal,
    });
    return headOf(sent, url);
  }
}

async function headOf(sent: ClientRequest, url: URL): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    // Stays: what ends the connection later is heard here too, and must not end the process.
    sent.on('error', (error) => {
      reject(new FetchError('no-connection', `${url.host}: ${error.message}`, undefined, error));
    });
    sent.end();
  });
}

async function documentOf(
  response: IncomingMessage,
  url: URL,
  request: FetchRequest,
): Promise<FetchedDocument> {
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) {
    throw new FetchError('bad-status', `${url.host} answers ${String(status)}`, status);
  }
  const { mediaType, charset } = contentTypeOf(response);
  if (!request.accept.includes(mediaType)) {
    throw new FetchError('wrong-content-type', `its content type is "${mediaType}"`);
  }
  try {
    return { url: url.href, mediaType, charset, body: await readBody(response, request) };
  } catch (error) {
    if (error instanceof FetchError) throw error;
    if (isOfDecompression(error)) {
      throw new FetchError('unreadable-body', 'the body can not be decompressed', undefined, error);
    }
    throw new FetchError('no-connection', `${url.host} ended early`, undefined, error);
  }
}

function contentTypeOf(response: IncomingMessage): { mediaType: string; charset: string | undefined } {
  const header = response.headers['content-type'] ?? '';
  const [mediaType = '', ...parameters] = header.toLowerCase().split(';');
  const charset = parameters.map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/u.exec(parameter)?.[1]);
  return { mediaType: mediaType.trim(), charset: charset.find((name) => name !== undefined) };
}

function redirectOf(response: IncomingMessage, from: URL): URL | undefined {
  const { location } = response.headers;
  if (!REDIRECTS.has(response.statusCode ?? 0) || location === undefined) return undefined;
  return parsed(location, from);
}

function parsed(url: string, base?: URL): URL {
  if (!URL.canParse(url, base?.href)) throw new FetchError('refused-url', `"${url.slice(0, 200)}" is no URL`);
  return new URL(url, base);
}

/** Name resolution can not be called off: it is left alone to end. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => {
    reject(new FetchError('aborted', 'no longer wanted'));
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** By node:zlib's codes: those of zlib itself and those of Brotli. */
function isOfDecompression(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^(?:Z_|ERR__)/u.test(code);
}

async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  const answers = await lookup(hostname, { all: true, order: 'verbatim' });
  return answers.map(({ address }) => address);
}
