-- What every write service keeps beside its events. Run by the migrator with search_path set to the service's schema.

-- The published log: what leaves the service, rendered at append. Ids are drawn under this table's lock: id order is commit order.
CREATE TABLE published (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic   text   NOT NULL,
    key     text   NOT NULL,
    stream  text   NOT NULL,
    number  bigint NOT NULL CHECK (number > 0),
    headers jsonb  NOT NULL,
    value   bytea  NOT NULL,
    UNIQUE (stream, number)
);

-- A repeated command gets the stored answer; the same id with another body is refused.
CREATE TABLE commands (
    command_id  uuid PRIMARY KEY,
    body_hash   bytea NOT NULL,
    result      jsonb NOT NULL,
    recorded_at timestamptz NOT NULL
);

-- How far this service has read each topic. `next` NOT NULL is the fence: a zombie's move computes NULL and rolls back.
CREATE TABLE positions (
    consumer  text   NOT NULL,
    topic     text   NOT NULL,
    partition int    NOT NULL,
    next      bigint NOT NULL,
    topic_id  text,
    PRIMARY KEY (consumer, topic, partition)
);

-- What becomes due. From `rule` on: the period behind it (Frist in shared/deadlines.py), null where it is the machine's own.
CREATE TABLE deadlines (
    stream       text NOT NULL,
    key          text NOT NULL,
    due          timestamptz NOT NULL,
    command_id   uuid NOT NULL,
    type         text NOT NULL,
    command      jsonb NOT NULL,
    rule         text,
    paragraph    text,
    started      date,
    last_day     date,
    owner        text,
    in_charge    text,
    stops        text[],
    escalates_to text[],
    PRIMARY KEY (stream, key),
    CHECK ((rule IS NULL) = (last_day IS NULL) AND (rule IS NULL) = (owner IS NULL))
);
CREATE INDEX deadlines_due ON deadlines (due);
CREATE INDEX deadlines_owner ON deadlines (owner, last_day) WHERE owner IS NOT NULL;

-- A cache: folded states, valid only for the code that folded them.
CREATE TABLE snapshots (
    stream      text PRIMARY KEY,
    version     bigint NOT NULL,
    fingerprint text NOT NULL,
    state       jsonb NOT NULL
);

-- What could not be processed, byte for byte, with the reason; nothing is dropped.
CREATE TABLE parked (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer     text NOT NULL,
    topic        text NOT NULL,
    partition    int NOT NULL,
    kafka_offset bigint NOT NULL,
    key          bytea,
    headers      jsonb NOT NULL,
    value        bytea,
    lane         text NOT NULL,
    reason       text NOT NULL,
    field        text,
    details      jsonb NOT NULL DEFAULT '{}',
    status       text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'redriven', 'dismissed')),
    note         text,
    parked_at    timestamptz NOT NULL,
    settled_at   timestamptz,
    UNIQUE (consumer, topic, partition, kafka_offset)
);
CREATE INDEX parked_waiting ON parked (consumer, lane) WHERE status = 'waiting';

-- Keys of sealed fields (shared/sealing.py). A row without a key: erased.
CREATE TABLE subject_keys (
    subject   text PRIMARY KEY,
    key       bytea,
    erased_at timestamptz,
    CHECK ((key IS NULL) = (erased_at IS NOT NULL))
);

CREATE TABLE relay_cursor (
    name        text PRIMARY KEY,
    holder      text NOT NULL,
    epoch       bigint NOT NULL,
    lease_until timestamptz NOT NULL,
    last_id     bigint NOT NULL
);

-- Until when the cooperation runs and who has left it, as koop.cooperation.v1 says (shared/membership.py).
CREATE TABLE terms (
    cooperation text PRIMARY KEY,
    ends        timestamptz NOT NULL,
    number      bigint NOT NULL
);
CREATE TABLE departures (
    partner text PRIMARY KEY,
    leaves  timestamptz NOT NULL
);
