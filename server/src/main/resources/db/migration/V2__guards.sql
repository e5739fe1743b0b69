-- Throttles and the lock, shared by all nodes.

-- Generic cell rate algorithm: tat is the theoretical arrival time of the next conforming request. Unlogged: it costs no
-- flush, and a crash of the database only forgives a minute of requests.
create unlogged table throttle (
    key uuid primary key,
    tat timestamptz not null
) with (fillfactor = 50);

-- Takes one permit of each limit, or of none. null: granted; else how long until the refusing limit has room again.
-- Keys come narrowest first, always in the same order of limits, so that two callers can't wait for each other.
create function acquire(keys uuid[], spacings interval[], bursts int[]) returns interval
    language plpgsql as
$$
declare
    waiting interval;
begin
    for i in 1 .. cardinality(keys) loop
        insert into throttle as t (key, tat)
        values (keys[i], now() + spacings[i])
        on conflict (key) do update set tat = greatest(t.tat, now()) + spacings[i]
            where greatest(t.tat, now()) + spacings[i] <= now() + spacings[i] * bursts[i];
        if not found then
            select tat + spacings[i] - spacings[i] * bursts[i] - now() into waiting from throttle where key = keys[i];
            for j in 1 .. i - 1 loop -- their rows are locked since we took them: nobody saw it
                update throttle set tat = tat - spacings[j] where key = keys[j];
            end loop;
            return waiting;
        end if;
    end loop;
    return null;
end
$$;

-- Failed sign-ins, one row a customer, or one a login that nobody has (under a keyed hash): the same work, the same
-- durability, so that no answer tells which it is.
create table lockout (
    subject      bytea primary key,
    failures     int         not null,
    last_failure timestamptz not null,
    locked_until timestamptz
) with (fillfactor = 70);
create index lockout_last_failure on lockout (last_failure);
