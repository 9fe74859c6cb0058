import { Star } from 'lucide';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useView } from '../context.ts';
import { Icon } from './icon.tsx';

/** How it was: one to five, and words if somebody has some. */
const steps = ['rating.one', 'rating.two', 'rating.three', 'rating.four', 'rating.five'] as const;
const commentLimit = 1000;

export function Rating({ onDone }: { readonly onDone: () => void }): VNode {
  const { chat, say } = useView();
  const [rating, setRating] = useState(0);
  const [comment, setComment] = useState('');
  const [isMissing, setMissing] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <form
      class="question rating"
      aria-labelledby="rating-title"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(rating === 0);
        if (rating === 0) {
          first.current?.focus();
          return;
        }
        chat.rate(rating, comment.trim());
        onDone();
      }}
    >
      <p id="rating-title">{say('rating.question')}</p>
      <div class="stars" role="radiogroup" aria-labelledby="rating-title" aria-describedby="rating-missing">
        {steps.map((words, index) => (
          <label key={words} class={index < rating ? 'star chosen' : 'star'}>
            <input
              ref={index === 0 ? first : null}
              class="sr"
              type="radio"
              name="rating"
              value={index + 1}
              checked={index + 1 === rating}
              onChange={() => setRating(index + 1)}
            />
            <Icon nodes={Star} size={28} />
            <span class="sr">{say(words)}</span>
          </label>
        ))}
      </div>
      <p id="rating-missing" class="note failed" role="status">
        {isMissing && say('rating.missing')}
      </p>
      <label class="comment">
        {say('rating.comment')}
        <textarea
          rows={2}
          maxLength={commentLimit}
          value={comment}
          onInput={({ currentTarget }) => setComment(currentTarget.value)}
        />
      </label>
      <div class="question-answers">
        <button type="submit" class="button">
          {say('rating.send')}
        </button>
        <button type="button" class="button quiet" onClick={onDone}>
          {say('rating.later')}
        </button>
      </div>
    </form>
  );
}
