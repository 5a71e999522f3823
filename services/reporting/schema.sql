-- What reporting keeps beside the kernel's tables. The tables of a view's version are made by reporting itself.

CREATE TABLE view_versions (
    view        text NOT NULL,
    version     int  NOT NULL,
    status      text NOT NULL CHECK (status IN ('live', 'building', 'kept')),
    positions   jsonb NOT NULL DEFAULT '{}',
    digest      text,
    switched_at timestamptz,
    code        text NOT NULL DEFAULT '',
    PRIMARY KEY (view, version)
);
CREATE UNIQUE INDEX view_versions_live ON view_versions (view) WHERE status = 'live';

-- The last applied published number of each stream, for all live views together.
CREATE TABLE heads (
    stream text   PRIMARY KEY,
    number bigint NOT NULL
);

-- The same, as it stood when a version was put aside: from here it can catch up.
CREATE TABLE kept_heads (
    view    text   NOT NULL,
    version int    NOT NULL,
    stream  text   NOT NULL,
    number  bigint NOT NULL,
    PRIMARY KEY (view, version, stream),
    FOREIGN KEY (view, version) REFERENCES view_versions ON DELETE CASCADE
);

-- A dismissed record still counts: its number is stepped over.
CREATE INDEX parked_lane ON parked (consumer, lane) WHERE status <> 'redriven';
