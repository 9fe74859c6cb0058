/** One page without anything from elsewhere; every text is set as text, never as markup. */
export const playgroundPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Playing the customer</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; display: grid; gap: 2rem; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); }
  h1 { grid-column: 1 / -1; margin: 0; font-size: 1.4rem; }
  h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
  ol { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; gap: .5rem; }
  li { background: color-mix(in srgb, CanvasText 7%, Canvas); border-radius: .6rem; padding: .5rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
  li.below { margin-left: 1.5rem; }
  li.hidden { opacity: .5; text-decoration: line-through; }
  small { display: block; opacity: .7; }
  form { display: flex; gap: .5rem; flex-wrap: wrap; }
  input { flex: 1 1 12rem; font: inherit; padding: .4rem .6rem; }
  button { font: inherit; padding: .4rem .7rem; cursor: pointer; }
</style>
<h1>Playing the customer of the Musterbank</h1>
<section>
  <h2>Private messages</h2>
  <ol id="messages" aria-live="polite"></ol>
  <form data-do="say"><input name="text" aria-label="Message" autocomplete="off" /><button>Send</button></form>
  <p>
    <button data-do="start">Get started</button>
    <button data-do="inbox">Answer from Meta’s inbox</button>
    <button data-do="later">24 hours later</button>
  </p>
</section>
<section>
  <h2>Public comments</h2>
  <ol id="comments" aria-live="polite"></ol>
  <form data-do="comment"><input name="text" aria-label="Comment" autocomplete="off" /><button>Comment</button></form>
  <form data-do="pose"><input name="text" aria-label="Reply as an impostor" autocomplete="off" /><button>Reply as an impostor</button></form>
</section>
<script>
  const act = (order) => fetch('/act', { method: 'POST', body: JSON.stringify(order) }).then(refresh);
  let seen = '';
  let lastComment = '';
  const line = (text, note, names = []) => {
    const item = document.createElement('li');
    item.textContent = text;
    item.classList.add('line', ...names);
    const small = document.createElement('small');
    small.textContent = note;
    item.append(small);
    return item;
  };
  async function refresh() {
    const text = await (await fetch('/view')).text();
    if (text === seen) return;
    seen = text;
    const { messages, comments } = JSON.parse(text);
    document.querySelector('#messages').replaceChildren(...messages.map((message) => {
      const item = line(message.text ?? JSON.stringify(message.attachment), message.how);
      for (const { title, payload } of message.replies) {
        const button = document.createElement('button');
        button.textContent = title;
        button.onclick = () => act({ do: 'tap', title, payload });
        item.append(button, ' ');
      }
      return item;
    }));
    lastComment = comments.findLast(({ parentId }) => parentId === null)?.id ?? '';
    document.querySelector('#comments').replaceChildren(...comments.map((comment) =>
      line(comment.text, comment.authorName + (comment.hidden ? ', hidden' : ''), [
        ...(comment.parentId ? ['below'] : []),
        ...(comment.hidden ? ['hidden'] : []),
      ])));
  }
  for (const form of document.querySelectorAll('form'))
    form.onsubmit = (event) => {
      event.preventDefault();
      const kind = form.dataset.do;
      act({ do: kind, text: form.text.value, ...(kind === 'pose' && { parentId: lastComment }) });
      form.reset();
    };
  for (const button of document.querySelectorAll('p button'))
    button.onclick = () => act({ do: button.dataset.do, text: 'Guten Tag, hier schreibt ein Mensch.' });
  setInterval(refresh, 1000);
  refresh();
</script>
</html>
`;
