import { backoff } from './backoff.ts';
import type { Reply } from './request.ts';
import type { DirectLineEvent, Outgoing, Surroundings } from './types.ts';

/** Attempts while there is a connection, about half a minute; without one, messages wait as long as it takes. */
const attempts = 6;

/** Sends one message after the other, in the order in which they were written. */
export interface Outbox {
  add(message: Outgoing): void;
  /** The connection stands: go on. */
  flush(): void;
  /** The message came back on the stream: it has arrived, whatever became of the answer. */
  arrived(key: string, id: string): void;
  clear(): void;
}

export interface OutboxOptions {
  readonly post: (message: Outgoing) => Promise<Reply>;
  readonly isConnected: () => boolean;
  readonly emit: (event: DirectLineEvent) => void;
  readonly surroundings: Pick<Surroundings, 'after' | 'random'>;
}

export function createOutbox({ post, isConnected, emit, surroundings }: OutboxOptions): Outbox {
  let queue: readonly Outgoing[] = [];
  let failures = 0;
  let busy = false;

  const settle = (key: string, event: DirectLineEvent): void => {
    if (!queue.some((message) => message.key === key)) return;
    queue = queue.filter((message) => message.key !== key);
    failures = 0;
    emit(event);
  };

  const step = async (): Promise<'next' | 'later'> => {
    const [message] = queue;
    if (message === undefined || !isConnected()) return 'later';
    const reply = await post(message);
    switch (reply.kind) {
      case 'ok': {
        const { id } = reply.body;
        settle(message.key, { kind: 'sent', key: message.key, id: typeof id === 'string' ? id : '' });
        return 'next';
      }
      case 'refused':
        settle(message.key, { kind: 'failed', key: message.key });
        return 'next';
      case 'unreachable':
        break;
    }
    // Without a connection nothing was tried: it goes on when there is one.
    if (!isConnected()) return 'later';
    failures += 1;
    if (failures < attempts) {
      await new Promise<void>(
        (resolve) => void surroundings.after(backoff(failures - 1, surroundings.random()), resolve),
      );
    } else settle(message.key, { kind: 'failed', key: message.key });
    return 'next';
  };

  const outbox: Outbox = {
    add(message) {
      if (queue.some(({ key }) => key === message.key)) return;
      queue = [...queue, message];
      outbox.flush();
    },
    flush() {
      if (busy) return;
      busy = true;
      void (async () => {
        while ((await step()) === 'next');
        busy = false;
      })();
    },
    arrived: (key, id) => settle(key, { kind: 'sent', key, id }),
    clear() {
      queue = [];
      failures = 0;
    },
  };
  return outbox;
}
