// Tests of one column over a batch of its own table's rows. Each writes the whole mask; a missing
// value is false. Pure functions; safe from many threads.
#ifndef SEINE_QUERY_ROW_TESTS_H_
#define SEINE_QUERY_ROW_TESTS_H_

#include <cstdint>

#include "query/row_batch.h"
#include "query/row_plan.h"

namespace seine {

void TestRawIn(const row::RawIn& test, const RowBatch& batch, uint64_t* mask);
void TestRawRanges(const row::RawRanges& test, const RowBatch& batch, RowArena& arena,
                   uint64_t* mask);
void TestBool(const row::BoolIs& test, const RowBatch& batch, uint64_t* mask);
void TestPresent(const row::Present& test, const RowBatch& batch, uint64_t* mask);
void TestText(const row::TextIs& test, const RowBatch& batch, uint64_t* mask);
void TestSet(const row::SetHas& test, const RowBatch& batch, uint64_t* mask);
void TestMember(const row::MemberIn& test, const RowBatch& batch, uint64_t* mask);
void TestMember(const row::MemberSet& test, const RowBatch& batch, uint64_t* mask);

// mask &= rows where the column has a value.
void AndPresence(const ColumnView& column, const RowBatch& batch, uint64_t* mask);

}  // namespace seine

#endif  // SEINE_QUERY_ROW_TESTS_H_
