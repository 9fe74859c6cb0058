import { WebSocket } from 'ws';
import { pause } from '../support/service.ts';
import { insist, post, type Stage } from './resend.ts';
import type { Frame, Sent, Shown, Story } from './story.ts';
import { burst, words } from './words.ts';

interface Opened {
  readonly token: string;
  readonly conversationId: string;
  readonly streamUrl: string;
}

/** A website visitor: messages by POST, everything else over the socket, with the watermark across reconnections. */
export class DirectLineClient {
  readonly #stage: Stage;
  readonly #name: string;
  readonly #sent: Sent[] = [];
  readonly #readings: Frame[][] = [];
  #token = '';
  #conversationId = '';
  #socket: WebSocket | null = null;
  #ended = false;
  #round = 0;

  constructor(stage: Stage, name: string) {
    this.#stage = stage;
    this.#name = name;
  }

  /** Begins a conversation; from then on the client reads and comes back by itself until `end`. */
  async open(): Promise<void> {
    const path = '/api/directline/token';
    const { token } = (await insist(this.#stage, path, () => post({ locale: 'de-DE' }))).body as Opened;
    this.#token = token;
    await this.reload();
  }

  /** Reads the conversation again from its beginning, as a page does that was loaded again. */
  async reload(): Promise<void> {
    this.#socket?.terminate();
    const path = '/v3/directline/conversations';
    const opened = (await insist(this.#stage, path, () => post({}, this.#token))).body as Opened;
    this.#conversationId = opened.conversationId;
    const reading: Frame[] = [];
    this.#readings.push(reading);
    this.#listen(opened.streamUrl, reading);
  }

  /** Writes some messages, round after round; every one until it is acknowledged. */
  async talk(rounds: number): Promise<void> {
    const { random } = this.#stage;
    for (let each = 0; each < rounds && !this.#ended; each += 1) {
      this.#round += 1;
      const names = Array.from({ length: burst(random) }, (_, index) => `${this.#name}-${this.#round}-${index}`);
      await Promise.all(names.map((name) => this.#say(name)));
      if (random() < 0.02) await this.reload();
      await pause(10 + random() * 60);
    }
  }

  /** The highest number up to which it has read. */
  get watermark(): number {
    return this.#readings.at(-1)?.at(-1)?.watermark ?? 0;
  }

  get story(): Story {
    const { conversationId, sent, readings } = {
      conversationId: this.#conversationId,
      sent: this.#sent,
      readings: this.#readings,
    };
    return { conversationId, channel: 'directline', sent, readings, pushed: [], staffSaid: [] };
  }

  /** Closes the window. */
  leave(): void {
    this.#ended = true;
    this.#socket?.terminate();
  }

  /** Opens it again and reads on from where it was, until `seq` was passed or `limitMs` are over. */
  async catchUp(seq: number, limitMs: number): Promise<void> {
    this.#ended = false;
    await this.#return(this.#readings.at(-1) ?? []);
    for (const end = performance.now() + limitMs; this.watermark < seq && performance.now() < end;) await pause(5);
    this.leave();
  }

  async #say(name: string): Promise<void> {
    const { random } = this.#stage;
    const text = words(name, random);
    const sent = {
      key: `directline:${name}`,
      text,
      round: this.#round,
      acknowledged: false,
      ids: [] as string[],
      answers: [],
    };
    this.#sent.push(sent);
    const path = `/v3/directline/conversations/${this.#conversationId}/activities`;
    const activity = { type: 'message', text, from: { id: 'me' }, channelData: { clientActivityID: name } };
    // Now and then again although it was acknowledged, as a proxy may do.
    const times = random() < 0.05 ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const { body } = await insist(this.#stage, path, () => post(activity, this.#token));
      sent.acknowledged = true;
      sent.ids.push((body as { id: string }).id);
    }
  }

  #listen(streamUrl: string, reading: Frame[]): void {
    const socket = new WebSocket(streamUrl, { perMessageDeflate: false });
    this.#socket = socket;
    socket.on('error', () => socket.terminate());
    socket.on('message', (data: Buffer) => {
      if (data.length === 0) return;
      const { activities, watermark } = JSON.parse(data.toString()) as { activities: Shown[]; watermark?: string };
      if (watermark !== undefined) reading.push({ activities, watermark: Number(watermark) });
    });
    socket.on('close', () => {
      if (this.#socket === socket && !this.#ended) this.#return(reading).catch(() => undefined);
    });
  }

  async #return(reading: Frame[]): Promise<void> {
    const own = this.#socket;
    const watermark = reading.at(-1)?.watermark ?? 0;
    const path = `/v3/directline/conversations/${this.#conversationId}?watermark=${watermark}`;
    const { body } = await insist(this.#stage, path, () => ({ headers: { authorization: `Bearer ${this.#token}` } }));
    // A page that was loaded again meanwhile has a socket of its own.
    if (this.#socket !== own || this.#ended) return;
    const opened = body as Opened;
    this.#token = opened.token;
    this.#listen(opened.streamUrl, reading);
  }
}
