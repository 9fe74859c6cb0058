import type { WebSocket } from 'ws';
import type { Store } from '../../conversation/store.ts';
import { hasCode, SchalterError } from '../../platform/errors.ts';
import { errorFields, type Log } from '../../platform/log.ts';
import type { ObserveDirectLine } from './observe.ts';
import type { Framing } from './outgoing.ts';
import { activitySet, Echoes, readPage, type Page } from './page.ts';

/** A socket and how far it has read. */
export interface Reader {
  readonly socket: WebSocket;
  position: number;
  /** It has caught up and gets what is new together with the others. */
  live: boolean;
  /** It was heard of since the last keepalive. */
  alive: boolean;
}

interface FeedOptions {
  readonly store: Store;
  readonly log: Log;
  readonly observe: ObserveDirectLine;
  readonly framing: Framing;
  /** A reader has caught up. */
  readonly onJoined: (conversationId: string) => void;
}

/** Activities in a frame: a long history comes in pieces, each sent when the one before has left. */
const pageLimit = 100;
/** A reader with more than this unsent, in bytes, is cut off; it comes back with its watermark and loses nothing. */
const bufferLimit = 1024 * 1024;

/** One conversation's readers. What is new is read and serialised once and sent to all. */
export class Feed {
  readonly framing: Framing;
  /** Oldest first. */
  readonly readers: Reader[] = [];
  readonly #options: FeedOptions;
  readonly #echoes = new Echoes();
  /** The newest number that is known to be committed. */
  #newest = 0;
  /** How far the live readers have read, together. */
  #position = 0;
  #pumping = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.framing = options.framing;
  }

  /** Takes a reader in: it reads what it lacks on its own, then joins the others. */
  add(reader: Reader): void {
    this.readers.push(reader);
    this.#catchUp(reader).catch((error: unknown) => this.#fail(error, [reader]));
  }

  /** Returns whether the reader was there. */
  remove(reader: Reader): boolean {
    const index = this.readers.indexOf(reader);
    if (index < 0) return false;
    this.readers.splice(index, 1);
    return true;
  }

  /** Something was committed; returns whether it was news, or else perhaps no entry at all. */
  wake(lastSeq: number): boolean {
    const advanced = lastSeq > this.#newest;
    this.#newest = Math.max(this.#newest, lastSeq);
    if (!this.#pumping) void this.#pump();
    return advanced;
  }

  transient(json: string): void {
    for (const reader of this.#live()) this.#send(reader, `{"activities":[${json}]}`);
  }

  #live(): Reader[] {
    return this.readers.filter((reader) => reader.live);
  }

  async #read(after: number): Promise<Page> {
    const { store, framing } = this.#options;
    const page = await readPage(store, framing, this.#echoes, { after, newest: this.#newest, limit: pageLimit });
    this.#newest = Math.max(this.#newest, page.watermark);
    return page;
  }

  /** Sends what is new until nothing is. Ends in the same step as its last look, so that no commit falls between. */
  async #pump(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#position < this.#newest && this.#live().length > 0) this.#share(await this.#read(this.#position));
    } catch (error) {
      this.#fail(error, this.#live());
    } finally {
      this.#pumping = false;
    }
  }

  #share(page: Page): void {
    this.#position = page.watermark;
    let shared: Buffer | undefined;
    for (const reader of this.#live()) {
      // A reader that joined during the reading may be ahead: it gets only what it has not seen.
      const fresh = page.items.filter(({ seq }) => seq > reader.position);
      reader.position = Math.max(reader.position, page.watermark);
      if (fresh.length === 0) continue;
      if (fresh.length < page.items.length) this.#send(reader, activitySet(fresh, page.watermark));
      else this.#send(reader, (shared ??= Buffer.from(activitySet(fresh, page.watermark))));
    }
  }

  async #catchUp(reader: Reader): Promise<void> {
    // Read now that notices come in: what was committed before the first of them must not be passed over.
    const head = await this.#options.store.head(this.framing.conversationId);
    if (head === null || head.erased === true) throw new SchalterError('ConversationNotFound');
    this.#newest = Math.max(this.#newest, head.lastSeq);
    for (;;) {
      while (reader.position < this.#newest) {
        const page = await this.#read(reader.position);
        reader.position = page.watermark;
        if (page.items.length > 0) await this.#deliver(reader, activitySet(page.items, page.watermark));
        if (reader.socket.readyState !== reader.socket.OPEN) return;
      }
      // No waiting between this look and joining, so that nothing falls between the two ways of reading.
      const alone = !this.#pumping && this.#live().length === 0;
      if (alone) this.#position = reader.position;
      if (alone || reader.position >= this.#position) {
        reader.live = true;
        this.#options.onJoined(this.framing.conversationId);
        return;
      }
    }
  }

  #send(reader: Reader, frame: string | Buffer, sent?: () => void): void {
    const { socket } = reader;
    if (socket.bufferedAmount > bufferLimit) {
      this.#options.observe('socket.slow');
      socket.terminate();
    }
    socket.send(frame, { binary: false }, sent);
  }

  /** Sends and waits until the frame has left: with success or not, the caller looks at the socket itself. */
  #deliver(reader: Reader, frame: string): Promise<void> {
    return new Promise((resolve) => this.#send(reader, frame, resolve));
  }

  /** The readers are let go and come back with their watermarks. */
  #fail(error: unknown, readers: readonly Reader[]): void {
    if (!hasCode(error, 'ConversationNotFound'))
      this.#options.log.warn(
        { conversation: this.framing.conversationId, ...errorFields(error) },
        'a stream could not be read',
      );
    for (const { socket } of readers) socket.close(1011, 'again');
  }
}
