-- The first schema: sites, who may write to them, what they own, and the wrapped keys.
--
-- Locks: creates tables and functions only; nothing that exists is touched, so nobody waits.
-- No clear key is ever stored: what is called sealed or wrapped is AES-256-GCM under a key that is not in this
-- database.

CREATE TABLE site (
    name       text        PRIMARY KEY CHECK (octet_length(name) BETWEEN 1 AND 64),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Which key-encryption keys this database has met; a server with another key of that version must not start.
CREATE TABLE key_encryption_key (
    version     integer     PRIMARY KEY CHECK (version > 0),
    check_value bytea       NOT NULL CHECK (octet_length(check_value) = 16),
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE packager_credential (
    id            text        PRIMARY KEY CHECK (id ~ '^[0-9a-f]{16}$'),
    site          text        NOT NULL REFERENCES site,
    name          text        NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 200),
    secret_digest bytea       NOT NULL CHECK (octet_length(secret_digest) = 32),
    created_at    timestamptz NOT NULL DEFAULT now(),
    revoked_at    timestamptz
);

-- What verifies license tokens. material is a public key, or an HS256 secret sealed under kek_version.
CREATE TABLE token_key (
    name        text        PRIMARY KEY CHECK (octet_length(name) BETWEEN 1 AND 200),
    site        text        NOT NULL REFERENCES site,
    algorithm   text        NOT NULL CHECK (algorithm IN ('HS256', 'ES256', 'EdDSA')),
    material    bytea       NOT NULL,
    kek_version integer     REFERENCES key_encryption_key,
    nonce       bytea       CHECK (octet_length(nonce) = 12),
    created_at  timestamptz NOT NULL DEFAULT now(),
    revoked_at  timestamptz,
    CHECK ((algorithm = 'HS256') = (kek_version IS NOT NULL) AND (kek_version IS NULL) = (nonce IS NULL))
);

-- Policies are versioned: a new document is a new row, and the highest version applies.
CREATE TABLE policy (
    site       text        NOT NULL REFERENCES site,
    name       text        NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 200),
    version    integer     NOT NULL CHECK (version > 0),
    document   text        NOT NULL CHECK (octet_length(document) <= 65536),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site, name, version)
);

CREATE TABLE content (
    site           text        NOT NULL REFERENCES site,
    name           text        NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 200),
    request_digest bytea       NOT NULL CHECK (octet_length(request_digest) = 32),
    created_at     timestamptz NOT NULL DEFAULT now(),
    -- Soft: no license is granted any more, the keys stay readable to an audit.
    deleted_at     timestamptz,
    PRIMARY KEY (site, name)
);

CREATE TABLE content_key (
    key_id        uuid    NOT NULL,
    site          text    NOT NULL,
    content       text    NOT NULL,
    track_type    text    NOT NULL CHECK (track_type IN ('AUDIO', 'SD', 'HD', 'UHD1', 'UHD2')),
    scheme        text    NOT NULL CHECK (scheme IN ('cenc', 'cbcs')),
    crypto_period bigint  CHECK (crypto_period BETWEEN 0 AND 4294967295),
    kek_version   integer NOT NULL REFERENCES key_encryption_key,
    nonce         bytea   NOT NULL CHECK (octet_length(nonce) = 12),
    sealed        bytea   NOT NULL CHECK (octet_length(sealed) = 32),
    -- Two sites may license the same third party's content, so a key ID is unique within a site only.
    PRIMARY KEY (key_id, site),
    FOREIGN KEY (site, content) REFERENCES content,
    UNIQUE NULLS NOT DISTINCT (site, content, track_type, crypto_period)
);

-- Written every second by each server of the writable region: its age, as a replica sees it, is the replication lag.
CREATE TABLE heartbeat (
    region   text        PRIMARY KEY CHECK (octet_length(region) BETWEEN 1 AND 32),
    beat_at  timestamptz NOT NULL,
    sequence bigint      NOT NULL
);

-- A content key is never changed once acknowledged: the database holds to it too. Only the wrapping may be renewed,
-- whole, under another key-encryption key: a new nonce or version beside an old ciphertext would lose the key. What is
-- inside is proven by the associated data, which names site, content and key ID.
CREATE FUNCTION refuse_changed_content_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a content key is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.key_id, NEW.site, NEW.content, NEW.track_type, NEW.scheme, NEW.crypto_period)
       IS DISTINCT FROM (OLD.key_id, OLD.site, OLD.content, OLD.track_type, OLD.scheme, OLD.crypto_period) THEN
        RAISE EXCEPTION 'a content key is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.kek_version, NEW.nonce, NEW.sealed) IS DISTINCT FROM (OLD.kek_version, OLD.nonce, OLD.sealed)
       AND (NEW.kek_version = OLD.kek_version OR NEW.nonce = OLD.nonce OR NEW.sealed = OLD.sealed) THEN
        RAISE EXCEPTION 'a content key is wrapped anew as a whole' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER content_key_is_for_ever
    BEFORE UPDATE OR DELETE ON content_key
    FOR EACH ROW EXECUTE FUNCTION refuse_changed_content_key();

-- TRUNCATE visits no row, so it needs a trigger of its own.
CREATE TRIGGER content_key_is_never_truncated
    BEFORE TRUNCATE ON content_key
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_changed_content_key();
