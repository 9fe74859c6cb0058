import type { ConversationLog } from '../../../conversation/log.ts';
import { conversationIdOf } from '../address.ts';
import type { MetaEvent } from '../events/event.ts';
import type { Generations } from './generations.ts';
import { receivedOf } from './keep.ts';

/** Stores events; resolves when all are durable. */
export interface Intake {
  /** @throws SchalterError StorageUnavailable, and nobody may acknowledge */
  take(events: readonly MetaEvent[]): Promise<void>;
}

export interface IntakeOptions {
  readonly conversations: ConversationLog;
  readonly generations: Generations;
  readonly serviceUrl: string;
  /** Does what an event means beside words: an echo, a message taken back, a thread that changed hands. */
  readonly act: (event: MetaEvent, conversationId: string) => Promise<void>;
  readonly observe: (event: MetaEvent, outcome: 'stored' | 'duplicate' | 'counted') => void;
}

interface Waiting {
  readonly event: MetaEvent;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const isWords = ({ effect }: MetaEvent): boolean =>
  effect.kind === 'says' || effect.kind === 'opens' || effect.kind === 'comments' || effect.kind === 'kept';

/** Runs of events that are stored in one write, and single ones that do something else, in their order. */
function runs(waiting: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const found: Waiting[][] = [];
  for (const one of waiting) {
    const last = found.at(-1);
    if (last?.[0] !== undefined && isWords(last[0].event) && isWords(one.event)) last.push(one);
    else found.push([one]);
  }
  return found;
}

/**
 * The way from webhooks into the log. Each conversation has a lane: what arrives while the one before is being written
 * is sorted by Meta's clock and written together, so that requests that overtake each other are put right, and a
 * burst costs one write.
 */
export function createIntake({ conversations, generations, serviceUrl, act, observe }: IntakeOptions): Intake {
  const lanes = new Map<string, Waiting[]>();

  const store = async (id: string, run: readonly Waiting[]): Promise<void> => {
    const receipts = await generations.write(id, (current) =>
      conversations.receiveAll(run.map(({ event }) => receivedOf(event, current, serviceUrl))),
    );
    for (const [index, { event }] of run.entries())
      observe(event, receipts[index]?.duplicate === true ? 'duplicate' : 'stored');
  };

  const work = async (id: string, lane: Waiting[]): Promise<void> => {
    // What one request brings, and what came at the same moment, is looked at together.
    await Promise.resolve();
    while (lane.length > 0) {
      const batch = lane.splice(0).sort((a, b) => a.event.time - b.event.time);
      for (const run of runs(batch))
        try {
          const [first] = run;
          if (first !== undefined && !isWords(first.event)) {
            if (first.event.effect.kind === 'counted') observe(first.event, 'counted');
            else await generations.write(id, (current) => act(first.event, current));
          } else await store(id, run);
          for (const { done } of run) done();
        } catch (error) {
          for (const { failed } of run) failed(error);
        }
    }
    lanes.delete(id);
  };

  const put = (event: MetaEvent): Promise<void> =>
    new Promise((done, failed) => {
      const id = conversationIdOf(event.address);
      const lane = lanes.get(id);
      if (lane !== undefined) {
        lane.push({ event, done, failed });
        return;
      }
      const fresh: Waiting[] = [{ event, done, failed }];
      lanes.set(id, fresh);
      void work(id, fresh);
    });

  return {
    async take(events) {
      // All are given their chance before the first failure is told: what can be stored is.
      const results = await Promise.allSettled(events.map(put));
      const failure = results.find((result) => result.status === 'rejected');
      if (failure !== undefined) throw failure.reason as Error;
    },
  };
}
