-- The vault: the only place for names. Deletable rows under a random id; events, topics, logs and metrics know only the id.
CREATE TABLE people (
    person        uuid PRIMARY KEY,
    given_name    text NOT NULL,
    family_name   text NOT NULL,
    birth_date    date,
    registered_by text NOT NULL,
    vg            text NOT NULL
);

-- Who read whose data for which purpose.
CREATE TABLE reads (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    read_at      timestamptz NOT NULL,
    actor        text NOT NULL,
    organisation text NOT NULL,
    role         text NOT NULL,
    purpose      text NOT NULL,
    person       uuid NOT NULL
);
