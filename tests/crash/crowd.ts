import type { ChannelStandIn } from './channel-stand-in.ts';
import { ConnectorClient } from './connector-client.ts';
import { DirectLineClient } from './direct-line-client.ts';
import type { Stage } from './resend.ts';
import { hasConsole, StaffClient } from './staff-client.ts';
import type { Story } from './story.ts';

/** Customers on all channels and a member of staff, who go on whatever happens to the service. */
export interface Crowd {
  /** Lets all finish what they began. */
  end(): Promise<void>;
  /** Lets all go, wherever they are; their stages must be over. */
  abandon(): void;
  /** What each of them saw. */
  stories(): readonly Story[];
  /** Website customers open their window once more and read on, each up to the number that `lastSeq` gives. */
  catchUp(lastSeq: (conversationId: string) => number, limitMs: number): Promise<void>;
  /** How many replies of staff were acknowledged. */
  replies(): number;
}

interface CrowdOptions {
  readonly stageOf: (number: number) => Stage;
  readonly channel: ChannelStandIn;
  readonly password: string;
  /** How many of each kind work side by side: website, `expectReplies`, pushed to. */
  readonly visitors: number;
  readonly asking: number;
  readonly listening: number;
}

const atOnce = 20;

export async function openCrowd(options: CrowdOptions): Promise<Crowd> {
  const { stageOf, channel, password, visitors, asking, listening } = options;
  let going = true;
  const online: DirectLineClient[] = [];
  const connected: ConnectorClient[] = [];
  const rounds = (random: () => number): number => 4 + Math.floor(random() * 16);

  /** One conversation after another, as long as it goes on. */
  const visit = async (number: number): Promise<void> => {
    const stage = stageOf(number);
    for (let count = 0; going; count += 1) {
      const client = new DirectLineClient(stage, `d${number}-${count}`);
      online.push(client);
      await client.open();
      await client.talk(rounds(stage.random));
      client.leave();
    }
  };
  const connect = async (number: number, target: ChannelStandIn | null): Promise<void> => {
    const stage = stageOf(number);
    for (let count = 0; going; count += 1) {
      const client = new ConnectorClient(stage, `c${number}-${count}`, target);
      connected.push(client);
      await client.open();
      await client.talk(rounds(stage.random));
    }
  };
  const staff = (await hasConsole(stageOf(0))) ? new StaffClient(stageOf(99), password) : null;
  const working = staff?.work();
  const clients = [
    ...Array.from({ length: visitors }, (_, index) => visit(100 + index)),
    ...Array.from({ length: asking }, (_, index) => connect(200 + index, null)),
    ...Array.from({ length: listening }, (_, index) => connect(300 + index, channel)),
  ];

  // Told by `end`; a crowd that was abandoned has nothing to tell.
  for (const client of clients) client.catch(() => undefined);

  return {
    async end() {
      going = false;
      await Promise.all(clients);
      staff?.end();
      await working;
    },
    abandon() {
      going = false;
      staff?.end();
      for (const client of online) client.leave();
    },
    stories: () =>
      [...online, ...connected].map(({ story }) => ({
        ...story,
        staffSaid: staff?.said.get(story.conversationId) ?? [],
      })),
    async catchUp(lastSeq, limitMs) {
      for (let first = 0; first < online.length; first += atOnce)
        await Promise.all(
          online
            .slice(first, first + atOnce)
            .map((client) => client.catchUp(lastSeq(client.story.conversationId), limitMs)),
        );
    },
    replies: () => [...(staff?.said.values() ?? [])].flat().length,
  };
}
