import type { VNode } from 'preact';
import { useView } from '../context.ts';
import type { News } from '../state/types.ts';
import type { Say } from '../text/labels.ts';
import { placeWords } from '../text/place.ts';
import { contentOf, speakerName } from '../text/transcript.ts';

function wordsOf(news: News, say: Say): string {
  switch (news.kind) {
    case 'message':
      return `${speakerName(news.message.speaker, say)}: ${contentOf(news.message, say)}`;
    case 'place':
      return placeWords(news.place, say);
    case 'note':
      return say(news.label);
  }
}

/** The one live region: there before the first message, so that screen readers read each one once, with its speaker. */
export function LiveRegion(): VNode {
  const { state, say } = useView();
  return (
    <div class="sr" aria-live="polite" aria-relevant="additions">
      {state.news.map((news) => (
        <p key={news.key}>{wordsOf(news, say)}</p>
      ))}
    </div>
  );
}
