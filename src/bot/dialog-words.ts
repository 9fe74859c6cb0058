import type { Language } from '../understanding/types.ts';
import type { DialogButton, Prompt, Value } from './dialog-types.ts';
import type { ReplyButton, Voice } from './voice.ts';

/** Puts a dialog's names and values into words. */
export interface DialogWords {
  line(prompt: Prompt): string;
  button(button: DialogButton): ReplyButton;
  /** What was collected, as staff read it: by the labels' full ids, in their language. */
  details(collected: Readonly<Record<string, Value>>): Readonly<Record<string, string>>;
  /** A line that is no part of the conversation, such as an entry in a calendar. */
  value(value: Value): string;
}

/** The language of the desk. */
const staffLanguage: Language = 'de';
const tags: Readonly<Record<Language, string>> = { de: 'de-DE', en: 'en-GB' };

/** "Di., 24.11." · "Tue, 24 Nov": channels cut buttons at 20 characters. */
function shortDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(tags[language], {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: language === 'de' ? 'numeric' : 'short',
  }).format(Date.parse(`${day}T00:00:00Z`));
}

function sayDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(tags[language], {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(Date.parse(`${day}T00:00:00Z`));
}

/** "9", "9:30" · "9 am", "9:30 am". */
function clock(minutes: number, language: Language): string {
  const hour = Math.floor(minutes / 60);
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  if (language === 'de') return `${hour}${rest}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${rest} ${hour % 24 < 12 ? 'am' : 'pm'}`;
}

const sayTime = (minutes: number, language: Language): string =>
  `${clock(minutes, language)}${language === 'de' ? ' Uhr' : ''}`;

function saySpans(spans: readonly (readonly [number, number])[], language: Language): string {
  const each = spans.map(([from, to]) =>
    language === 'de' ? `${clock(from, 'de')} bis ${sayTime(to, 'de')}` : `${clock(from, 'en')} to ${clock(to, 'en')}`,
  );
  return new Intl.ListFormat(tags[language], { type: 'conjunction' }).format(each);
}

/** Metres in steps of fifty below a kilometre: a postal code or a phone's sensor is no tape measure. */
function sayDistance(kilometres: number, language: Language): string {
  if (kilometres < 0.95) return `${Math.max(50, Math.round(kilometres * 20) * 50)} m`;
  return `${new Intl.NumberFormat(tags[language], { maximumFractionDigits: kilometres < 10 ? 1 : 0 }).format(kilometres)} km`;
}

/** The words of the dialog called `name`, in the voice's language. */
export function dialogWords(voice: Voice, name: string, caseNumber: () => string): DialogWords {
  const say = (value: Value, language = voice.language): string => {
    if (typeof value === 'string') return value;
    if ('label' in value) return voice.label(`${name}.${value.label}`, language);
    if ('day' in value) return sayDay(value.day, language);
    if ('time' in value) return sayTime(value.time, language);
    if ('spans' in value) return saySpans(value.spans, language);
    if ('window' in value) {
      const { day, from, to } = value.window;
      return `${sayDay(day, language)}, ${saySpans([[from, to]], language)}`;
    }
    if ('kilometres' in value) return sayDistance(value.kilometres, language);
    return caseNumber();
  };
  const short = (value: Value): string => {
    if (typeof value === 'string') return value;
    if ('day' in value) return shortDay(value.day, voice.language);
    if (!('window' in value)) return say(value);
    const { day, from, to } = value.window;
    return `${shortDay(day, voice.language)} ${clock(from, voice.language)}–${sayTime(to, voice.language)}`;
  };
  return {
    value: (value) => say(value),
    details: (collected) =>
      Object.fromEntries(
        Object.entries(collected).map(([id, value]) => [`${name}.${id}`, say(value, staffLanguage)] as const),
      ),
    line(prompt) {
      if (typeof prompt === 'string') return voice.phrase(`${name}.${prompt}`);
      const values = Object.entries(prompt.values).map(([key, value]) => [key, say(value)] as const);
      return voice.phrase(`${name}.${prompt.prompt}`, Object.fromEntries(values));
    },
    button: (button) => ({
      title: 'prompt' in button ? say({ label: button.prompt }) : short(button.title),
      value: { dialog: button.choice },
    }),
  };
}
