import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import type { SentFile } from '../../conversation/uploads/intake.ts';
import { fileLimit, filesPerRequest, messageLimit } from '../../conversation/uploads/limits.ts';
import { readBytes } from '../../http/body.ts';
import { SchalterError } from '../../platform/errors.ts';

/** What a client sent to the upload address. */
export interface Upload {
  readonly files: readonly SentFile[];
  /** The part `activity`, as it came. */
  readonly activity: Buffer | null;
}

/** Bytes of the part `activity`. */
const activityLimit = 64 * 1024;

async function collect(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new SchalterError('FileTooLarge');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The name in a Content-Disposition header, for a file that comes without a form around it. */
function nameOf(disposition = ''): string {
  const extended = /filename\*=utf-8''([^;]{1,2000})/i.exec(disposition)?.[1];
  try {
    if (extended !== undefined) return decodeURIComponent(extended);
  } catch {
    // Not what it says: the plain form is left.
  }
  return /filename="?([^";]{1,200})/i.exec(disposition)?.[1] ?? '';
}

/**
 * Reads a form of files and perhaps an activity, as published clients send it, or one raw file.
 * @throws SchalterError FileTooLarge, UploadRefused (too many files), BadRequest (no form, or a form that breaks off)
 */
export async function readUpload(raw: IncomingMessage): Promise<Upload> {
  const type = raw.headers['content-type'] ?? '';
  if (Number(raw.headers['content-length'] ?? 0) > messageLimit + activityLimit)
    throw new SchalterError('FileTooLarge');
  if (!/^multipart\/form-data\b/i.test(type)) {
    const bytes = await readBytes(raw, fileLimit).catch(tooLarge);
    return { files: [{ name: nameOf(raw.headers['content-disposition']), bytes }], activity: null };
  }
  const parts: Promise<readonly ['activity' | 'file', SentFile]>[] = [];
  let failure: unknown = null;
  try {
    const form = new Busboy({
      headers: { ...raw.headers, 'content-type': type },
      limits: { files: filesPerRequest + 1, fields: 5, fieldSize: activityLimit, parts: 20, headerPairs: 20 },
    });
    // Read to its end whatever happens: a part that nobody reads holds the whole form up.
    form.on('file', (field, stream, name) => {
      const isActivity = field === 'activity';
      const part = collect(stream, isActivity ? activityLimit : fileLimit).then(
        (bytes) => [isActivity ? 'activity' : 'file', { name, bytes }] as const,
      );
      part.catch((error: unknown) => {
        failure ??= error;
        stream.resume();
        form.destroy();
      });
      parts.push(part);
    });
    form.on('field', (field, value) => {
      if (field === 'activity')
        parts.push(Promise.resolve(['activity', { name: '', bytes: Buffer.from(value) }] as const));
    });
    form.on('filesLimit', () => {
      failure ??= new SchalterError('UploadRefused');
    });
    await pipeline(raw, form);
  } catch (cause) {
    throw failure instanceof SchalterError ? failure : new SchalterError('BadRequest', { cause });
  }
  const read = await Promise.all(parts);
  if (failure instanceof SchalterError) throw failure;
  const files = read.flatMap(([kind, file]) => (kind === 'file' ? [file] : []));
  if (files.length > filesPerRequest) throw new SchalterError('UploadRefused');
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > messageLimit) throw new SchalterError('FileTooLarge');
  return { files, activity: read.find(([kind]) => kind === 'activity')?.[1].bytes ?? null };
}

const tooLarge = (error: unknown): never => {
  throw error instanceof SchalterError && error.code === 'TooLarge' ? new SchalterError('FileTooLarge') : error;
};
