import { pause } from '../support/service.ts';
import type { ChannelStandIn } from './channel-stand-in.ts';
import { insist, post, type Stage } from './resend.ts';
import type { Sent, Shown, Story } from './story.ts';
import { burst, words } from './words.ts';

/** A Bot Framework channel with one customer; it repeats an activity, under the same id, until it was taken. */
export class ConnectorClient {
  readonly #stage: Stage;
  readonly #name: string;
  readonly #channel: ChannelStandIn | null;
  readonly #sent: Sent[] = [];
  #round = 0;

  /** @param channel where replies are pushed to; null: they come with the answer (`expectReplies`) */
  constructor(stage: Stage, name: string, channel: ChannelStandIn | null) {
    this.#stage = stage;
    this.#name = name;
    this.#channel = channel;
  }

  async open(): Promise<void> {
    const members = { type: 'conversationUpdate', membersAdded: [{ id: 'visitor' }], id: `${this.#name}-hello` };
    await insist(this.#stage, '/api/messages', () => post({ ...this.#frame(), ...members }));
  }

  async talk(rounds: number): Promise<void> {
    const { random } = this.#stage;
    for (let each = 0; each < rounds; each += 1) {
      this.#round += 1;
      const names = Array.from({ length: burst(random) }, (_, index) => `${this.#name}-${this.#round}-${index}`);
      await Promise.all(names.map((name) => this.#say(name)));
      await pause(10 + random() * 60);
    }
  }

  get story(): Story {
    return {
      conversationId: `bf:emulator:${this.#name}`,
      channel: this.#channel === null ? 'expectReplies' : 'serviceUrl',
      sent: this.#sent,
      readings: [],
      pushed: this.#channel?.pushed(this.#name) ?? [],
      staffSaid: [],
    };
  }

  #frame(): object {
    return {
      channelId: 'emulator',
      conversation: { id: this.#name },
      from: { id: 'visitor' },
      recipient: { id: 'bot' },
      ...(this.#channel === null ? { deliveryMode: 'expectReplies' } : { serviceUrl: this.#channel.url }),
    };
  }

  async #say(name: string): Promise<void> {
    const { random } = this.#stage;
    const text = words(name, random);
    const sent = { key: name, text, round: this.#round, acknowledged: false, ids: [], answers: [] as Shown[][] };
    this.#sent.push(sent);
    const activity = { ...this.#frame(), type: 'message', id: name, text };
    const times = random() < 0.05 ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const { body } = await insist(this.#stage, '/api/messages', () => post(activity));
      sent.acknowledged = true;
      if (this.#channel === null) sent.answers.push((body as { activities: Shown[] }).activities);
    }
  }
}
