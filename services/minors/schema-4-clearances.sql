-- Inspected clearances of volunteers who accompany a minor: no more than § 72a(5) SGB VIII allows, and gone with the accompaniment.
CREATE TABLE clearances (
    minor       uuid NOT NULL,
    volunteer   uuid NOT NULL,
    inspected   date NOT NULL,
    certificate date NOT NULL,
    said_of     date NOT NULL, -- what is heard late of an earlier day replaces nothing
    PRIMARY KEY (minor, volunteer)
);
