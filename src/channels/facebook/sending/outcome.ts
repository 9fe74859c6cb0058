import type { DeliveryResult } from '../../../conversation/delivery-worker.ts';
import type { Log } from '../../../platform/log.ts';
import type { GraphAnswer } from '../graph/client.ts';
import { faultOf, type GraphFault } from '../graph/errors.ts';
import { textIn } from '../events/json.ts';
import type { Gates } from './gates.ts';

export interface OutcomeOptions {
  readonly gates: Gates;
  readonly log: Log;
  readonly observe: (fault: GraphFault | 'lost' | 'unsent') => void;
}

/** Milliseconds after which a message looks again whose page was found paused. */
const heldMs = 15_000;

/** What a refused call says of the message, as staff read it; `wait`, `token` and `restricted` end differently. */
const failures = {
  window: 'window-closed',
  person: 'not-reachable',
  'other-app': 'other-app',
  right: 'right-missing',
  answered: 'answered-before',
} as const satisfies Partial<Record<GraphFault, string>>;

/** Turns the answer of a call into what becomes of the delivery; pauses the page and raises alarms where that is due. */
export function createOutcome({ gates, log, observe }: OutcomeOptions) {
  return (answer: GraphAnswer, pageId: string): DeliveryResult => {
    switch (answer.kind) {
      case 'ok': {
        gates.open(pageId);
        const id = textIn(answer.body['message_id']) ?? textIn(answer.body['id']);
        return { kind: 'sent', ...(id !== undefined && { platformId: id.slice(0, 300) }) };
      }
      case 'unsent':
        observe('unsent');
        return { kind: 'retry', why: 'meta-unreachable' };
      case 'lost':
        observe('lost');
        return { kind: 'unknown', why: answer.why };
      case 'refused': {
        const { code, subcode } = answer.error;
        const fault = faultOf(answer.error);
        observe(fault);
        switch (fault) {
          case 'wait':
            return {
              kind: 'retry',
              why: `meta-${code ?? answer.error.status}`,
              ...(answer.afterMs !== null && { afterMs: Math.min(answer.afterMs, 600_000) }),
            };
          case 'token':
          case 'restricted':
            if (gates.pause(pageId, fault))
              log.error({ page: pageId, code, subcode }, 'Meta takes nothing of a page any more: its messages wait');
            return { kind: 'held', afterMs: heldMs };
          case 'ours':
            log.error({ page: pageId, code, subcode }, 'Meta refused a message of ours: it is not sent');
            return { kind: 'failed', why: `refused-${code ?? answer.error.status}` };
          case 'right':
            log.error({ page: pageId, code, subcode }, 'the app lacks the right for this kind of message');
            return { kind: 'failed', why: failures[fault] };
          default:
            return { kind: 'failed', why: failures[fault] };
        }
      }
    }
  };
}

export type Outcome = ReturnType<typeof createOutcome>;
