-- Moving in: records of nobody, and customers who came without a field, are counted too.

alter table import_run
    add column left_out bigint not null default 0, -- records of the other system's own
    add column partial  bigint not null default 0; -- imported without a field that couldn't be read
