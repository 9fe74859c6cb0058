// Loaded before the service (node --import): SIGUSR2 makes its clock jump by CLOCK_JUMP milliseconds, and back again.
const real = Date.now;
const jump = Number(process.env.CLOCK_JUMP ?? 0);
let shift = 0;
process.on('SIGUSR2', () => {
  shift = shift === 0 ? jump : 0;
});
const now = () => real() + shift;
globalThis.Date = new Proxy(Date, {
  construct: (target, list, own) => Reflect.construct(target, list.length === 0 ? [now()] : list, own),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
