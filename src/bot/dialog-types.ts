/**
 * What a dialog in `dialogs/` is made of: pure data and pure functions. Prompts are named; their wordings stand in
 * `data/dialogs/<name>.json`.
 */

/** What a dialog may know of the customer's message. */
export interface DialogInput {
  readonly text: string;
  /** The intent, where the understanding is confident; else null. */
  readonly intent: string | null;
  /** The value of a tapped button, such as `yes`; else null. */
  readonly choice: string | null;
}

export type Slots = Readonly<Record<string, string>>;

/** What a step made of a message. */
export type Reading =
  /** The slot's value: on to the next step. */
  | { readonly kind: 'value'; readonly value: string }
  /** Not an answer to this question: another intent may take the message, else the question is asked again. */
  | { readonly kind: 'unclear' };

export interface Step {
  /** Names of the prompts said on entering the step; the last one asks. */
  readonly prompts: readonly string[];
  /** Said instead when the question is asked again. */
  readonly again: string;
  readonly buttons: readonly { readonly choice: string; readonly prompt: string }[];
  readonly read: (input: DialogInput, slots: Slots) => Reading;
  /** Where the value leads: another step's name or an end. */
  readonly next: (value: string, slots: Slots) => string | DialogEnd;
}

/** How a dialog ends. */
export interface DialogEnd {
  readonly prompts: readonly string[];
  /** `offer`: a person is offered; `now`: the case goes to a person at once; `none`: neither. */
  readonly person: 'offer' | 'now' | 'none';
}

export interface Dialog {
  readonly name: string;
  /** Intents that begin it; said again inside it they do not interrupt it. */
  readonly intents: readonly string[];
  readonly start: string;
  readonly steps: Readonly<Record<string, Step>>;
}

/** Where a conversation stands in a dialog; plain data, kept in the conversation's state. */
export interface DialogState {
  readonly name: string;
  readonly step: string;
  readonly slots: Slots;
  /** How often the step's question was not answered. */
  readonly misses: number;
}
