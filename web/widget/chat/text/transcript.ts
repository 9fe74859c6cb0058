import type { Attachment, Language, Message, Speaker } from '../state/types.ts';
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

function nameOf(attachment: Attachment, say: Say): string {
  switch (attachment.kind) {
    case 'card':
      return [attachment.title, attachment.text].filter((line) => line !== '').join('\n');
    case 'own':
    case 'file':
    case 'image':
    case 'link':
      return say('file.named', { name: attachment.name });
  }
}

/** The words of a message, and what came with them by name. */
export function contentOf({ text, redacted, attachments = [] }: Message, say: Say): string {
  if (redacted) return say('message.redacted');
  return [text, ...attachments.map((each) => nameOf(each, say))].filter((line) => line !== '').join('\n');
}

/** The conversation as a text file: what the customer saw, and nothing else. */
export function transcript(messages: readonly Message[], bank: string, language: Language, say: Say): string {
  const lines = messages.map((message) => {
    const failed = 'delivery' in message && message.delivery === 'failed' ? ` (${say('delivery.failed')})` : '';
    return `${fullTime(message.at, language)} · ${speakerName(message.speaker, say)}${failed}\n${contentOf(message, say)}`;
  });
  return `${[say('transcript.title', { bank }), ...lines].join('\n\n')}\n`;
}
