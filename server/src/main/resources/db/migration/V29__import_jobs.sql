-- Imports that the server does by itself: what is to be done, the files in pieces that any node can read, and what was done.

create table import_job (
    id           bigint generated always as identity primary key,
    portal_id    bigint      not null references portal on delete cascade,
    state        text        not null
        check (state in ('uploading', 'ready', 'checking', 'checked', 'running', 'done', 'failed', 'cancelled')),
    options      jsonb       not null, -- how the files are read; secrets by their ids in pepper
    recognised   jsonb       not null, -- what the first file looks like
    notice       text,                 -- why it failed, or how it ended
    version      int         not null default 1, -- another one after each change that somebody asked for
    created_by   text        not null,
    created_at   timestamptz not null default now(),
    changed_at   timestamptz not null default now(),
    expires_at   timestamptz not null, -- removed then, with all that hangs on it
    deleted_at   timestamptz,          -- seen by nobody any longer; removed soon
    started_by   jsonb,                -- audit context of who started it last
    owner        uuid,                 -- the node that is at it
    leased_until timestamptz,          -- then another node may take it; null: any node may
    attempts     int         not null default 0 -- how often a node took it since it last got on
);
create index import_job_portal on import_job (portal_id, id);
create index import_job_due on import_job (changed_at) where state in ('checking', 'running');

create table import_file (
    id         bigint generated always as identity primary key,
    job_id     bigint      not null references import_job on delete cascade,
    name       text        not null,
    bytes      bigint      not null default 0, -- that are here
    complete   boolean     not null default false,
    touched_at timestamptz not null default now()
);
create index import_file_job on import_file (job_id);

create table import_piece (
    file_id bigint not null references import_file on delete cascade,
    at      bigint not null, -- where it begins in the file
    content bytea  not null,
    primary key (file_id, at)
);
-- Compressing each piece would cost an upload more than the disk is worth: most are there for minutes
alter table import_piece alter column content set storage external;

-- A dry run, or the import.
create table import_pass (
    job_id      bigint      not null references import_job on delete cascade,
    dry         boolean     not null,
    bytes       bigint      not null default 0, -- of the files that are done
    imported    bigint      not null default 0,
    unchanged   bigint      not null default 0,
    refused     bigint      not null default 0,
    left_out    bigint      not null default 0,
    partial     bigint      not null default 0,
    renumbered  bigint      not null default 0,
    error_bytes bigint      not null default 0, -- how long the refused lines are
    reasons     jsonb       not null default '[]',
    unmapped    jsonb       not null default '{}',
    started_at  timestamptz not null default now(),
    finished_at timestamptz,
    primary key (job_id, dry)
);

create table import_error (
    job_id  bigint  not null,
    dry     boolean not null,
    at      bigint  not null, -- where it begins among the refused lines
    content bytea   not null,
    primary key (job_id, dry, at),
    foreign key (job_id, dry) references import_pass on delete cascade
);
