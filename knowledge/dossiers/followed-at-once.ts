/** So many dossiers, the newest, a proven phone number begins to follow at once; the others open by their codes. */
export const followedAtOnce = 50
