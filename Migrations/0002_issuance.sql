-- The issuance records: who was granted, or refused, which keys, when and where.
--
-- Locks: creates a table, its indexes and a function; nothing that exists is touched, so nobody waits. A program of
-- schema 1 does not know the table and goes on.
--
-- Records come from the servers' journals, each under its journal's identity and its place there, so that sending one
-- again changes nothing. No constraint but this key: a record that could not be stored would hold up all behind it.

CREATE TABLE issuance (
    -- Which journal, and where in it.
    instance      uuid        NOT NULL,
    sequence      bigint      NOT NULL,
    -- The hash chain of the journal up to this record: `evergrant journal verify` shows the same.
    chain_hash    bytea       NOT NULL,
    -- UUIDv7 (RFC 9562).
    id            uuid        NOT NULL,
    issued_at     timestamptz NOT NULL,
    region        text        NOT NULL,
    site          text        NOT NULL,
    contents      text[]      NOT NULL,
    key_ids       uuid[]      NOT NULL,
    system        text        NOT NULL,
    outcome       text        NOT NULL,
    subject       text,
    token_id      text,
    policy_digest bytea       NOT NULL,
    received_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (instance, sequence)
);

-- One for each way in which `GET /v1/licenses` asks, newest first.
CREATE INDEX issuance_by_time ON issuance (issued_at, id);
CREATE INDEX issuance_by_site ON issuance (site, issued_at, id);
CREATE INDEX issuance_by_subject ON issuance (subject, issued_at, id);
CREATE INDEX issuance_by_content ON issuance USING gin (contents);
CREATE INDEX issuance_by_key ON issuance USING gin (key_ids);

-- What was issued stays issued: the database holds to it too. Whoever must prune old records disables the triggers for
-- one transaction, which is a deed of its own and not an accident (docs/runbooks/journal-full.md).
CREATE FUNCTION refuse_changed_issuance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an issuance record is never changed' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER issuance_is_for_ever
    BEFORE UPDATE OR DELETE ON issuance
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_issuance();

-- TRUNCATE visits no row, so it needs a trigger of its own.
CREATE TRIGGER issuance_is_never_truncated
    BEFORE TRUNCATE ON issuance
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_changed_issuance();
