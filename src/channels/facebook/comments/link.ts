import type { NewEntry } from '../../../conversation/entry.ts';
import type { Head } from '../../../conversation/head.ts';
import type { Store } from '../../../conversation/store.ts';
import type { Plan } from '../../../handoff/plan.ts';
import { requestHandoff } from '../../../handoff/request.ts';
import type { Clock } from '../../../platform/clock.ts';
import { conversationIdOf } from '../address.ts';
import type { Account } from '../settings.ts';
import type { Generations } from '../webhook/generations.ts';
import { actOf, type CaseSeed } from './act.ts';

/** Brings the two sides of a comment together: what stands in public, and the private conversation that follows. */
export interface Links {
  /**
   * The private message of a comment has arrived at `personId`: their conversation gets what was said in public, for
   * staff to read, and the case, so that both sides are one. Happens once, whoever tells first.
   */
  arrived(comments: Head, seq: number, account: Account, personId: string): Promise<void>;
  /** It cannot arrive: the case is opened where the comment stands. */
  failed(comments: Head, seq: number): Promise<void>;
}

export function createLinks(store: Store, generations: Generations, clock: Clock, plan: Plan): Links {
  /** The case that was meant, and the comment's words, from the log. */
  const read = async (
    comments: Head,
    seq: number,
  ): Promise<{
    seed: CaseSeed | null;
    words: string;
    name: string | undefined;
    before: readonly NewEntry[];
    told: NewEntry | null;
    target: string;
  }> => {
    const entries = await store.entries(comments.id, { audience: 'customer' });
    const own = entries.find((entry) => entry.seq === seq);
    const act = own === undefined ? null : actOf(own);
    const target = act?.target ?? '';
    const comment = entries.findLast(({ activity, who }) => who === 'customer' && activity.id === target);
    const said = entries.find(
      (entry) => entry.seq < seq && entry.replyTo === own?.replyTo && actOf(entry)?.act === 'reply',
    );
    const copy = (who: NewEntry['who'], text: string): NewEntry => ({
      who,
      audience: 'staff',
      activity: { type: 'message', text },
    });
    return {
      seed: act?.act === 'private' ? act.case : null,
      words: comment?.activity.text ?? '',
      name: comment?.activity.from?.name,
      target,
      before: [
        ...(comment === undefined ? [] : [copy('customer', comment.activity.text ?? '')]),
        ...(said === undefined ? [] : [copy('bot', said.activity.text ?? '')]),
      ],
      told:
        own === undefined
          ? null
          : {
              who: 'bot',
              audience: 'customer',
              inline: true,
              activity: { type: 'message', text: own.activity.text ?? '' },
            },
    };
  };

  return {
    async arrived(comments, seq, account, personId) {
      const { seed, words, name, before, told, target } = await read(comments, seq);
      const address = { channel: account.platform, account, subject: personId } as const;
      const key = `private:${target}`;
      await generations.write(conversationIdOf(address), (current) =>
        store.write(current, { keys: [key] }, (view) => {
          if (view.seen(key) !== undefined) return { result: undefined };
          const customer = { id: personId, ...(name !== undefined && name !== '' && { name }) };
          const reference = {
            serviceUrl: comments.reference?.serviceUrl ?? '',
            conversationId: conversationIdOf(address),
            botId: account.id,
          };
          const mark: NewEntry = {
            who: 'system',
            audience: 'internal',
            key,
            activity: { type: 'event', name: 'comment.private', value: { comments: comments.id, comment: target } },
          };
          const entries = [mark, ...before, ...(told === null ? [] : [told])];
          const begin = { channel: account.platform, customer, reference };
          if (view.head === null) return { begin, entries, result: undefined };
          return { entries, result: undefined };
        }),
      );
      if (seed === null) return;
      await generations.write(conversationIdOf(address), (current) =>
        store.write(current, {}, (view) =>
          view.caseOf(seed.caseId) === null
            ? { ...requestHandoff(view, { ...seed, words }, clock.now(), plan), result: undefined }
            : { result: undefined },
        ),
      );
    },
    async failed(comments, seq) {
      const { seed, words } = await read(comments, seq);
      if (seed === null) return;
      await store.write(comments.id, {}, (view) => ({
        ...requestHandoff(view, { ...seed, words }, clock.now(), plan),
        result: undefined,
      }));
    },
  };
}
