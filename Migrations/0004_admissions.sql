-- Which devices a subject has had licenses on, and which tokens for one use have been used.
--
-- Locks: creates tables, an index and a function; nothing that exists is touched, so nobody waits. A program of schema
-- 3 does not know them and goes on, without counting.

CREATE TABLE device (
    site          text        NOT NULL REFERENCES site,
    -- As the site's tokens call who watches.
    subject       text        NOT NULL CHECK (octet_length(subject) BETWEEN 1 AND 255),
    system        text        NOT NULL,
    -- What the device's certificate stands for.
    device_id     bytea       NOT NULL CHECK (octet_length(device_id) BETWEEN 1 AND 64),
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site, subject, system, device_id)
);

CREATE TABLE used_token (
    site       text        NOT NULL REFERENCES site,
    token_id   text        NOT NULL CHECK (octet_length(token_id) BETWEEN 1 AND 255),
    -- From a while after this on the token is refused anyway, and need not be remembered.
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (site, token_id)
);

CREATE INDEX used_token_by_end ON used_token (expires_at);

-- Counts a license in, or says why not; what is NULL is not asked for.
--
-- A function, because each of its statements sees what was committed before it began: so the count, under the subject's
-- lock, is never one that two devices have been told. A known device takes no lock. Each use takes two tokens away that
-- have ended, so the table keeps to what is alive without anybody sweeping it.
CREATE FUNCTION admit_license(
    the_site text, the_subject text, the_system text, the_device bytea, devices_max integer,
    the_token text, the_end timestamptz
) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF the_token IS NOT NULL THEN
        DELETE FROM used_token WHERE (site, token_id) IN (
            SELECT site, token_id FROM used_token WHERE expires_at < now() - interval '10 minutes'
             ORDER BY expires_at LIMIT 2 FOR UPDATE SKIP LOCKED);
        INSERT INTO used_token (site, token_id, expires_at) VALUES (the_site, the_token, the_end)
        ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            RETURN 'token-replayed';
        END IF;
    END IF;
    IF devices_max IS NULL OR EXISTS (
        SELECT FROM device
         WHERE site = the_site AND subject = the_subject AND system = the_system AND device_id = the_device)
    THEN
        RETURN 'granted';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(the_site || '/' || the_subject, 0));
    INSERT INTO device (site, subject, system, device_id)
    SELECT the_site, the_subject, the_system, the_device
     WHERE (SELECT count(*) FROM device WHERE site = the_site AND subject = the_subject) < devices_max
        OR EXISTS (
            SELECT FROM device
             WHERE site = the_site AND subject = the_subject AND system = the_system AND device_id = the_device)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND AND NOT EXISTS (
        SELECT FROM device
         WHERE site = the_site AND subject = the_subject AND system = the_system AND device_id = the_device)
    THEN
        -- Nothing was granted, so nothing was used.
        DELETE FROM used_token WHERE site = the_site AND token_id = the_token;
        RETURN 'device-limit-reached';
    END IF;
    RETURN 'granted';
END
$$;
