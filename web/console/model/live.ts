import type { Case, ConversationNews } from './types.ts';

/** What is heard over the live stream. */
export interface LiveListener {
  /** The stream stands; not resumed: what was missed must be read anew. */
  onReady(resumed: boolean): void;
  onCase(item: Case): void;
  onConversation(news: ConversationNews): void;
  /** The stream broke; it is tried again until `close`. */
  onLost(): void;
}

export interface Live {
  close(): void;
}

/** The part of the browser's EventSource that is used. */
export interface Source {
  readonly readyState: number;
  addEventListener(kind: string, listener: (event: { readonly data: string }) => void): void;
  onerror: ((event: Event) => unknown) | null;
  close(): void;
}

const closed = 2;
/** Milliseconds between tries where the browser has given up by itself. */
const retryMs = 3000;

export interface LiveOptions {
  readonly open?: () => Source;
  readonly later?: (ms: number, run: () => void) => () => void;
}

/** Follows the live stream; a browser resumes a broken one by itself, and where it gives up a new one is opened. */
export function followLive(
  listener: LiveListener,
  {
    open = () => new EventSource('/staff/api/events'),
    later = (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  }: LiveOptions = {},
): Live {
  let source: Source | null = null;
  let cancel = (): void => undefined;
  const begin = (): void => {
    const mine = open();
    source = mine;
    const on = <T>(kind: string, take: (data: T) => void): void =>
      mine.addEventListener(kind, ({ data }) => take(JSON.parse(data) as T));
    on<{ resumed: boolean }>('ready', ({ resumed }) => listener.onReady(resumed));
    on<Case>('case', (item) => listener.onCase(item));
    on<ConversationNews>('conversation', (news) => listener.onConversation(news));
    mine.onerror = () => {
      listener.onLost();
      if (mine.readyState !== closed || source !== mine) return;
      cancel = later(retryMs, begin);
    };
  };
  begin();
  return {
    close() {
      cancel();
      source?.close();
      source = null;
    },
  };
}
