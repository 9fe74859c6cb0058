import type { IncomingMessage } from 'node:http';
import { SchalterError } from '../platform/errors.ts';

/** Largest JSON body, in bytes: a chat message has 4,000 characters; the rest is room for cards and transcripts. */
export const bodyLimit = 256 * 1024;
/** Deepest nesting taken: thousands of levels parse, and then overflow whoever walks them. */
export const depthLimit = 64;

/** The bytes of a body as they came, which webhook signatures are computed over. */
export function readBytes(request: IncomingMessage, limit = bodyLimit): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > limit) {
      reject(new SchalterError('TooLarge'));
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    // Listeners instead of an iterator over the stream, which costs more than all the rest of reading a short body.
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      request.off('data', take);
      reject(new SchalterError('TooLarge'));
    };
    request.on('data', take);
    request.once('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    // The client went away in the middle: nobody is left to be answered, and no fault of this house.
    const gone = (cause?: Error): void => reject(new SchalterError('BadRequest', { cause }));
    request.once('error', gone);
    request.once('close', gone);
    if (request.destroyed && !request.readableEnded) gone();
  });
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

/** Whether JSON text nests deeper than `limit`; reads bytes, so that nothing is built before it is known to be safe. */
export function isTooDeep(bytes: Buffer, limit = depthLimit): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inString) {
      if (byte === backslash) index += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === openBrace || byte === openBracket) {
      depth += 1;
      if (depth > limit) return true;
    } else if (byte === closeBrace || byte === closeBracket) depth -= 1;
  }
  return false;
}

/**
 * Parses a body. Empty text is an empty object, since some clients send no body with POST.
 * @throws SchalterError BadSyntax, TooDeep
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  if (isTooDeep(bytes)) throw new SchalterError('TooDeep');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // The parser's own message quotes the input.
    throw new SchalterError('BadSyntax');
  }
}
