import type { Surroundings } from './direct-line/types.ts';

/** The browser that the chat runs in. */
export const browser: Surroundings = {
  fetch: (url, init) => fetch(url, init),
  openSocket(url, events) {
    const socket = new WebSocket(url);
    socket.onopen = events.opened;
    socket.onmessage = ({ data }) => events.received(data);
    socket.onclose = ({ code }) => events.closed(code);
    return () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    };
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
  isOnline: () => navigator.onLine,
};
