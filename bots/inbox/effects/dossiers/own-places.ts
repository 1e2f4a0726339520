/** The conversation $1 and all that are joined with it, as a first part of a statement. */
export const ownPlaces = `
  own as materialized (
    select $1::bigint as id
    union
    select o.conversation_id from person_member m join person_member o on o.person = m.person
    where m.conversation_id = $1
  )`
