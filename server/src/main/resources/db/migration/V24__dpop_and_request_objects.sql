-- Tokens that are good for whoever has a key (DPoP, RFC 9449), and requests that their client has signed (RFC 9101).

alter table oauth_client
    add column dpop_bound_access_tokens      boolean not null default false, -- RFC 9449 section 5.2
    add column require_signed_request_object boolean not null default false, -- RFC 9101 section 10.5
    drop constraint oauth_client_check, -- keys were private_key_jwt's alone
    add constraint oauth_client_keys check (jwks is not null or token_endpoint_auth_method <> 'private_key_jwt');

alter table authorization_code
    add column dpop_jkt text; -- SHA-256 thumbprint (RFC 7638) of the key that it is for; null: of any client that may redeem it
alter table token_grant
    add column dpop_jkt text; -- of the key that its refresh tokens are for; null: of any, or none

-- Proofs of possession are good once, as assertions are.
alter table client_assertion
    rename to used_jwt;
alter index client_assertion_pkey rename to used_jwt_pkey;
alter index client_assertion_expires rename to used_jwt_expires;

-- Ends what was granted in a session whose row the statement that calls it has locked; gives that, and the grants that outlive the session but
-- were granted in it. Whoever redeems a code holds the session's row, and may have committed after that statement began: a volatile
-- function's statements see what is there when they begin themselves.
create function withdraw_grants(session uuid) returns token_grant[]
    language sql
    volatile
as
$$
with withdrawn as (
    delete from token_grant g where g.session_id = session returning g
)
select array(select w.g from withdrawn w
             union all
             select g from token_grant g where g.browser_session = session and g.session_id <> session)
$$;
