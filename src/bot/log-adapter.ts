import { BotAdapter, TurnContext, type Activity, type ConversationReference, type ResourceResponse } from 'botbuilder';

/**
 * Bot Framework's adapter over the conversation log: an activity in, the bot's activities out. It sends nothing; the
 * turn commits what it collected, and channels read it from the log.
 */
export class LogAdapter extends BotAdapter {
  /**
   * Runs the bot's logic on one activity.
   * @param kept values that the logic finds in `context.turnState`
   * @returns what the logic sent, in order. @throws what the logic throws: the turn is then rolled back
   */
  async run(
    activity: Partial<Activity>,
    kept: ReadonlyMap<symbol, unknown>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<readonly Partial<Activity>[]> {
    const context = new TurnContext(this, activity);
    for (const [key, value] of kept) context.turnState.set(key, value);
    const sent: Partial<Activity>[] = [];
    context.turnState.set(outbox, sent);
    await this.runMiddleware(context, logic);
    return sent;
  }

  override sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const sent = context.turnState.get<Partial<Activity>[]>(outbox);
    sent.push(...activities);
    return Promise.resolve(
      activities.map((_activity, index) => ({ id: String(sent.length - activities.length + index) })),
    );
  }

  override updateActivity(): Promise<never> {
    return Promise.reject(new Error('The log is append-only: a bot sends a new message instead of changing one.'));
  }

  override deleteActivity(): Promise<never> {
    return Promise.reject(new Error('The log is append-only: erasure is an operation of the store, not of the bot.'));
  }

  /** Part of the base class; proactive messages are appended as system entries that wake the bot. */
  override continueConversation(
    _reference: Partial<ConversationReference>,
    _logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    return Promise.reject(new Error('Append a system entry instead: it wakes the bot.'));
  }
}

const outbox = Symbol('outbox');
