-- Whoever sees a value that waited asks in which file it came.
CREATE INDEX suspense_by_release ON suspense (released_by, connection) WHERE released_by IS NOT NULL;
CREATE INDEX quarantine_by_release ON quarantine (released_by, connection) WHERE released_by IS NOT NULL;
