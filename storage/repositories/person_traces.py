"""What a person left in the records of others, taken away in SQL.

Parameters of each statement are the organization and the person.
"""

from typing import LiteralString

WORDS: LiteralString = """
UPDATE match SET note = '', decline_note = ''
WHERE organization_id = :organization AND :person IN (mentee_id, mentor_id)
"""
CHOSEN: LiteralString = """
UPDATE match_run
SET options = jsonb_set(options, '{chosen}', (options -> 'chosen') - CAST(:person AS text))
WHERE organization_id = :organization
  AND jsonb_exists(options -> 'chosen', CAST(:person AS text))
"""
# Sentences told to others may name them. Their values are [[name of the value, value], ...].
NEWS: LiteralString = """
UPDATE notification SET params = (
    SELECT jsonb_agg(
        CASE WHEN told.value ->> 1 = person.name
            THEN jsonb_build_array(told.value -> 0, '—') ELSE told.value END
        ORDER BY told.place
    )
    FROM jsonb_array_elements(params) WITH ORDINALITY AS told(value, place)
)
FROM person
WHERE person.organization_id = :organization AND person.id = :person AND person.name <> ''
  AND notification.organization_id = :organization
  AND EXISTS (
    SELECT 1 FROM jsonb_array_elements(params) AS told(value) WHERE told.value ->> 1 = person.name
  )
"""
DEEDS: LiteralString = """
UPDATE audit_entry SET sentence = jsonb_set(sentence, '{1}', (
    SELECT jsonb_agg(
        CASE WHEN told.value ->> 1 = person.name
            THEN jsonb_build_array(told.value -> 0, '—') ELSE told.value END
        ORDER BY told.place
    )
    FROM jsonb_array_elements(sentence -> 1) WITH ORDINALITY AS told(value, place)
))
FROM person
WHERE person.organization_id = :organization AND person.id = :person AND person.name <> ''
  AND audit_entry.organization_id = :organization
  AND EXISTS (
    SELECT 1 FROM jsonb_array_elements(sentence -> 1) AS told(value)
    WHERE told.value ->> 1 = person.name
  )
"""
DEEDS_TO_THEM: LiteralString = """
UPDATE audit_entry
SET before = '{}', after = '{}', sentence = jsonb_set(sentence, '{1}', (
    SELECT coalesce(jsonb_agg(jsonb_build_array(told.value -> 0, '—') ORDER BY told.place), '[]')
    FROM jsonb_array_elements(sentence -> 1) WITH ORDINALITY AS told(value, place)
))
WHERE organization_id = :organization AND subject = 'person:' || CAST(:person AS text)
"""
# The names that sources have for them are in what runs noted, and perhaps in an uploaded file.
ISSUES: LiteralString = """
DELETE FROM sync_issue found
USING sync_run r, directory_entry e
WHERE found.organization_id = :organization AND r.organization_id = :organization
  AND e.organization_id = :organization AND e.person_id = :person
  AND found.run_id = r.id AND r.connection_id = e.connection_id AND found.key = e.key
"""
CHANGES: LiteralString = """
DELETE FROM sync_change found
USING sync_run r, directory_entry e
WHERE found.organization_id = :organization AND r.organization_id = :organization
  AND e.organization_id = :organization AND e.person_id = :person
  AND found.run_id = r.id AND r.connection_id = e.connection_id AND found.key = e.key
"""
SEEN: LiteralString = """
UPDATE sync_seen found SET keys = array_remove(found.keys, e.key)
FROM sync_run r, directory_entry e
WHERE found.organization_id = :organization AND r.organization_id = :organization
  AND e.organization_id = :organization AND e.person_id = :person
  AND found.run_id = r.id AND r.connection_id = e.connection_id AND e.key = ANY(found.keys)
"""
FILES: LiteralString = """
DELETE FROM connection_file found
USING directory_entry e
WHERE found.organization_id = :organization
  AND e.organization_id = :organization AND e.person_id = :person
  AND found.connection_id = e.connection_id
"""
MEMBERS: LiteralString = """
DELETE FROM scim_group_member found
USING scim_group g, directory_entry e
WHERE found.organization_id = :organization AND g.organization_id = :organization
  AND e.organization_id = :organization AND e.person_id = :person
  AND found.group_id = g.id AND g.connection_id = e.connection_id AND found.key = e.key
"""
COMPLETIONS: LiteralString = """
DELETE FROM sync_issue found
USING sync_run r, evidence e
WHERE found.organization_id = :organization AND r.organization_id = :organization
  AND e.organization_id = :organization AND e.person_id = :person
  AND found.run_id = r.id AND r.connection_id = e.connection_id AND found.key = e.key
"""
# What still has to be told is told, such as that they left: it holds no more than their id.
EVENTS: LiteralString = """
DELETE FROM outbox event
WHERE event.organization_id = :organization
  AND jsonb_path_exists(
    event.data, '$.* ? (@ == $who)', jsonb_build_object('who', CAST(:person AS text))
  )
  AND NOT EXISTS (
    SELECT 1 FROM webhook_delivery delivery
    WHERE delivery.organization_id = :organization AND delivery.event_id = event.id
      AND delivery.state = 'waiting'
  )
"""
# Where the bot met them before anybody knew who they are.
CHATS: LiteralString = """
DELETE FROM teams_conversation found
USING identity i
WHERE found.organization_id = :organization
  AND i.organization_id = :organization AND i.person_id = :person
  AND i.issuer LIKE 'entra:%' AND i.subject = found.object_id
"""
SUBJECTS: LiteralString = """
UPDATE notification SET subject = ''
WHERE organization_id = :organization
  AND subject LIKE 'work:%' AND split_part(subject, '/', 2) = CAST(:person AS text)
"""
TRACES = (
    *(WORDS, CHOSEN, NEWS, DEEDS, DEEDS_TO_THEM),
    *(ISSUES, CHANGES, SEEN, FILES, MEMBERS, COMPLETIONS, EVENTS, CHATS, SUBJECTS),
)
