import type { Client } from './harness.ts';

export interface Heard {
  readonly kind: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

export interface Listener {
  /** Everything heard so far, in order, without what has been taken. */
  readonly events: Heard[];
  readonly comments: string[];
  /** The first event that fits, once it has come. */
  next(fits: (event: Heard) => boolean): Promise<Heard>;
  /** Resolves when a comment has come. */
  comment(): Promise<void>;
  /** Resolves when the server ends the stream. */
  ended: Promise<void>;
  close(): void;
  readonly status: number;
  readonly type: string | null;
}

/** Reads the live stream as a browser does; resolves with the first event. */
export async function listen(client: Client, base: string, lastEventId?: string): Promise<Listener> {
  const stop = new AbortController();
  const response = await fetch(`${base}/staff/api/events`, {
    signal: stop.signal,
    headers: { cookie: client.cookie, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
  });
  const events: Heard[] = [];
  const comments: string[] = [];
  let wake = (): void => undefined;
  const take = (block: string): void => {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
    );
    if (fields.has('')) comments.push(fields.get('') ?? '');
    if (fields.has('event'))
      events.push({
        kind: fields.get('event') ?? '',
        id: fields.get('id') ?? '',
        data: JSON.parse(fields.get('data') ?? 'null') as Record<string, unknown>,
      });
    wake();
  };
  const read = async (): Promise<void> => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      blocks.forEach(take);
    }
  };
  const ended = read().catch(() => undefined);
  const until = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const next = (fits: (event: Heard) => boolean): Promise<Heard> =>
    until(() => {
      const at = events.findIndex(fits);
      return at < 0 ? undefined : events.splice(0, at + 1).at(-1);
    });
  return {
    events,
    comments,
    next,
    comment: () => until(() => (comments.length > 0 ? true : undefined)).then(() => undefined),
    ended,
    close: () => stop.abort(),
    status: response.status,
    type: response.headers.get('content-type'),
  };
}
