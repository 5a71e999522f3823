-- Figures of months that are over, as SQL reads them: services/reporting/months.py writes them, and never changes what it has written.

-- Up to which month's end each facet's editions are complete.
CREATE TABLE month_closings (
    facet     text NOT NULL,
    known     date NOT NULL,
    closed_at timestamptz NOT NULL,
    PRIMARY KEY (facet, known)
);

CREATE TABLE month_editions (
    facet       text NOT NULL,
    figure      text NOT NULL,
    month       date NOT NULL,
    known       date NOT NULL,
    law_version text NOT NULL,
    PRIMARY KEY (facet, figure, month, known),
    FOREIGN KEY (facet, known) REFERENCES month_closings,
    CHECK (month <= known)
);

CREATE TABLE month_figures (
    facet   text NOT NULL,
    figure  text NOT NULL,
    month   date NOT NULL,
    known   date NOT NULL,
    place   text NOT NULL,
    kind    text NOT NULL,
    measure text NOT NULL,
    value   double precision,
    PRIMARY KEY (facet, figure, month, known, place, kind, measure),
    FOREIGN KEY (facet, figure, month, known) REFERENCES month_editions
);

CREATE VIEW month_figures_said AS
SELECT facet, month, known, replaced_by, law_version, figure, place, kind, measure, value
FROM (SELECT *, lead(known) OVER (PARTITION BY facet, figure, month ORDER BY known) AS replaced_by FROM month_editions) editions
JOIN month_figures USING (facet, figure, month, known);

CREATE VIEW bi.transition_months AS
SELECT month, known, replaced_by, law_version, figure, place, kind, measure, value FROM month_figures_said WHERE facet = 'transition';
GRANT SELECT ON bi.transition_months TO PUBLIC;

-- Not to everybody who may log in: whoever has nothing to do with minors gets no figure of them by HTTP either (ADR 10).
CREATE VIEW bi.minors_months AS
SELECT month, known, replaced_by, law_version, figure, place, kind, measure, value FROM month_figures_said WHERE facet = 'minors';
GRANT SELECT ON bi.minors_months TO minors_reader;

COMMENT ON VIEW bi.transition_months IS
    'Change-over at the end of each month (month), by what was known at the end of a month (known). A figure''s first edition has '
    'known = month; a later one replaces it where it has changed; the newest has no replaced_by. value NULL: not shown, few people. '
    'No row: none. place and kind total: the sums.';
COMMENT ON VIEW bi.minors_months IS
    'Unaccompanied minors, as bi.transition_months. Read by members of minors_reader.';

-- Took its cells from the same table as the answers, and left out others than they do.
DROP VIEW IF EXISTS bi.transition_states;
