import type { Call } from './request.ts';
import type { Outgoing } from './types.ts';

/** How a message goes out: as an activity, or, with files, as a form that holds it. */
export function posting(conversation: string, message: Outgoing): Omit<Call, 'token'> {
  const { key, text, value, locale, event, files } = message;
  const activity = {
    ...(event === undefined ? { type: 'message', text } : { type: 'event', name: event }),
    locale,
    ...(value !== undefined && { value }),
    channelData: { clientActivityID: key },
  };
  if (files === undefined) return { method: 'POST', path: `${conversation}/activities`, body: activity };
  const form = new FormData();
  form.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }));
  for (const file of files) form.append('file', file, file.name);
  return { method: 'POST', path: `${conversation}/upload`, body: form };
}
