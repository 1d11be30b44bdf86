-- The contents that are deleted, in an index of their own: few or none, so that a license asks whether its content is
-- among them for next to nothing. Looking each content up in `content` cost more than finding the key itself.
--
-- Locks: CREATE INDEX takes SHARE on content, so packagers' writes to it wait while it is read once (0.1 s for a
-- million contents); licenses and every other read go on. Programs of schema 2 do not notice the index.

CREATE INDEX content_deleted ON content (site, name) WHERE deleted_at IS NOT NULL;
