-- The demo landlord's own records. Money is in pence (positive is owed to the landlord), days are ISO 8601,
-- instants are ISO 8601 in UTC. Nobody in here exists.

CREATE TABLE landlord (
    name TEXT NOT NULL,
    -- the day up to which these records tell the story; `catch_up` moves it
    day TEXT NOT NULL
) STRICT;

CREATE TABLE officer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE patch (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    officer INTEGER NOT NULL REFERENCES officer
) STRICT;

CREATE TABLE home (
    uprn TEXT PRIMARY KEY,
    line TEXT NOT NULL,
    town TEXT NOT NULL,
    postcode TEXT NOT NULL,
    patch INTEGER NOT NULL REFERENCES patch,
    UNIQUE (line, postcode)
) STRICT, WITHOUT ROWID;

CREATE TABLE tenancy (
    reference TEXT PRIMARY KEY,
    home TEXT NOT NULL UNIQUE REFERENCES home,
    tenure TEXT NOT NULL CHECK (tenure IN ('tenant', 'shared_owner', 'leaseholder')),
    started_on TEXT NOT NULL,
    breathing_space_until TEXT,
    safe_contact INTEGER NOT NULL CHECK (safe_contact IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE holder (
    id INTEGER PRIMARY KEY,
    tenancy TEXT NOT NULL REFERENCES tenancy,
    name TEXT NOT NULL,
    born TEXT NOT NULL,
    mobile TEXT,
    email TEXT
) STRICT;

CREATE INDEX holder_tenancy ON holder (tenancy);
CREATE INDEX holder_mobile ON holder (mobile) WHERE mobile IS NOT NULL;
CREATE INDEX holder_email ON holder (email) WHERE email IS NOT NULL;

CREATE TABLE vulnerability (
    tenancy TEXT NOT NULL REFERENCES tenancy,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenancy, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE rent_account (
    tenancy TEXT PRIMARY KEY REFERENCES tenancy,
    as_at TEXT NOT NULL,
    next_charge_on TEXT NOT NULL,
    every TEXT NOT NULL CHECK (every IN ('week', 'month'))
) STRICT, WITHOUT ROWID;

-- what falls due together on each charge day
CREATE TABLE charge (
    tenancy TEXT NOT NULL REFERENCES rent_account,
    description TEXT NOT NULL,
    pence INTEGER NOT NULL CHECK (pence > 0),
    PRIMARY KEY (tenancy, description)
) STRICT, WITHOUT ROWID;

-- a balance is the sum of an account's entries and is stored nowhere else
CREATE TABLE entry (
    tenancy TEXT NOT NULL REFERENCES rent_account,
    number INTEGER NOT NULL,
    day TEXT NOT NULL,
    description TEXT NOT NULL,
    pence INTEGER NOT NULL,
    PRIMARY KEY (tenancy, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE repair (
    -- printed with an R before it
    id INTEGER PRIMARY KEY,
    -- empty where nobody has shown who they are
    tenancy TEXT REFERENCES tenancy,
    address TEXT NOT NULL,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    access TEXT NOT NULL,
    contact TEXT NOT NULL,
    priority TEXT NOT NULL CHECK (priority IN ('emergency', 'urgent', 'routine', 'planned')),
    status TEXT NOT NULL CHECK (status IN ('reported', 'scheduled', 'completed', 'cancelled')),
    reported_at TEXT NOT NULL,
    due_on TEXT NOT NULL,
    -- id of the appointment's slot, such as 20261124.morning
    slot TEXT,
    CHECK (status <> 'scheduled' OR slot IS NOT NULL)
) STRICT;

CREATE INDEX repair_tenancy ON repair (tenancy);
CREATE INDEX repair_slot ON repair (slot) WHERE status = 'scheduled';

CREATE TABLE contact (
    -- printed with a C before it
    id INTEGER PRIMARY KEY,
    tenancy TEXT NOT NULL REFERENCES tenancy,
    summary TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

-- every write that was carried out, with its first answer as JSON
CREATE TABLE written (
    key TEXT PRIMARY KEY,
    call TEXT NOT NULL,
    answer TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- those whom a visitor of the sandbox can be
CREATE TABLE persona (
    holder INTEGER PRIMARY KEY REFERENCES holder,
    about TEXT NOT NULL
) STRICT;

-- the one row that says what goes wrong on purpose; see faults.py
CREATE TABLE fault (
    delay REAL NOT NULL DEFAULT 0 CHECK (delay >= 0),
    down INTEGER NOT NULL DEFAULT 0 CHECK (down IN (0, 1)),
    lost_answers INTEGER NOT NULL DEFAULT 0 CHECK (lost_answers >= 0)
) STRICT;
