import type { Entry } from '../../conversation/entry.ts';
import type { Turn, TurnHandler, TurnOutcome } from '../../conversation/turn.ts';
import { giveBack, threadTimer } from './sending/takeover.ts';

const timeOf = ({ activity, time }: Entry): number => {
  const told = new Date(activity.timestamp ?? time).getTime();
  return Number.isNaN(told) ? time : told;
};

/** The turn with its inputs in the order of Meta's clock: what was delivered late is read where it belongs. */
function inOrder(turn: Turn): Turn {
  return { ...turn, inputs: [...turn.inputs].sort((a, b) => timeOf(a) - timeOf(b) || a.seq - b.seq) };
}

/** Meta's control over a thread has lapsed: the bot has it again, and says so with its next answer. */
function lapsed(outcome: TurnOutcome, conversationId: string): TurnOutcome {
  return { ...outcome, silent: (view) => giveBack(view, conversationId, false) };
}

/**
 * The turns of conversations from Meta, over the bot's own; all others go to the bot as they are.
 * @param comments what decides about public comments
 */
export function createMetaTurns(bot: TurnHandler, comments: TurnHandler): TurnHandler {
  const inPublic = ({ head }: Turn): boolean => head.channel.endsWith('-comments');
  const fromMeta = ({ head }: Turn): boolean => head.channel === 'facebook' || head.channel === 'instagram';
  return {
    async handle(turn) {
      if (inPublic(turn)) return comments.handle(turn);
      if (!fromMeta(turn)) return bot.handle(turn);
      const outcome = await bot.handle(inOrder(turn));
      const over = turn.inputs.some(({ activity, who }) => who === 'system' && activity.name === threadTimer);
      return over ? lapsed(outcome, turn.head.id) : outcome;
    },
    giveUp: (turn) => (inPublic(turn) ? comments.giveUp(turn) : bot.giveUp(turn)),
  };
}
