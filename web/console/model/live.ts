import type { LiveEvents } from './types.ts';

/** What is heard over the live stream. */
export interface LiveListener {
  /** The stream stands; not resumed: what was missed must be read anew. */
  onReady(resumed: boolean): void;
  onEvent(event: LiveEvent): void;
  /** The stream broke; it is tried again until `close`. */
  onLost(): void;
}

type Named = Omit<LiveEvents, 'ready'>;
/** An event of the stream with its name. */
export type LiveEvent = { [Name in keyof Named]: { readonly name: Name; readonly data: Named[Name] } }[keyof Named];

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

/** What the stream carries under a name has the form of that name. */
const eventOf = (name: LiveEvent['name'], data: string): LiveEvent => {
  const parsed: unknown = JSON.parse(data);
  return { name, data: parsed } as LiveEvent;
};
const names: readonly LiveEvent['name'][] = ['case', 'conversation', 'writing', 'presence', 'notice', 'alert', 'held'];
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
    mine.addEventListener('ready', ({ data }) => listener.onReady((JSON.parse(data) as LiveEvents['ready']).resumed));
    for (const name of names) mine.addEventListener(name, ({ data }) => listener.onEvent(eventOf(name, data)));
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
