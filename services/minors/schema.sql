-- Whose file it is. Deletable rows: events, topics, logs and metrics know the file's random id only.
CREATE TABLE files (
    minor  uuid PRIMARY KEY,
    person uuid NOT NULL
);

-- Who read which file for which purpose.
CREATE TABLE reads (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    read_at      timestamptz NOT NULL,
    actor        text NOT NULL,
    organisation text NOT NULL,
    role         text NOT NULL,
    purpose      text NOT NULL,
    minor        uuid NOT NULL
);
