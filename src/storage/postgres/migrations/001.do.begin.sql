-- Text is compared byte by byte ("C"): ids are no words, and lists must have the same order as in the other stores.
-- Bodies are json and not jsonb: jsonb refuses a NUL or half a surrogate pair, and customers do write such things.

-- One row a conversation. "version" rises with every commit and is what a commit is checked against; "commits" holds
-- the marks of the last ones, so that a commit whose answer was lost can be found again.
CREATE TABLE conversations (
  id text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL,
  commits bigint[] NOT NULL,
  head json NOT NULL,
  last_seq bigint NOT NULL,
  cursor bigint NOT NULL,
  unanswered boolean NOT NULL,
  undelivered boolean NOT NULL,
  -- The months that hold entries: the first number in each, and the month's begin. Reads look at no other partition.
  month_seqs bigint[] NOT NULL,
  month_starts bigint[] NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX conversations_open_work ON conversations (id) WHERE unanswered OR undelivered;

-- The log. Partitioned by the month of "time" (milliseconds since the epoch); what no month takes goes to the rest.
CREATE TABLE entries (
  conversation_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  time bigint NOT NULL,
  audience text NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  body json NOT NULL,
  PRIMARY KEY (conversation_id, seq, time)
) PARTITION BY RANGE (time);
-- Small: entries are stored in order of time, so that the newest stand in the last pages.
CREATE INDEX entries_stored ON entries USING brin (stored_at) WITH (pages_per_range = 16, autosummarize = on);
CREATE TABLE entries_rest PARTITION OF entries DEFAULT;

CREATE TABLE keys (
  conversation_id text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  time bigint NOT NULL,
  PRIMARY KEY (conversation_id, key)
);

CREATE TABLE cases (
  id text COLLATE "C" PRIMARY KEY,
  conversation_id text COLLATE "C" NOT NULL,
  status text NOT NULL,
  priority smallint NOT NULL,
  created_at bigint NOT NULL,
  resolved_at bigint,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  body json NOT NULL
);
CREATE INDEX cases_of_conversation ON cases (conversation_id);
CREATE INDEX cases_open ON cases (status, priority, created_at, id) WHERE status <> 'resolved';
CREATE INDEX cases_resolved ON cases (resolved_at DESC, id) WHERE status = 'resolved';
CREATE INDEX cases_changed ON cases (changed_at);

CREATE TABLE deliveries (
  conversation_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  part integer NOT NULL,
  body json NOT NULL,
  PRIMARY KEY (conversation_id, seq, part)
);

CREATE TABLE timers (
  conversation_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  due bigint NOT NULL,
  body json NOT NULL,
  PRIMARY KEY (conversation_id, id)
);
CREATE INDEX timers_due ON timers (due);

CREATE TABLE records (
  kind text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  value json NOT NULL,
  -- What a visitor's record binds to: erasure finds it by this.
  conversation_id text COLLATE "C",
  PRIMARY KEY (kind, key)
);
CREATE INDEX records_of_conversation ON records (conversation_id) WHERE conversation_id IS NOT NULL;

CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  body json NOT NULL
);

-- The right to work on a conversation. Gone when it was given back; a number is never given twice.
CREATE TABLE leases (
  conversation_id text COLLATE "C" NOT NULL,
  work text NOT NULL,
  number bigint NOT NULL,
  holder text NOT NULL,
  until bigint NOT NULL,
  PRIMARY KEY (conversation_id, work)
) WITH (fillfactor = 70);
CREATE SEQUENCE fence_numbers;

-- The processes that serve this database, and when each was last heard of.
CREATE TABLE processes (
  id text COLLATE "C" PRIMARY KEY,
  seen_at timestamptz NOT NULL
);
