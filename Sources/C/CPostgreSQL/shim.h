#ifndef EVERGRANT_CPOSTGRESQL_H
#define EVERGRANT_CPOSTGRESQL_H

#include <dlfcn.h>
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h> /* where Debian has it */
#endif
#include <stdio.h>
#include <unistd.h>

/* What is asked of libpq. It is opened and not linked: with LDAP, Kerberos and GnuTLS it brings eighteen libraries
   along, none of which is ever called, and every start would wait for all of them before its first instruction. */
#define CPostgreSQL_EACH(DO) \
    DO(PQbackendPID) DO(PQclear) DO(PQconnectPoll) DO(PQconnectStartParams) DO(PQconnectdbParams) \
    DO(PQconsumeInput) DO(PQenterPipelineMode) DO(PQerrorMessage) DO(PQexec) DO(PQexecParams) DO(PQfinish) \
    DO(PQflush) DO(PQftype) DO(PQgetResult) DO(PQgetisnull) DO(PQgetlength) DO(PQgetvalue) DO(PQisBusy) \
    DO(PQnfields) DO(PQntuples) DO(PQparameterStatus) DO(PQpipelineSync) DO(PQresultErrorField) \
    DO(PQresultStatus) DO(PQsendPrepare) DO(PQsendQueryParams) DO(PQsendQueryPrepared) DO(PQsetNoticeReceiver) \
    DO(PQsetnonblocking) DO(PQsocket) DO(PQstatus) DO(PQtransactionStatus)

typedef struct {
#define CPostgreSQL_FIELD(name) __typeof__(&name) _Nonnull name;
    CPostgreSQL_EACH(CPostgreSQL_FIELD)
#undef CPostgreSQL_FIELD
} CPostgreSQL_Library;

/* Without its database a program is as lost as without any other library, and ends as the loader would end it. */
static inline void *CPostgreSQL_found(void *object) {
    if (object != NULL) return object;
    fprintf(stderr, "evergrant: error while loading shared libraries: %s\n", dlerror());
    _exit(127);
}

/* The library stays open. */
static inline void CPostgreSQL_open(CPostgreSQL_Library *library) {
    void *object = CPostgreSQL_found(dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL));
#define CPostgreSQL_FIND(name) library->name = (__typeof__(&name))CPostgreSQL_found(dlsym(object, #name));
    CPostgreSQL_EACH(CPostgreSQL_FIND)
#undef CPostgreSQL_FIND
}

#endif
