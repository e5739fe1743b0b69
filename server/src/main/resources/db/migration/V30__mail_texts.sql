-- A portal's own words in a mail, by language. What it doesn't say is said in ours.
create table mail_text (
    portal_id    bigint not null references portal on delete cascade,
    purpose      text   not null, -- as in outbox
    language     text   not null check (language ~ '^[a-z]{2}$'),
    subject      text   check (subject <> '' and length(subject) <= 150 and subject !~ '[[:cntrl:]]'),
    introduction text   check (introduction <> '' and length(introduction) <= 1000 and introduction !~ '[[:cntrl:]]'),
    primary key (portal_id, purpose, language),
    check (subject is not null or introduction is not null)
);
