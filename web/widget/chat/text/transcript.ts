import type { Language, Message, Speaker } from '../state/types.ts';
import type { Say } from './labels.ts';
import { fullTime } from './times.ts';

export function speakerName(speaker: Speaker, say: Say): string {
  switch (speaker.kind) {
    case 'customer':
      return say('speaker.you');
    case 'assistant':
      return say('speaker.assistant');
    case 'staff':
      return say('speaker.staff', { name: speaker.name });
  }
}

/** The conversation as a text file: what the customer saw, and nothing else. */
export function transcript(messages: readonly Message[], bank: string, language: Language, say: Say): string {
  const lines = messages.map((message) => {
    const failed = 'delivery' in message && message.delivery === 'failed' ? ` (${say('delivery.failed')})` : '';
    const text = message.redacted ? say('message.redacted') : message.text;
    return `${fullTime(message.at, language)} · ${speakerName(message.speaker, say)}${failed}\n${text}`;
  });
  return `${[say('transcript.title', { bank }), ...lines].join('\n\n')}\n`;
}
