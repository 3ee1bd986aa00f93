// Bits and tiles of all members, for those who find out what they are.
#ifndef SEINE_QUERY_MEMBER_BITS_H_
#define SEINE_QUERY_MEMBER_BITS_H_

#include "engine/snapshot.h"
#include "query/bound_population.h"

namespace seine {

// Room for all members, none of them chosen.
bound::MemberBits NoMembers(const Snapshot& snapshot);
// The same, none of them in a tile.
bound::MemberTiles NoTiles(const Snapshot& snapshot);

// Sets `chosen` from the bits.
void CountChosen(bound::MemberBits* bits);

}  // namespace seine

#endif  // SEINE_QUERY_MEMBER_BITS_H_
