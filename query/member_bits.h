// Bits and tiles of all members, for those who find out what they are.
#ifndef SEINE_QUERY_MEMBER_BITS_H_
#define SEINE_QUERY_MEMBER_BITS_H_

#include <cstdint>

#include "engine/snapshot.h"
#include "query/bound_population.h"
#include "query/value_vector.h"

namespace seine {

// Room for all members, none of them chosen.
bound::MemberBits NoMembers(const Snapshot& snapshot);
// The same, none of them in a tile, with room for numbers up to k.
bound::MemberTiles NoTiles(const Snapshot& snapshot, uint64_t k);
// What both take of a snapshot with so many members.
uint64_t BytesOfBits(uint64_t members);
uint64_t BytesOfTiles(uint64_t members, uint64_t k);

// Sets `chosen` from the bits.
void CountChosen(bound::MemberBits* bits);

// The tiles of a batch of members of the shard that has them.
void EvaluateTiles(const bound::MemberTiles::Numbers& tiles, const RowBatch& batch, RowArena& arena,
                   ValueVector* out);

}  // namespace seine

#endif  // SEINE_QUERY_MEMBER_BITS_H_
