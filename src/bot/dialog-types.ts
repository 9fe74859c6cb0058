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
  /** Where the customer says to be, by the device's own sensor; else null. */
  readonly location: Point | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A place on the globe, in degrees. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** What was found out so far, by names of steps; an empty text is as good as nothing. */
export type Slots = Readonly<Record<string, string>>;

/** A value in a prompt, said in the customer's language. Days are YYYY-MM-DD, times minutes since midnight. */
export type Value =
  | string
  /** A label of the dialog's file. */
  | { readonly label: string }
  | { readonly day: string }
  | { readonly time: number }
  | { readonly spans: readonly (readonly [from: number, to: number])[] }
  /** A window of time on a day. */
  | { readonly window: { readonly day: string; readonly from: number; readonly to: number } }
  | { readonly kilometres: number }
  /** The number by which customer and bank speak of the case that this dialog ends in. */
  | { readonly caseNumber: true };

/** A prompt by its name, or with the values that it wants. */
export type Prompt = string | { readonly prompt: string; readonly values: Readonly<Record<string, Value>> };

/** A button: the choice that it stands for, and its text, a label or a value. */
export type DialogButton = { readonly choice: string } & ({ readonly prompt: string } | { readonly title: Value });

/** Something fixed, or worked out from what is known by now (milliseconds since the epoch). */
export type Told<T> = T | ((slots: Slots, now: number) => T);

/** What a step made of a message. */
export type Reading =
  /** The slot's value, and what else the message told: on to the next step. */
  | { readonly kind: 'value'; readonly value: string; readonly slots?: Slots }
  /** An answer that cannot be taken; the prompt says why and asks again. */
  | { readonly kind: 'refused'; readonly prompt: Prompt }
  /** Not an answer to this question: another intent may take the message, else the question is asked again. */
  | { readonly kind: 'unclear' };

export interface Step {
  /** The prompts said on entering the step; the last one asks. */
  readonly prompts: Told<readonly Prompt[]>;
  /** Said instead when the question is asked again. */
  readonly again: Told<Prompt>;
  readonly buttons: Told<readonly DialogButton[]>;
  readonly read: (input: DialogInput, slots: Slots) => Reading;
  /** Where the value leads: another step's name or an end. */
  readonly next: (value: string, slots: Slots, now: number) => string | DialogEnd;
}

/** How a dialog ends. */
export interface DialogEnd {
  readonly prompts: readonly Prompt[];
  /**
   * `offer`: a person is offered; `now`: the case goes to a person at once, and the customer waits for them here;
   * `later`: the same, but the answer comes another way; `none`: none of these.
   */
  readonly person: 'offer' | 'now' | 'later' | 'none';
  /** What the case is about, where the dialog knows better than the intent. */
  readonly reason?: 'appointment' | 'callback' | 'complaint' | 'suggestion' | 'privacy';
  /** What was collected, for the person who takes the case: labels of the dialog's file and their values. */
  readonly details?: Readonly<Record<string, Value>>;
  /** An appointment that the customer can put into a calendar. */
  readonly event?: DialogEvent;
  /** An intent that takes over, with its own first words. */
  readonly then?: string;
}

export interface DialogEvent {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly title: Prompt;
  readonly place: Value;
  readonly text: Prompt;
}

/** Where a dialog begins, and what the first message told already; or its end, where that was everything. */
export type Opening =
  { readonly step: string; readonly slots: Slots; readonly before?: readonly Prompt[] } | { readonly end: DialogEnd };

export interface Dialog {
  readonly name: string;
  /** Intents that begin it; said again inside it they do not interrupt it. */
  readonly intents: readonly string[];
  readonly start: string;
  /** Reads the message that began it, for dialogs to which it can tell something; `intent` is what began it. */
  readonly open?: (input: DialogInput & { readonly intent: string }) => Opening;
  readonly steps: Readonly<Record<string, Step>>;
  /** What does not answer its question ends it without a word: nobody is asked twice to rate. */
  readonly fleeting?: true;
  /** The rating that was given by now. */
  readonly rated?: (slots: Slots) => Rated | null;
}

/** How a customer rates the help of a person. */
export interface Rated {
  /** 1 (bad) to 5 (good). */
  readonly rating: number;
  readonly comment?: string;
}

/** Where a conversation stands in a dialog; plain data, kept in the conversation's state. */
export interface DialogState {
  readonly name: string;
  /** The intent that began it. */
  readonly intent: string;
  readonly step: string;
  readonly slots: Slots;
  /** How often the step's question was not answered. */
  readonly misses: number;
}

/** The bank's days and hours, as far as dialogs ask for them. Times are minutes since midnight. */
export interface DialogCalendar {
  /** The bank's day and time at a moment. */
  readonly at: (now: number) => { readonly day: string; readonly minutes: number };
  readonly moment: (day: string, minutes: number) => number;
  readonly addDays: (day: string, count: number) => string;
  readonly addBusinessDays: (day: string, count: number) => string;
  readonly weekday: (day: string) => Weekday;
  /** The spans in which something with these hours is open on a day; none on holidays. */
  readonly spans: (hours: Hours, day: string) => readonly (readonly [from: number, to: number])[];
  readonly state: (
    hours: Hours,
    day: string,
    minutes: number,
  ) =>
    | { readonly open: true; readonly until: number }
    | { readonly open: false; readonly next: { readonly day: string; readonly from: number } | null };
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Opening hours: spans such as `09:00-12:30` for each weekday. */
export type Hours = Readonly<{ [day in Weekday]?: readonly string[] | undefined }>;

/** A branch or a cash machine of the bank. */
export interface Place extends Point {
  readonly id: string;
  readonly name: string;
  readonly street: string;
  readonly postalCode: string;
  readonly town: string;
  readonly branch: boolean;
  readonly atm: boolean;
  /** Where people work there. */
  readonly hours?: Hours;
}
