import { ActivityHandler, type Attachment, type ChannelAccount, type TurnContext } from 'botbuilder';
import type { SentFile } from './dialog-file.ts';
import type { Input } from './inputs.ts';
import type { Speech } from './speech.ts';

/** What one activity of a turn comes with and what its reaction leaves behind. */
export interface Beat {
  readonly input: Input;
  /** Set by the bot: what was said; null where there was nothing to say. */
  speech: Speech | null;
}

/** Where the beat of an activity is found in `context.turnState`. */
export const beatKey = Symbol('beat');

/** How the bot reacts to the three kinds of input. */
export interface Reactions {
  greet(): Speech | null;
  message(input: Extract<Input, { kind: 'message' }>): Speech | null;
  event(input: Extract<Input, { kind: 'event' }>): Speech | null;
}

/** Where the reactions of a turn are found in `context.turnState`. */
export const reactionsKey = Symbol('reactions');

/**
 * The counter's bot, in Bot Framework's own shape: activities in, activities out. It overrides the methods that
 * ActivityHandler dispatches to, instead of registering handlers: a registered handler costs five nested promises,
 * at thousands of turns a second a third of the bot's time.
 */
export class CounterBot extends ActivityHandler {
  protected override async onTurnActivity(context: TurnContext): Promise<void> {
    switch (context.activity.type) {
      case 'message':
        return this.onMessageActivity(context);
      case 'event':
        return this.onEventActivity(context);
      case 'conversationUpdate':
        // The base class calls registered handlers for it, and this method of its own base class never.
        return this.onMembersAddedActivity(context.activity.membersAdded ?? [], context);
      default:
        return super.onTurnActivity(context);
    }
  }

  protected override onMessageActivity(context: TurnContext): Promise<void> {
    return this.#say(context, (reactions, { input }) => (input.kind === 'message' ? reactions.message(input) : null));
  }

  protected override onEventActivity(context: TurnContext): Promise<void> {
    return this.#say(context, (reactions, { input }) => (input.kind === 'event' ? reactions.event(input) : null));
  }

  protected override async onMembersAddedActivity(added: ChannelAccount[], context: TurnContext): Promise<void> {
    const botId = context.activity.recipient.id;
    if (added.some((member) => member.id !== botId)) await this.#say(context, (reactions) => reactions.greet());
  }

  async #say(context: TurnContext, react: (reactions: Reactions, beat: Beat) => Speech | null): Promise<void> {
    const beat = context.turnState.get<Beat>(beatKey);
    const speech = react(context.turnState.get<Reactions>(reactionsKey), beat);
    beat.speech = speech;
    if (speech === null || speech.paragraphs.length === 0) return;
    await context.sendActivity({
      type: 'message',
      text: speech.paragraphs.join('\n\n'),
      locale: speech.language,
      inputHint: 'acceptingInput',
      ...(speech.file !== undefined && { attachments: [attachmentOf(speech.file)] }),
      ...(speech.buttons.length > 0 && {
        suggestedActions: {
          to: [],
          actions: speech.buttons.map(({ title, value }) => ({
            type: 'messageBack',
            title,
            text: title,
            displayText: title,
            value,
          })),
        },
      }),
    });
  }
}

/** The file inside the message: whoever reads the message has it, and nobody else. */
function attachmentOf({ name, contentType, content }: SentFile): Attachment {
  return {
    name,
    contentType,
    contentUrl: `data:${contentType};charset=utf-8;base64,${Buffer.from(content).toString('base64')}`,
  };
}
