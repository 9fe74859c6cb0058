import type { Customer } from '../../conversation/head.ts';
import { hasCode, SchalterError } from '../../platform/errors.ts';
import type { Grant } from './tokens.ts';
import { bindingOf } from './visitors.ts';
import type { Wiring } from './wiring.ts';

/** How long a start waits for a store that cannot write, in milliseconds: a client's own patience is 20 seconds. */
const patience = [250, 500, 1000, 2000, 4000] as const;

/** Begins conversations; `stop` ends the waiting. */
export interface Beginner {
  /**
   * Begins the grant's conversation unless it exists, and binds the browser to it in the same write.
   * @param locale the language of the greeting
   * @returns whether it began just now
   * @throws SchalterError ConversationNotFound where it was erased; StorageUnavailable, Stopping
   */
  begin(grant: Grant, locale: string | undefined): Promise<boolean>;
  stop(): void;
}

export function createBeginner({ store, door, clock, observe }: Wiring): Beginner {
  const waiting = new Set<() => void>();
  let stopped = false;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        cancel();
        waiting.delete(end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      waiting.add(end);
    });

  const write = async (grant: Grant, locale: string | undefined): Promise<boolean> => {
    // The name comes from outside, so it goes through the door like every word.
    const name = door({ from: { id: '', name: grant.name ?? '' } }).activity.from?.name;
    const customer: Customer = {
      id: grant.user,
      ...(grant.name !== undefined && name && { name }),
      ...(grant.vouched === true && { identity: 'signed-in' }),
    };
    const { result } = await store.write(grant.conv, {}, ({ head }) => {
      if (head !== null) return { result: false };
      return {
        begin: { channel: 'directline', customer, reference: null },
        entries: [
          {
            // It wakes the bot, which greets; clients never see it.
            who: 'system',
            audience: 'internal',
            input: true,
            activity: {
              type: 'conversationUpdate',
              membersAdded: [{ id: grant.user, name: '' }],
              ...(locale !== undefined && { locale }),
            },
          },
        ],
        records: bindingOf(grant),
        result: true,
      };
    });
    return result;
  };

  return {
    async begin(grant, locale) {
      // Clients take any error here as final and give up for good, so a full disk is waited for a while.
      for (const ms of patience)
        try {
          const begun = await write(grant, locale);
          if (begun) observe('conversation.begun');
          return begun;
        } catch (error) {
          if (!hasCode(error, 'StorageUnavailable')) throw error;
          if (!stopped) await pause(ms);
          if (stopped) throw new SchalterError('Stopping');
        }
      return write(grant, locale);
    },
    stop() {
      stopped = true;
      for (const end of [...waiting]) end();
    },
  };
}
