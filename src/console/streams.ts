import type { ServerResponse } from 'node:http';
import type { Answer } from '../http/answer.ts';
import type { Clock } from '../platform/clock.ts';
import type { Live, NumberedEvent } from './live.ts';
import type { Session, Sessions } from './sessions.ts';

/** Milliseconds between signs of life, shorter than the minute after which proxies cut a silent connection. */
export const heartbeatMs = 20_000;
/** Milliseconds after which a browser that was cut off tries again. */
const retryMs = 2000;
/** Bytes that may wait for a slow reader before it is cut off; it comes back and resumes. */
const backlogLimit = 1024 * 1024;

/** The open server-sent event streams, each of one session. */
export interface Streams {
  open(session: Session, lastEventId: string | undefined): Promise<Answer>;
  /** Ends the streams of a session, or all. */
  end(session?: Session): void;
  count(): number;
}

interface StreamsOptions {
  readonly live: Live;
  readonly sessions: Sessions;
  readonly clock: Clock;
  /** Told while somebody's stream is open. */
  readonly seen: (userId: string) => Promise<void>;
  /** Whether somebody may hear of cases. */
  readonly hearsCases: (userId: string) => Promise<boolean>;
}

function frame(kind: string, id: string, data: unknown): string {
  return `event: ${kind}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

export function createStreams({ live, sessions, clock, seen, hearsCases }: StreamsOptions): Streams {
  const open = new Map<ServerResponse, { readonly session: Session; readonly stop: () => void }>();

  const begin = (response: ServerResponse, session: Session, lastEventId: string | undefined, cases: boolean): void => {
    const missed = lastEventId === undefined ? null : live.since(lastEventId);
    const put = (text: string): void => {
      if (response.writableLength > backlogLimit) response.destroy();
      else response.write(text);
    };
    const tell = ({ kind, id, data }: NumberedEvent): void => {
      if (cases || kind === 'presence' || kind === 'notice') put(frame(kind, id, data));
    };

    let cancel = (): void => undefined;
    const wait = (): void => {
      cancel = clock.after(heartbeatMs, () => void beat());
    };
    const beat = async (): Promise<void> => {
      // Also the watch over the session: signed out elsewhere or run out, the stream goes with it.
      if (!(await sessions.stands(session).catch(() => false))) {
        response.end();
        return;
      }
      if (!open.has(response)) return;
      await seen(session.userId).catch(() => undefined);
      put(': here\n\n');
      wait();
    };

    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // Proxies that collect answers before passing them on would hold events back.
      'x-accel-buffering': 'no',
    });
    put(`retry: ${retryMs}\n\n`);
    // First of all whether the reader may go on from what it knows, or must read everything anew.
    put(frame('ready', live.lastId(), { resumed: missed !== null }));
    for (const event of missed ?? []) tell(event);
    const unsubscribe = live.subscribe(tell);
    wait();
    const stop = (): void => {
      cancel();
      unsubscribe();
      open.delete(response);
    };
    open.set(response, { session, stop });
    response.on('close', stop);
    response.on('error', stop);
  };

  return {
    async open(session, lastEventId) {
      const cases = await hearsCases(session.userId);
      await seen(session.userId);
      return { stream: (response) => begin(response, session, lastEventId, cases) };
    },
    end(session) {
      for (const [response, stream] of open)
        if (session === undefined || stream.session.key === session.key) {
          stream.stop();
          response.end();
        }
    },
    count: () => open.size,
  };
}
