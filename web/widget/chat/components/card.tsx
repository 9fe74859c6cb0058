import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useView } from '../context.ts';
import type { Card } from '../state/types.ts';

interface CardProps {
  readonly card: Card;
  readonly onChosen: () => void;
}

/** A card as Bot Framework knows it: picture, title, words, at most three actions. */
export function CardView({ card, onChosen }: CardProps): VNode {
  const { chat } = useView();
  const [hasPicture, setPicture] = useState(card.image !== undefined);
  return (
    <div class="card">
      {hasPicture && <img src={card.image} alt="" loading="lazy" onError={() => setPicture(false)} />}
      {card.title !== '' && <p class="card-title">{card.title}</p>}
      {card.text !== '' && <p class="card-text">{card.text}</p>}
      {card.choices.map((choice) => (
        <button
          key={choice.title}
          type="button"
          class="chip"
          onClick={() => {
            chat.choose(choice);
            onChosen();
          }}
        >
          {choice.title}
        </button>
      ))}
      {card.links.map(({ title, url }) => (
        <a key={url} class="chip" href={url} target="_blank" rel="noopener noreferrer">
          {title}
        </a>
      ))}
    </div>
  );
}
