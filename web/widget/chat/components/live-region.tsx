import type { VNode } from 'preact';
import { useView } from '../context.ts';
import { speakerName } from '../text/transcript.ts';

/** The one live region: there before the first message, so that screen readers read each one once, with its speaker. */
export function LiveRegion(): VNode {
  const { state, say } = useView();
  return (
    <div class="sr" aria-live="polite" aria-relevant="additions">
      {state.news.map((news) => (
        <p key={news.key}>
          {news.kind === 'message'
            ? `${speakerName(news.message.speaker, say)}: ${news.message.text}`
            : say(news.label)}
        </p>
      ))}
    </div>
  );
}
