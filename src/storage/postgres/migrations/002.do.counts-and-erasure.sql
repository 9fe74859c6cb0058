-- What the limits count, shared by all processes: for each window of time by itself.
CREATE UNLOGGED TABLE counts (
  name text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  ends bigint NOT NULL,
  total integer NOT NULL,
  PRIMARY KEY (name, key, ends)
);

-- Nothing is left of an erased conversation but numbers and times: a month that holds nothing else may go.
ALTER TABLE conversations ADD COLUMN erased boolean NOT NULL DEFAULT false;
