# Everything the libraries link. Debian 12: libabsl-dev libre2-dev libutf8proc-dev libxxhash-dev
# libsqlite3-dev nlohmann-json3-dev; CRoaring comes through SeineRoaring.cmake.

find_package(Threads REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(nlohmann_json 3.11 CONFIG REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(Re2 REQUIRED)
find_package(Utf8proc 2.8 REQUIRED)
find_package(Xxhash 0.8 REQUIRED)
include(SeineRoaring)
