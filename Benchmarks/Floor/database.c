/* pool --loops 8 --database CONNECTION: the pool of blocking threads that most servers are. One key a request. */
#define _GNU_SOURCE
#include "floor.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The columns that the server reads for a license, of the same table. */
static const char lookup[] =
    "SELECT k.key_id, k.track_type, k.scheme, k.crypto_period, k.kek_version, k.nonce, k.sealed, k.site, k.content "
    "FROM content_key k JOIN content c ON c.site = k.site AND c.name = k.content "
    "WHERE k.key_id = $1 AND c.deleted_at IS NULL";

static __thread PGconn *database;

static void fail(void) {
    fprintf(stderr, "pool: %s", PQerrorMessage(database));
    exit(1);
}

void database_begin(const char *settings) {
    database = PQconnectdb(settings);
    if (PQstatus(database) != CONNECTION_OK) fail();
    PGresult *prepared = PQprepare(database, "lookup", lookup, 1, (Oid[]){2950 /* uuid */});
    if (PQresultStatus(prepared) != PGRES_COMMAND_OK) fail();
    PQclear(prepared);
}

static int sextet(char symbol) {
    if (symbol >= 'A' && symbol <= 'Z') return symbol - 'A';
    if (symbol >= 'a' && symbol <= 'z') return symbol - 'a' + 26;
    if (symbol >= '0' && symbol <= '9') return symbol - '0' + 52;
    return symbol == '-' ? 62 : 63;
}

/* The key ID of `{"kids":["…` in base64url: 16 bytes of 22 symbols. */
static bool key_id(const char *request, size_t bytes, char id[16]) {
    static const char before[] = "\"kids\":[\"";
    const char *text = memmem(request, bytes, before, sizeof before - 1);
    if (!text || request + bytes - text < (ssize_t)sizeof before + 22) return false;
    text += sizeof before - 1;
    for (unsigned i = 0, bits = 0, count = 0, to = 0; i < 22; i++) {
        bits = bits << 6 | sextet(text[i]), count += 6;
        if (count >= 8 && to < 16) id[to++] = bits >> (count -= 8);
    }
    return true;
}

bool database_find(const char *request, size_t bytes) {
    char id[16];
    if (!key_id(request, bytes, id)) return false;
    PGresult *found = PQexecPrepared(database, "lookup", 1, (const char *[]){id}, (int[]){16}, (int[]){1}, 1);
    if (PQresultStatus(found) != PGRES_TUPLES_OK) fail();
    bool is_there = PQntuples(found) == 1;
    PQclear(found);
    return is_there;
}
