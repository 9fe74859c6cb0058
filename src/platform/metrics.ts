import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What the service counts, in Prometheus' form. Labels are codes, never words or ids of customers. */
export interface Metrics {
  readonly registry: Registry;
  readonly turns: Counter<'outcome'>;
  readonly turnSeconds: Histogram;
  readonly deliveries: Counter<'channel' | 'status'>;
  readonly directLine: Counter<'event'>;
  readonly signIns: Counter<'outcome'>;
  readonly requests: Histogram<'route' | 'method' | 'status'>;
  /** A counter of a part of the house that is not always there. */
  counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L>;
  /** A figure that is read when Prometheus asks. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    turns: new Counter({ name: 'schalter_turns_total', help: 'Turns by outcome', labelNames: ['outcome'], registers }),
    turnSeconds: new Histogram({
      name: 'schalter_turn_seconds',
      help: 'Time from a message being stored to its answer being stored',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    deliveries: new Counter({
      name: 'schalter_deliveries_total',
      help: 'Messages pushed to channels by outcome',
      labelNames: ['channel', 'status'],
      registers,
    }),
    directLine: new Counter({
      name: 'schalter_direct_line_total',
      help: 'What happens on the website channel',
      labelNames: ['event'],
      registers,
    }),
    signIns: new Counter({
      name: 'schalter_sign_ins_total',
      help: 'Attempts of staff to sign in',
      labelNames: ['outcome'],
      registers,
    }),
    requests: new Histogram({
      name: 'schalter_http_request_seconds',
      help: 'HTTP requests by route',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.005, 0.025, 0.1, 0.5, 1, 5],
      registers,
    }),
    counter: (name, help, labelNames) => new Counter({ name, help, labelNames, registers }),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
  };
}
