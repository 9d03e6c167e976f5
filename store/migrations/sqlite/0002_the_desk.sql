-- What the desk needs beside the line: who has read how far, and quick ways to a page of the list.

-- the newest message of an enquiry that a colleague has had before their eyes
CREATE TABLE reading (
  colleague  INTEGER NOT NULL REFERENCES colleague (id),
  enquiry    INTEGER NOT NULL REFERENCES enquiry (id),
  message    INTEGER NOT NULL,
  PRIMARY KEY (colleague, enquiry)
);

CREATE INDEX clock_running ON clock (enquiry, due_at) WHERE met_at IS NULL;
CREATE INDEX clock_by_promise ON clock (promise, started_at);
CREATE INDEX reply_by_enquiry ON reply (enquiry, id) WHERE enquiry IS NOT NULL;
CREATE INDEX enquiry_by_conversation ON enquiry (conversation) WHERE state <> 'closed';
CREATE INDEX session_of_colleague ON session (colleague);
CREATE INDEX conversation_unused ON conversation (created_at) WHERE seq = 0;
